"""The document as it was sent, with what was found beside the line or the cell: only what is near the findings, and folded between.

The work is bounded whatever the document: so many lines, so many pieces of a line, so many characters of a piece.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from opads.carriers import Place
from opads.rendering.characters import visible
from opads.web.excerpts import end_of

__all__ = ("Line", "Mark", "Piece", "Source", "line_source", "near")

AROUND = 2
"""Lines shown before and behind one with a finding."""
SHORT = 80
"""Lines of a document that is shown whole."""
BEGINNING = 12
"""Lines shown of a long document without findings."""
MOST = 200
"""Lines with findings that are shown."""
LONG = 240
"""Characters of a line that is shown whole."""
MARGIN = 60
"""Characters shown before and behind a place in a long line."""
WINDOWS = 40
"""Pieces shown of one long line."""
LINE_END = re.compile(rb"\r\n|\n|\r")
WHOLE = "{["
"""What a value begins with that holds others: only the bracket is marked, and the name before it."""
NAME = re.compile(r'"(?:[^"\\]|\\.)*"\s*:\s*$')
LOOKED_BACK = 120
"""Characters in which the name is looked for."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding as the source shows it."""

    number: int
    severity: str
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line; with marks it is what these findings point at."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a part of a long one (which begins at a column, from 1); or a fold, so many lines without findings."""

    number: int = 0
    column: int = 0
    pieces: tuple[Piece, ...] = ()
    notes: tuple[Mark, ...] = ()
    begun: bool = False
    """Whether something stands before it in its line."""
    cut: bool = False
    """Whether something follows in its line."""
    fold: int = 0


@dataclass(frozen=True)
class Source:
    """What is shown of a document: lines, or the cells of a table."""

    lines: list[Line] = field(default_factory=list)
    table: Any = None
    shown: frozenset[int] = frozenset()
    """Numbers of the findings that are marked."""


def line_source(data: bytes, marks: Sequence[Mark], *, by_feeds: bool = False) -> Source:
    """Return the lines near the findings; ``by_feeds`` where a line feed alone ends a line (NDJSON, filings)."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    feeds = by_feeds or data.count(b"\r") == data.count(b"\r\n")
    lines = data.split(b"\n") if feeds else LINE_END.split(data)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.place.line and mark.place.line <= len(lines):
            found[mark.place.line].append(mark)
    wanted = near(sorted(found)[:MOST], len(lines), AROUND, SHORT, BEGINNING)
    rows: list[Line] = []
    shown: set[int] = set()
    last = 0
    for number in [*wanted, len(lines) + 1]:
        if number > last + 1:
            rows.append(Line(fold=number - last - 1))
        if number <= len(lines):
            text = lines[number - 1].decode("utf-8", "replace").rstrip("\r")
            here = _line(number, text, found.get(number, []))
            rows += here
            shown.update(mark.number for row in here for mark in row.notes)
        last = number
    return Source(rows, shown=frozenset(shown))


def near(found: Iterable[int], count: int, around: int, short: int, beginning: int) -> list[int]:
    """Return which of so many lines or rows are shown, in order: all of few, else those near what was found."""
    if count <= short:
        return list(range(1, count + 1))
    wanted: set[int] = set()
    for number in found:
        wanted.update(range(max(1, number - around), min(count, number + around) + 1))
    for number in sorted(wanted):  # a fold of one line would take as much room as the line
        if number + 2 in wanted:
            wanted.add(number + 1)
    return sorted(wanted or range(1, beginning + 1))


def _line(number: int, text: str, marks: list[Mark]) -> list[Line]:
    """Return a line with its marks; of a long one the pieces around them."""
    spans = _spans(text, marks)
    if len(text) <= LONG:
        return [Line(number, 0, tuple(_pieces(text, 0, len(text), spans)), tuple(marks))]
    if not spans:
        return [Line(number, 0, (Piece(_shown(text[:LONG])),), tuple(marks), cut=True)]
    rows: list[Line] = []
    for start, end, inside in _windows(spans, len(text))[:WINDOWS]:
        notes = tuple(mark for _, _, found in inside for mark in found)
        pieces = tuple(_pieces(text, start, end, inside))
        rows.append(Line(number, start + 1, pieces, notes, begun=start > 0, cut=end < len(text)))
    return rows


_Span = tuple[int, int, tuple[Mark, ...]]


def _spans(text: str, marks: Iterable[Mark]) -> list[_Span]:
    """Return what the findings point at, in order; what overlaps is one span."""
    spans: list[_Span] = []
    for mark in sorted(marks, key=lambda mark: mark.place.column or 0):
        if not mark.place.column:
            continue
        start = min(mark.place.column - 1, len(text))
        end = _stop(text, start)
        start = _named(text, start)
        if spans and (start < spans[-1][1] or start == spans[-1][0]):
            before = spans[-1]
            spans[-1] = (before[0], max(end, before[1]), (*before[2], mark))
        else:
            spans.append((start, end, (mark,)))
    return spans


def _stop(text: str, start: int) -> int:
    """Return where what is marked from a column on ends; nothing is marked at the end of a line."""
    if start >= len(text):
        return start
    return start + 1 if text[start] in WHOLE else end_of(text, start)


def _named(text: str, start: int) -> int:
    """Return where the name of a value that holds others begins; the value's own beginning for all else."""
    if text[start : start + 1] not in tuple(WHOLE):
        return start
    before = max(0, start - LOOKED_BACK)
    name = NAME.search(text[before:start])
    return before + name.start() if name else start


def _windows(spans: list[_Span], length: int) -> list[tuple[int, int, list[_Span]]]:
    """Return the parts of a long line that are shown, with the spans in each."""
    windows: list[tuple[int, int, list[_Span]]] = []
    for span in spans:
        start, end = max(0, span[0] - MARGIN), min(length, span[1] + MARGIN)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]), [*windows[-1][2], span])
        else:
            windows.append((start, end, [span]))
    return windows


def _shown(text: str) -> str:
    """Return a text with what cannot be seen made visible; the separator of filings by its sign, since a line has many."""
    return visible(text.replace("\x1c", "␜"))


def _pieces(text: str, start: int, end: int, spans: Iterable[_Span]) -> Iterable[Piece]:
    at = start
    for begin, stop, marks in spans:
        if begin > at:
            yield Piece(_shown(text[at:begin]))
        yield Piece(_shown(text[begin:stop]), marks)
        at = max(at, stop)
    if at < end:
        yield Piece(_shown(text[at:end]))
