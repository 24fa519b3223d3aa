"""Invented values: each looks invented, so that nobody takes an example for a real disclosure."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import re2  # type: ignore[import-untyped]  # the package has no types

from opads.kit.fields import Field, strptime_of

__all__ = ("invented", "spoilt", "typed_as_text")

_DAY = date(2026, 1, 15)
_ATOM = re.compile(r"\[(\^?)([^\]]+)\]|\\([dws.\-/+()|?*\[\]{}$^\\])|([^\\\[\](){}|?*+.^$])|(\.)", re.ASCII)
_TIMES = re.compile(r"\{(\d+)(?:,\d*)?\}|([?*+])")


def typed_as_text(carrier: str) -> bool:
    """Whether every value of a syntax is a text."""
    return carrier in ("csv", "xml")


def invented(field: Field, carrier: str, *, country: str | None, order: int) -> Any:
    """Return a value that fits a field, or None where only the list can give one (its column ``example``)."""
    value = field.example or _invented(field, country, order)
    if value is None or (field.type == "text" and field.pattern and not re2.search(_anchored(field.pattern), value)):
        return None
    return _typed(field, value, carrier)


def _invented(field: Field, country: str | None, order: int) -> str | None:
    if field.type == "text":
        return _from_pattern(field.pattern) if field.pattern else f"Example {field.title.lower()}"
    if field.type == "date":
        day = _DAY.replace(day=min(28, 14 + order))
        return day.strftime(strptime_of(field.pattern) or "%Y-%m-%d") if field.pattern else day.isoformat()
    if field.type == "code":
        return field.codes[0].code
    simple = {
        "integer": "1000", "decimal": "1250.50", "boolean": "true", "url": "https://www.example.org/invented",
        "email": "nobody@example.org", "country": country or "FR", "currency": field.unit or "EUR", "language": "en",
    }  # fmt: skip
    return simple[field.type]


def _typed(field: Field, value: str, carrier: str) -> Any:
    if typed_as_text(carrier):
        return value
    try:
        if field.type == "integer":
            return int(value)
        if field.type == "decimal":
            number = Decimal(value)
            return number if number.is_finite() else None
    except (ValueError, ArithmeticError):
        return None
    if field.type == "boolean":
        return {"true": True, "false": False}.get(value.lower())
    return value


def spoilt(field: Field, carrier: str) -> Any:
    """Return a value that does not fit a field, or None where every text fits."""
    if field.type == "text":
        return "%" if field.pattern and not re2.search(_anchored(field.pattern), "%") else None
    if field.type in ("country", "currency", "language"):
        return "no such code"
    wrong = {
        "integer": "a few", "decimal": "a lot", "date": "in spring", "boolean": "perhaps", "code": "no-such-code",
        "url": "on our website", "email": "by post",
    }  # fmt: skip
    del carrier
    return wrong[field.type]


def _anchored(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _from_pattern(pattern: str) -> str | None:
    """Return a text that fits a simple pattern: characters, classes and counts, no groups and no choices."""
    text, out = pattern.removeprefix("^").removesuffix("$"), ""
    while text:
        atom = _ATOM.match(text)
        if atom is None:
            return None
        text = text[atom.end() :]
        times = _TIMES.match(text)
        text = text[times.end() :] if times else text
        count = int(times[1]) if times and times[1] else 0 if times and times[2] in "?*" else 1
        if count > 200:
            return None
        out += _one(atom) * count
    return out if re2.search(_anchored(pattern), out) else None


def _one(atom: re.Match[str]) -> str:
    if atom[2]:
        inner = re.compile(f"[{atom[1]}{atom[2]}]")
        return next(
            (c for c in "X0x1A-_. 9" if inner.fullmatch(c)), next(filter(inner.fullmatch, map(chr, range(33, 127))), "")
        )
    if atom[3]:
        return {"d": "0", "w": "X", "s": " "}.get(atom[3], atom[3])
    return atom[4] or "X"
