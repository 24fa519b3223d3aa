"""The values of a record as stretches of the text in which it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from opads.carriers import NativeRecord
from opads.carriers.filing.characters import decode_filing
from opads.carriers.position import Positions
from opads.lineage.ends import Ends

__all__ = ("MOST", "Span", "spans_of", "text_of")

MOST = 1000
"""Values of a record that are looked up."""


class Span(NamedTuple):
    """A stretch of the text, the pointers of the values that it says, and the name of its column or field."""

    start: int
    end: int
    pointers: tuple[str, ...]
    label: str = ""


def text_of(data: bytes, carrier: str, options: Mapping[str, Any]) -> str:
    """Return the text that carriers count lines and columns in: without a byte order mark, Latin-1 where prescribed."""
    if carrier == "fec":
        return decode_filing(data)[0]
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("iso-8859-1" if options.get("encoding") == "iso-8859-1" else "utf-8", "replace")


def spans_of(record: NativeRecord, pointers: Iterable[str], text: str, positions: Positions, ends: Ends) -> list[Span]:
    """Return the stretches of the values at some pointers, in the order of the text; none overlaps another."""
    found: dict[tuple[int, int], tuple[list[str], str]] = {}
    lines = positions.lines
    for number, pointer in enumerate(pointers):
        if number >= MOST:
            break
        place = record.locate(pointer)
        if place.line is None or place.column is None or place.line > len(lines):
            continue
        if place.row is not None and place.field_number is None:
            continue  # the row, in which there is no such cell
        reach = ends.reach(min(lines[place.line - 1] + place.column - 1, len(text)))
        if reach is not None and reach[0] < reach[1]:
            found.setdefault(reach, ([], place.field or ""))[0].append(pointer)
    spans = [Span(start, end, tuple(held), label) for (start, end), (held, label) in sorted(found.items())]
    apart: list[Span] = []
    for span in spans:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart
