"""How what a disclosure says is shown on the pages: bounded, without what steers or towers, amounts and days in words."""

from __future__ import annotations

import re
from typing import Any

from opads.rendering.characters import level, shortened
from opads.standard.jsonvalue import dumps

__all__ = ("amount", "calm", "moment", "period", "value")


# Joiners and spaces of no width; Latin, Greek and Cyrillic have no use for them but to make one name look like another.
_JOINERS = re.compile("(?<=[A-Za-z\u00c0-\u052f])[\u200b-\u200d\u00ad]|[\u200b-\u200d\u00ad](?=[A-Za-z\u00c0-\u052f])")


def calm(text: Any, longest: int = 300) -> str:
    """Return a text that stays in its place: cut where it is long, what cannot be seen made visible, no towers of marks."""
    cut = level(shortened(str(text), longest))
    return cut if cut.isascii() else _JOINERS.sub(lambda match: f"\\u{ord(match[0]):04x}", cut)


def value(content: Any, longest: int = 120) -> str:
    """Return a value of JSON as one line."""
    return calm(content if isinstance(content, str) else dumps(content).decode(), longest)


def moment(text: str) -> str:
    """Return a moment of the register as day and time."""
    return f"{text[:10]} {text[11:16]} UTC" if len(text) > 16 else text[:10]


def period(ends: dict[str, str]) -> str:
    """Return a period: days as stated."""
    start, end = ends.get("start", "")[:10], ends.get("end", "")[:10]
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"from {start}" if start else f"until {end}"


def amount(stated: dict[str, Any]) -> str:
    """Return an amount as stated: a range stays one."""
    currency = stated.get("currency", "")
    bounds = stated.get("range", {})
    lower, upper = _figure(bounds.get("lower")), _figure(bounds.get("upper"))
    if stated.get("exact") is not None:
        figure = _figure(stated["exact"])
    elif lower and upper:
        figure = f"{lower} to {upper}"
    else:
        figure = f"at least {lower}" if lower else f"at most {upper}" if upper else "not stated"
    return calm(f"{figure} {currency}".strip(), 120)


def _figure(text: Any) -> str:
    """Return a number with its thousands parted, anything else as it stands."""
    if not isinstance(text, str):
        return ""
    whole, dot, part = text.partition(".")
    return f"{int(whole):,}{dot}{part}" if whole.isascii() and whole.isdigit() and len(whole) < 40 else text
