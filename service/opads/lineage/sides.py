"""One side of a comparison: the lines of a text about one record, in pieces that are values or stand between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from opads.carriers.position import Positions
from opads.lineage.spans import Span

__all__ = ("Line", "Piece", "Side", "side_of")

GAP = 8
"""Lines without a value that are still shown between two that have some."""
LONGEST = 600
"""Lines that are shown."""
CHARACTERS = 80_000
"""Characters that are shown."""
ROWS = ("csv", "fec")
"""Syntaxes of rows, in which each cell is shown in a line of its own, with its name."""


class Piece(NamedTuple):
    """A piece of a line; a value names the strands in which it stands."""

    text: str
    strands: tuple[int, ...] = ()
    first: bool = True
    """Whether it is the first piece of its value, which may go over several lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number from 1; ``label`` names the cell, in syntaxes of rows; ``gap``: lines before it are left out."""

    number: int
    pieces: tuple[Piece, ...]
    label: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """The lines; ``cut`` says that there are more; ``rows`` that each is a cell, ``found`` which strands are in them."""

    lines: tuple[Line, ...]
    rows: bool
    cut: bool
    found: frozenset[int]


def side_of(
    text: str, positions: Positions, spans: Sequence[Span], strands: Mapping[str, tuple[int, ...]], carrier: str
) -> Side:
    """Return the side that a text shows; ``strands`` are those of each pointer."""
    told = [(span, tuple(dict.fromkeys(n for p in span.pointers for n in strands.get(p, ())))) for span in spans]
    lines, cut = _cells(text, positions, told) if carrier in ROWS else _lines(text, positions, told)
    found = frozenset(n for line in lines for piece in line.pieces for n in piece.strands)
    return Side(tuple(lines), carrier in ROWS, cut, found)


Told = Sequence[tuple[Span, tuple[int, ...]]]


def _cells(text: str, positions: Positions, told: Told) -> tuple[list[Line], bool]:
    lines: list[Line] = []
    left, before = CHARACTERS, 0
    for span, numbers in told:
        left -= span.end - span.start
        if left < 0 or len(lines) >= LONGEST:
            return lines, True
        number = positions.place(span.start).line or 0
        lines.append(
            Line(number, (Piece(text[span.start : span.end], numbers),), span.label, before not in (0, number))
        )
        before = number
    return lines, False


def _lines(text: str, positions: Positions, told: Told) -> tuple[list[Line], bool]:
    starts = positions.lines
    wanted: list[int] = []
    for span, _ in told:
        first = positions.place(span.start).line or 1
        last = positions.place(span.end).line or first
        if not wanted:
            wanted += range(max(1, first - GAP), first)
        elif first - wanted[-1] <= GAP:
            wanted += range(wanted[-1] + 1, first)
        wanted += [n for n in range(first, last + 1) if not wanted or n > wanted[-1]]
        if len(wanted) > LONGEST:
            break
    if wanted:
        wanted += range(wanted[-1] + 1, min(len(starts), wanted[-1] + GAP) + 1)
    lines: list[Line] = []
    left = CHARACTERS
    at = before = 0
    for number in wanted[:LONGEST]:
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(text)
        if number == len(starts) and start == end:
            continue  # what follows the last line end is no line
        stop = min(end, start + left)
        while at < len(told) and told[at][0].end <= start:
            at += 1
        lines.append(
            Line(number, tuple(_pieces(text, start, stop, told[at:])), gap=bool(before) and number > before + 1)
        )
        before, left = number, left - (stop - start)
        if left <= 0:
            return lines, True
    return lines, len(wanted) > LONGEST


def _pieces(text: str, start: int, stop: int, told: Told) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for span, numbers in told:
        if span.start >= stop:
            break
        first, last = max(span.start, start), min(span.end, stop)
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last].rstrip("\r\n"), numbers, span.start >= start))
        at = last
    if at < stop:
        pieces.append(Piece(text[at:stop].rstrip("\r\n")))
    return [piece for piece in pieces if piece.text]
