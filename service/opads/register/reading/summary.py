"""What a list shows of a disclosure: who, what, when, how much, as the public view has it, in bounded length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opads.mapping.path import compile_path
from opads.rendering.characters import shortened

__all__ = ("name_of", "summary_of")

LONGEST = 160
MOST = 8


def summary_of(disclosure: dict[str, Any], targeting: str) -> dict[str, Any]:
    """Return what lists show; members without a value are left out. Amounts are as stated, never summed."""
    found = {
        "title": next(_texts(disclosure, "/advertisement/title"), None)
        or next(_texts(disclosure, "/advertisement/texts[]/text"), None),
        "sponsors": _names(disclosure, "/parties[roles=sponsor]") or _some(_texts(disclosure, "/label/sponsorNames[]")),
        "payers": _names(disclosure, "/parties[roles=payer]"),
        "publishers": _names(disclosure, "/parties[roles=publisher]") or _names(disclosure, "/parties[roles=platform]"),
        "processes": _some(_texts(disclosure, "/processes[]/name")),
        "countries": _some(_texts(disclosure, "/jurisdictions[]")),
        "amounts": [
            _amount(a) for a in compile_path("/money/amounts[]").values(disclosure)[:MOST] if isinstance(a, dict)
        ],
        "periods": dict(_periods(disclosure)),
        "targeting": targeting,
    }
    return {name: value for name, value in found.items() if value}


def name_of(party: dict[str, Any]) -> str | None:
    """Return the name of a party as one line, None where it has none."""
    parts = [party.get(name) for name in ("prefix", "givenName", "middleName", "familyName", "suffix")]
    whole = party.get("name") or " ".join(p for p in parts if isinstance(p, str) and p) or party.get("legalName")
    return shortened(whole.strip(), LONGEST) if isinstance(whole, str) and whole.strip() else None


def _names(disclosure: dict[str, Any], path: str) -> list[str]:
    parties = (node for node in compile_path(path).values(disclosure) if isinstance(node, dict))
    return _some(name for party in parties if (name := name_of(party)))


def _texts(disclosure: dict[str, Any], path: str) -> Iterator[str]:
    for value in compile_path(path).values(disclosure):
        if isinstance(value, str) and value.strip():
            yield shortened(value.strip(), LONGEST)


def _some(found: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(found))[:MOST]


def _periods(disclosure: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    for kind in ("intended", "actual"):
        ends = {end: day for end in ("start", "end") for day in _texts(disclosure, f"/periods/{kind}/{end}")}
        if ends:
            yield kind, ends


def _amount(amount: dict[str, Any]) -> dict[str, Any]:
    texts = {
        name: shortened(str(amount[name]), 60) for name in ("kind", "scope", "exact", "currency") if amount.get(name)
    }
    bounds = amount.get("range")
    if isinstance(bounds, dict):
        return {**texts, "range": {end: shortened(str(bounds[end]), 60) for end in ("lower", "upper") if end in bounds}}
    return texts
