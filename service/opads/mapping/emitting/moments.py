"""Dates and times in the first spelling of their codec, read without the search that ``strptime`` makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from opads.mapping.codecs.dates import DateCodec, DatetimeCodec
from opads.mapping.compile import ValueRow
from opads.mapping.remembered import remember

__all__ = ("moment",)

Shortcut: TypeAlias = Callable[[str], tuple[Any, bool] | None]

_DIRECTIVES = {
    "%Y": "(?P<Y>[1-9][0-9]{3})",
    "%m": "(?P<m>[0-9]{2})",
    "%d": "(?P<d>[0-9]{2})",
    "%H": "(?P<H>[0-9]{2})",
    "%M": "(?P<M>[0-9]{2})",
    "%S": "(?P<S>[0-9]{2})",
    "%z": r"(?P<z>\+00|[-+](?:0[1-9]|1[0-9]|2[0-3]))(?P<zz>[0-5][0-9])",
}
"""Fixed widths, as ``strftime`` writes them; years before 1000 and offsets below an hour are left to the codec."""


def moment(node: ValueRow) -> Shortcut | None:
    """Return what gives the canonical value of a text and whether it gives the text back, None for other texts.

    None where the codec is not one of dates, or its first pattern has other parts than numbers of fixed width.
    """
    codec = node.codec
    if not isinstance(codec, DateCodec | DatetimeCodec):
        return None
    default = "%Y-%m-%d" if isinstance(codec, DateCodec) else "%Y-%m-%dT%H:%M:%S%z"
    pattern = (*codec.patterns, codec.pattern or default)[0]
    shape = _shape(pattern, timed=isinstance(codec, DatetimeCodec))
    if shape is None:
        return None
    matches = shape.fullmatch
    faithful = node.row.direction == "both"
    timed = isinstance(codec, DatetimeCodec) and "%H" in pattern
    offset = "%z" in pattern
    assumed = (codec.assume or "") if isinstance(codec, DatetimeCodec) else ""

    def read(text: str) -> tuple[Any, bool] | None:
        found = matches(text)
        if found is None:
            return None
        part = found.groupdict()
        value = f"{part['Y']}-{part['m']}-{part['d']}"
        if timed:
            value = f"{value}T{part['H']}:{part['M']}:{part.get('S', '00')}"
        try:
            datetime.fromisoformat(value)
        except ValueError:
            return None
        if timed and offset:
            value += "Z" if part["z"] == "+00" and part["zz"] == "00" else f"{part['z']}:{part['zz']}"
        elif timed:
            value += assumed
        return remember(node, text, value, faithful=faithful)

    return read


def _shape(pattern: str, *, timed: bool) -> re.Pattern[str] | None:
    """Return what texts of a pattern look like, or None where it is not made of fixed numbers and marks between them."""
    parts = re.split(r"(%.)", pattern)
    marks, directives = parts[0::2], parts[1::2]
    wanted = {"%Y", "%m", "%d"} | ({"%H", "%M"} if timed and "%H" in directives else set())
    allowed = wanted | ({"%S", "%z"} if "%H" in wanted else set())
    if len(set(directives)) != len(directives) or not wanted <= set(directives) <= allowed:
        return None
    between = marks[1:-2] if directives[-1] == "%z" else marks[1:-1]
    if not all(between) or not all(re.fullmatch(r"[-/.:, TZA-Z]?|, | UTC| GMT", mark) for mark in marks):
        return None
    return re.compile("".join(_DIRECTIVES.get(part) or re.escape(part) for part in parts), re.ASCII)
