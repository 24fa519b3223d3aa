"""Exact numbers as texts that sort, byte by byte, as the numbers do: amounts have any length, and no database rounds them."""

from __future__ import annotations

import re

__all__ = ("BELOW_ALL", "BEYOND_ALL", "key")

BELOW_ALL, BEYOND_ALL = "", "~"
"""Keys before and behind that of every number: the open ends of a range."""

_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?")
_OPPOSITE = str.maketrans("0123456789", "9876543210")
LONGEST = 999
"""Digits before the point; a longer number sorts as if it had nothing but nines."""


def key(text: str) -> str:
    """Return the key of a decimal (``common.json``, decimal); raises ValueError for a text that is none."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is not a decimal number")
    sign, whole, part = match[1], match[2], (match[3] or "").rstrip("0")
    if len(whole) > LONGEST:
        whole, part = "9" * LONGEST, ""
    # Of two numbers of the same length the digits decide; a shorter one comes before.
    magnitude = f"{len(whole):03}{whole}.{part[:LONGEST]}"
    if sign and magnitude != "0010.":
        # Behind its digits a negative number has a sign after all digits: -1.5 comes before -1.
        return "0" + magnitude.translate(_OPPOSITE) + "~"
    return "1" + magnitude
