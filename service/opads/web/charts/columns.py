"""Columns: what is measured along time or along a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from opads.web.charts.kinds import Part
from opads.web.charts.measures import Drawn, Measure, drawn, longest, percent

__all__ = ("Column", "Columns")

CLOSE = 60
"""Columns from which on there is no room between them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is of; what is measured, whole (one) or by part; that as text, for each; where it leads."""

    label: str
    values: tuple[Measure, ...]
    shown: tuple[str, ...]
    href: str = ""
    own: bool = False


class Piece(NamedTuple):
    """A rectangle of a part: its kind, its place and size in per cent."""

    kind: str
    x: str
    y: str
    width: str
    height: str


class Whole(NamedTuple):
    """A column that is drawn whole: its place and width, and how high it is, in per cent."""

    x: str
    middle: str
    width: str
    drawn: Drawn
    hatched_y: str
    solid_y: str


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns; with one part they may be ranges, with several they are numbers put on each other.

    ``heads`` are the headings of the table: of the labels, then of each part. ``top`` says what the highest one is.
    """

    id: str
    caption: str
    heads: tuple[str, ...]
    columns: tuple[Column, ...]
    parts: tuple[Part, ...] = (Part("plain", ""),)
    top: str = ""
    note: str = ""

    @property
    def ends(self) -> tuple[str, str, str]:
        """The labels under the chart: the first, the middle one where there are five or more, the last."""
        labels = [column.label for column in self.columns]
        if not labels:
            return "", "", ""
        last = labels[-1] if len(labels) > 1 else ""
        return labels[0], labels[len(labels) // 2] if len(labels) % 2 and len(labels) > 4 else "", last

    @property
    def wholes(self) -> list[Whole]:
        """The columns, where there is one part."""
        scale = longest(column.values[0] for column in self.columns)
        found = []
        for x, width, column in self._places():
            how = drawn(column.values[0], scale)
            middle, end = percent(x + width / 2), float(how.end)
            found.append(
                Whole(percent(x), middle, percent(width), how, percent(100 - end), percent(100 - float(how.solid)))
            )
        return found

    @property
    def pieces(self) -> list[Piece]:
        """The rectangles, where there are several parts; a range counts with its lower end."""
        numbers = [[_number(value) for value in column.values] for column in self.columns]
        greatest = max((sum(row) for row in numbers), default=0.0) or 1.0
        return [
            Piece(
                part.kind, percent(x), percent(100 - top * 100 / greatest), percent(width), percent(n * 100 / greatest)
            )
            for (x, width, _), row in zip(self._places(), numbers, strict=True)
            for part, n, top in zip(self.parts, row, accumulate(row), strict=True)
            if n
        ]

    def _places(self) -> Iterator[tuple[float, float, Column]]:
        room = 100 / max(1, len(self.columns))
        width = room * (0.78 if len(self.columns) < CLOSE else 1.0)
        for number, column in enumerate(self.columns):
            yield number * room + (room - width) / 2, width, column


def _number(value: Measure) -> float:
    return max(0.0, float((value[0] if isinstance(value, tuple) else value) or 0))
