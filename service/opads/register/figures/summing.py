"""Sums of exact amounts: ranges by both ends, open ends counted."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact

from opads.register.figures.model import AmountSeries, FiguresSum
from opads.register.reading.facts import Money

__all__ = ("Total", "plain")

EXACT = Context(prec=400, traps=[Inexact])
"""More digits than the sum of any register can have; what would be rounded raises."""
ZERO = Decimal(0)


def plain(number: Decimal) -> str:
    """Return a number without an exponent, all its digits after the point kept."""
    return f"{number:f}"


class Total:
    """A sum that is being added to."""

    __slots__ = ("disclosures", "exact", "lower", "unlinked", "upper", "without_lower", "without_upper")

    def __init__(self) -> None:
        self.disclosures = self.exact = self.unlinked = self.without_lower = self.without_upper = 0
        self.lower = self.upper = ZERO

    def add(self, lower: Decimal | None, upper: Decimal | None, *, exact: bool, unlinked: bool) -> None:
        """Add the amount of one more disclosure."""
        self.disclosures += 1
        self.exact += exact
        self.unlinked += unlinked
        if lower is None:
            self.without_lower += 1
        else:
            self.lower = EXACT.add(self.lower, lower)
        if upper is None:
            self.without_upper += 1
        else:
            self.upper = EXACT.add(self.upper, upper)

    def sum(self, series: AmountSeries) -> FiguresSum:
        """Return the sum as it stands."""
        lower, upper = plain(self.lower), plain(self.upper)
        return FiguresSum(
            series,
            self.disclosures,
            self.exact,
            None if self.without_lower else lower,
            None if self.without_upper else upper,
            lower,
            upper,
            self.without_lower,
            self.without_upper,
            self.unlinked,
        )


def ends(money: Money) -> tuple[Decimal | None, Decimal | None]:
    """Return the ends of an amount."""
    lower = None if money.lower is None else Decimal(money.lower)
    if money.upper == money.lower:
        return lower, lower
    return lower, None if money.upper is None else Decimal(money.upper)
