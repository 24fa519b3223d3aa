"""How what a disclosure says is shown on the pages: bounded, without what steers or towers, amounts and days as a language has them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_skeleton

from opads.notice.locales import Local
from opads.rendering.characters import level, shortened
from opads.speech import ENGLISH, Speech
from opads.standard.jsonvalue import dumps

__all__ = ("amount", "between", "calm", "figure", "month", "period", "value")


# Joiners and spaces of no width; Latin, Greek and Cyrillic have no use for them but to make one name look like another.
_JOINERS = re.compile("(?<=[A-Za-z\u00c0-\u052f])[\u200b-\u200d\u00ad]|[\u200b-\u200d\u00ad](?=[A-Za-z\u00c0-\u052f])")


def calm(text: Any, longest: int = 300) -> str:
    """Return a text that stays in its place: cut where it is long, what cannot be seen made visible, no towers of marks."""
    cut = level(shortened(str(text), longest))
    return cut if cut.isascii() else _JOINERS.sub(lambda match: f"\\u{ord(match[0]):04x}", cut)


def value(content: Any, longest: int = 60) -> str:
    """Return a value of JSON as one line."""
    return calm(content if isinstance(content, str) else dumps(content).decode(), longest)


def period(ends: dict[str, str], speech: Speech = ENGLISH) -> str:
    """Return a period: days as stated."""
    start, end = (speech.day(calm(ends.get(name, "")[:10])) for name in ("start", "end"))
    if start and end:
        return start if start == end else speech.said("%(from)s to %(to)s", **{"from": start, "to": end})
    return speech.said("from %(day)s", day=start) if start else speech.said("until %(day)s", day=end)


def amount(stated: dict[str, Any], speech: Speech = ENGLISH) -> str:
    """Return an amount as stated: a range stays one."""
    exact, bounds, currency = stated.get("exact"), stated.get("range", {}), stated.get("currency", "")
    if exact is not None:
        return figure(exact, currency, speech)
    return between(bounds.get("lower"), bounds.get("upper"), currency, speech)


def between(lower: str | None, upper: str | None, currency: str, speech: Speech) -> str:
    """Return what lies between two ends, in one currency; an end that is None is open."""
    if lower and upper:
        if lower == upper:
            return figure(lower, currency, speech)
        ends = {"from": figure(lower, "", speech), "to": figure(upper, currency, speech)}
        return speech.said("%(from)s to %(to)s", **ends)
    if lower:
        return speech.said("at least %(amount)s", amount=figure(lower, currency, speech))
    if upper:
        return speech.said("at most %(amount)s", amount=figure(upper, currency, speech))
    return speech.gettext("not stated")


def figure(text: Any, currency: str, speech: Speech) -> str:
    """Return a decimal to its last digit with the code of its currency, which no two have in common; what is none as it stands."""
    number = _local(speech.language.locale).number(text) or calm(text, 60)
    return f"{number} {calm(currency, 8)}".strip()


def month(text: str, speech: Speech) -> str:
    """Return a month (YYYY-MM) in short."""
    return str(format_skeleton("yMMM", date(int(text[:4]), int(text[5:7]), 1), locale=speech.language.locale))


@lru_cache(maxsize=32)
def _local(locale: str) -> Local:
    return Local(locale)
