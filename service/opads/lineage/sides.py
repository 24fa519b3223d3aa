"""One side of a comparison: the lines of a text about one record, in pieces that are values or stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
OPENING = re.compile(r'\s*(?:"[^"\n]*"\s*:\s*)?[\[{]\s*|\s*<[^>\n]*>\s*')
CLOSING = re.compile(r"[\s\]},]*|\s*</[^>\n]*>\s*")


class Piece(NamedTuple):
    """A piece of a line; a value names the strands in which it stands."""

    text: str
    strands: tuple[int, ...] = ()
    number: int = 0
    """The number of the value on its side, from 1; 0 for the further pieces of one that goes over several lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line by its number from 1; ``label`` names the cell, in syntaxes of rows; ``gap``: lines before it are left out."""

    number: int
    pieces: tuple[Piece, ...]
    label: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """The lines; ``rows`` says that each is a cell, ``cut`` that there are more; ``values`` is the first value of each strand."""

    lines: tuple[Line, ...]
    rows: bool
    cut: bool
    values: Mapping[int, int]


def side_of(
    text: str, positions: Positions, spans: Sequence[Span], strands: Mapping[str, tuple[int, ...]], carrier: str
) -> Side:
    """Return the side that a text shows; ``strands`` are those of each pointer."""
    told = [
        Told(span, tuple(dict.fromkeys(n for p in span.pointers for n in strands.get(p, ()))), number)
        for number, span in enumerate(spans, 1)
    ]
    lines, cut = _cells(text, positions, told) if carrier in ROWS else _lines(text, positions, told)
    values: dict[int, int] = {}
    for piece in (piece for line in lines for piece in line.pieces if piece.number):
        for strand in piece.strands:
            values.setdefault(strand, piece.number)
    return Side(tuple(lines), carrier in ROWS, cut, values)


class Told(NamedTuple):
    """A value with its strands and its number."""

    span: Span
    strands: tuple[int, ...]
    number: int


def _cells(text: str, positions: Positions, told: Sequence[Told]) -> tuple[list[Line], bool]:
    lines: list[Line] = []
    left, before = CHARACTERS, 0
    for span, strands, value in told:
        left -= span.end - span.start
        if left < 0 or len(lines) >= LONGEST:
            return lines, True
        number = positions.place(span.start).line or 0
        lines.append(
            Line(number, (Piece(text[span.start : span.end], strands, value),), span.label, before not in (0, number))
        )
        before = number
    return lines, False


def _lines(text: str, positions: Positions, told: Sequence[Told]) -> tuple[list[Line], bool]:
    starts = positions.lines
    wanted: list[int] = []
    for span, _, _ in told:
        first = positions.place(span.start).line or 1
        last = positions.place(span.end).line or first
        if not wanted:
            wanted += reversed(_around(text, starts, range(first - 1, max(0, first - 1 - GAP), -1), OPENING))
        elif first - wanted[-1] <= GAP:
            wanted += range(wanted[-1] + 1, first)
        wanted += [n for n in range(first, last + 1) if not wanted or n > wanted[-1]]
        if len(wanted) > LONGEST:
            break
    if wanted:
        last = wanted[-1]
        wanted += _around(text, starts, range(last + 1, min(len(starts), last + GAP) + 1), CLOSING)
    lines: list[Line] = []
    left = CHARACTERS
    at = before = 0
    for number in wanted[:LONGEST]:
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(text)
        if number == len(starts) and start == end:
            continue  # what follows the last line end is no line
        stop = min(end, start + left)
        while at < len(told) and told[at].span.end <= start:
            at += 1
        lines.append(
            Line(number, tuple(_pieces(text, start, stop, told[at:])), gap=bool(before) and number > before + 1)
        )
        before, left = number, left - (stop - start)
        if left <= 0:
            return lines, True
    return lines, len(wanted) > LONGEST


def _around(text: str, starts: Sequence[int], numbers: Iterable[int], kind: re.Pattern[str]) -> list[int]:
    """Return the numbers of the lines that only open or close what holds the values."""
    found = []
    for number in numbers:
        end = starts[number] if number < len(starts) else len(text)
        if not kind.fullmatch(text, starts[number - 1], min(end, starts[number - 1] + CHARACTERS)):
            break
        found.append(number)
    return found


def _pieces(text: str, start: int, stop: int, told: Sequence[Told]) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for span, strands, value in told:
        if span.start >= stop:
            break
        first, last = max(span.start, start), min(span.end, stop)
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last].rstrip("\r\n"), strands, value if span.start >= start else 0))
        at = last
    if at < stop:
        pieces.append(Piece(text[at:stop].rstrip("\r\n")))
    return [piece for piece in pieces if piece.text]
