"""Stacked bars: each a whole that is made of parts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from opads.web.charts.kinds import Part
from opads.web.charts.measures import LEAST, percent

__all__ = ("Stack", "StackRow")


@dataclass(frozen=True, slots=True)
class StackRow:
    """A bar: what it is of (nothing where there is one only), the number of each part, these as text, where it leads."""

    label: str
    values: tuple[Decimal | float, ...]
    shown: tuple[str, ...]
    href: str = ""
    own: bool = False


class Segment(NamedTuple):
    """A part as it is drawn, in per cent."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A chart of stacked bars; each takes the whole width, or (``shares`` False) as much as it is of the longest.

    ``heads`` are the headings of the table: of the labels; those of the numbers are the parts.
    """

    id: str
    caption: str
    parts: tuple[Part, ...]
    rows: tuple[StackRow, ...]
    head: str = ""
    shares: bool = True
    note: str = ""

    @property
    def drawn(self) -> list[tuple[StackRow, list[Segment]]]:
        """Each bar and its segments; what is more than nothing is seen."""
        greatest = max((float(sum(row.values)) for row in self.rows), default=0.0)
        return [(row, self._segments(row, float(sum(row.values)) if self.shares else greatest)) for row in self.rows]

    def _segments(self, row: StackRow, whole: float) -> list[Segment]:
        widths = [max(LEAST, float(n) * 100 / whole) if n > 0 else 0.0 for n in row.values]
        fit = min(1.0, 100 / (sum(widths) or 1.0))
        found, x = [], 0.0
        for part, width in zip(self.parts, widths, strict=True):
            if width:
                found.append(Segment(part.kind, percent(x * fit), percent(width * fit)))
            x += width
        return found
