"""What figures are: numbers with what they rest on. All amounts are decimals as text, exact to the last digit."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

__all__ = (
    "DIMENSIONS",
    "AmountSeries",
    "Dimension",
    "Figures",
    "FiguresBasis",
    "FiguresGroup",
    "FiguresSum",
    "Grouping",
    "LeftOut",
    "Reason",
)

Dimension: TypeAlias = Literal[
    "sponsor", "country", "month", "publisher", "process", "targeting", "technique", "criterion", "format", "account"
]
DIMENSIONS: tuple[Dimension, ...] = (
    "sponsor", "country", "month", "publisher", "process", "targeting", "technique", "criterion", "format",
    "account",
)  # fmt: skip
"""By what disclosures are grouped."""

Reason: TypeAlias = Literal[
    "not-indexed", "beyond", "superseded", "duplicate",
    "no-amount", "unusable", "other-kind", "other-scope", "other-currency", "several", "repeated",
]  # fmt: skip
"""Why a disclosure is left out; the first four of every number, the others of the sums of the series."""


class AmountSeries(msgspec.Struct, frozen=True):
    """Amounts that may be added up with each other: of one currency, one kind, one scope (empty: not stated)."""

    currency: str
    kind: str
    scope: str


class FiguresSum(msgspec.Struct, frozen=True, rename="camel"):
    """The sum of a series.

    It is at least ``lower`` and at most ``upper``; None where an amount in it has no such end. ``stated_lower`` and ``stated_upper`` add
    up the ends that are stated; ``without_lower`` and ``without_upper`` say how many are not. ``disclosures`` is on how many it rests,
    ``exact`` how many of them state a number and not a range. ``unlinked`` are those whose amount covers more than one advertisement
    and that do not say of what it is: what they share with others would be counted twice.
    """

    series: AmountSeries
    disclosures: int
    exact: int
    lower: str | None
    upper: str | None
    stated_lower: str
    stated_upper: str
    without_lower: int = 0
    without_upper: int = 0
    unlinked: int = 0


class FiguresGroup(msgspec.Struct, frozen=True):
    """What has something in common: its value (a name, a code, a month as YYYY-MM), how many disclosures, their sums."""

    value: str
    disclosures: int
    sums: tuple[FiguresSum, ...]


class Grouping(msgspec.Struct, frozen=True):
    """The groups of one dimension; months in order, others with the greatest sum of the chosen series first.

    A disclosure with several values is in several groups, so groups do not add up to the whole. ``unstated`` is how many disclosures
    are in none, ``more`` how many groups are not listed.
    """

    dimension: Dimension
    groups: tuple[FiguresGroup, ...]
    unstated: int
    more: int


class LeftOut(msgspec.Struct, frozen=True):
    """Why and how many disclosures are left out."""

    reason: Reason
    disclosures: int


class FiguresBasis(msgspec.Struct, frozen=True, rename="camel"):
    """What the figures rest on: where disclosures came from, how amounts are stated, which time they cover (empty: not known)."""

    accounts: int
    publishers: int
    exact: int
    """Disclosures whose amounts are all numbers."""
    ranges: int
    """Disclosures with an amount that is a range."""
    without_amount: int
    earlier_versions: int
    """Versions that newer ones took the place of; only the newest of each disclosure counts."""
    start: str
    end: str
    without_period: int
    accepted_from: str
    accepted_until: str


class LogPosition(msgspec.Struct, frozen=True):
    """The entry of the public log up to which everything was counted: its sequence, hash, and moment."""

    sequence: int
    hash: str
    at: str


class FiguresSince(msgspec.Struct, frozen=True):
    """What happened behind the position: of the disclosures found, how many changed and do not count; how many of all were taken away."""

    changed: int
    removed: int


class Figures(msgspec.Struct, frozen=True, rename="camel"):
    """The figures of what a search finds.

    ``found`` disclosures, of which ``counted`` are in the numbers; ``left_out`` says why the others are not. ``sums`` are all series,
    ``chosen`` is the one that charts show, ``chosen_left_out`` says of the counted which are not in its sum.
    """

    position: LogPosition
    since: FiguresSince | None
    found: int
    counted: int
    left_out: tuple[LeftOut, ...]
    sums: tuple[FiguresSum, ...]
    chosen: AmountSeries | None
    chosen_left_out: tuple[LeftOut, ...]
    groupings: tuple[Grouping, ...]
    basis: FiguresBasis

    def grouping(self, dimension: Dimension) -> Grouping:
        """Return the groups of a dimension; raises KeyError."""
        for grouping in self.groupings:
            if grouping.dimension == dimension:
                return grouping
        raise KeyError(dimension)
