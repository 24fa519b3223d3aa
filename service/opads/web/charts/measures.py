"""What is measured, and how long it is drawn, in per cent of the room there is."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, TypeAlias

__all__ = ("Drawn", "Measure", "Span", "drawn", "longest", "percent")

LEAST = 0.6
"""Per cent: what is more than nothing is seen."""
BEFORE_OPEN = 86.0
"""Per cent that the longest takes where another has no upper end, which is drawn beyond it."""


class Span(NamedTuple):
    """A range; an end that is None is open."""

    lower: Decimal | float | None
    upper: Decimal | float | None


Measure: TypeAlias = Decimal | float | Span | None
"""A number, a range, or None: not stated."""


class Drawn(NamedTuple):
    """How a measure is drawn, in per cent as text: solid up to, then hatched as far, where it ends; open, or not stated."""

    solid: str
    hatched: str
    end: str
    open: bool
    absent: bool


def longest(measures: Iterable[Measure]) -> tuple[float, bool]:
    """Return the greatest number among measures (at least 0), and whether one of them has no upper end."""
    greatest, unbounded = 0.0, False
    for measure in measures:
        for number in measure if isinstance(measure, Span) else (measure,):
            greatest = max(greatest, float(number or 0))
        unbounded = unbounded or (isinstance(measure, Span) and measure.upper is None and measure.lower is not None)
    return greatest, unbounded


def drawn(measure: Measure, scale: tuple[float, bool]) -> Drawn:
    """Return how a measure is drawn beside others, of which :func:`longest` told; below zero there is no drawing."""
    greatest, unbounded = scale
    full = BEFORE_OPEN if unbounded else 100.0
    lower, upper = measure if isinstance(measure, Span) else (measure, measure)
    if lower is None and upper is None:
        return Drawn("0", "0", "0", open=False, absent=True)
    solid = _length(lower, greatest, full)
    if upper is None:
        return Drawn(percent(solid), percent(100 - solid), "100", open=True, absent=False)
    end = max(solid, _length(upper, greatest, full))
    return Drawn(percent(solid), percent(end - solid), percent(end), open=False, absent=False)


def _length(number: Decimal | float | None, greatest: float, full: float) -> float:
    value = float(number or 0)
    return max(LEAST, value / greatest * full) if value > 0 else 0.0


def percent(value: float) -> str:
    """Return a number of per cent as SVG has it, without the sign."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
