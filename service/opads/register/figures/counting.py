"""Counts disclosures and adds up their amounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from opads.register.figures.linking import duplicates, superseded
from opads.register.figures.model import (
    DIMENSIONS,
    AmountSeries,
    Dimension,
    FiguresBasis,
    FiguresGroup,
    FiguresSum,
    Grouping,
    LeftOut,
    Reason,
)
from opads.register.figures.rows import FactRow
from opads.register.figures.summing import Total, ends
from opads.register.reading.facts import Facts, facts_table
from opads.register.reading.folding import fold

__all__ = ("Counted", "count")

MOST_GROUPS = 500
"""Groups of a dimension that are listed."""
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-")
NAMES: tuple[Dimension, ...] = ("sponsor", "publisher", "process")


class Counted:
    """What was counted so far."""

    def __init__(self) -> None:
        self.rows: list[FactRow] = []
        self.totals: dict[AmountSeries, Total] = {}
        self.groups: dict[Dimension, dict[str, _Members]] = {name: {} for name in DIMENSIONS}
        self.unstated: Counter[Dimension] = Counter()
        self.left_out: Counter[Reason] = Counter()
        self.why: list[dict[AmountSeries, Reason]] = []
        """For each disclosure the series that it states and is not counted in, and why."""
        self._shared: set[tuple[AmountSeries, str]] = set()
        self._folded: dict[str, str] = {}

    def add(self, row: FactRow) -> None:
        """Count one more disclosure."""
        self.rows.append(row)
        taken, refused = self._amounts(row.facts)
        self.why.append(refused)
        members = [m for name in DIMENSIONS for m in self._members(name, row)]
        for member in members:
            member.disclosures += 1
        for series, (lower, upper, exact, unlinked) in taken.items():
            for totals in (self.totals, *(member.totals for member in members)):
                total = totals.get(series)
                if total is None:
                    total = totals[series] = Total()
                total.add(lower, upper, exact=exact, unlinked=unlinked)

    def _amounts(
        self, facts: Facts
    ) -> tuple[dict[AmountSeries, tuple[Decimal | None, Decimal | None, bool, bool]], dict[AmountSeries, Reason]]:
        """Return the one amount of each series that counts, and of which there is none that does, with the reason."""
        by = facts_table()
        found: dict[AmountSeries, tuple[Decimal | None, Decimal | None, bool, bool]] = {}
        refused: dict[AmountSeries, Reason] = {}
        for money in facts.amounts:
            series = AmountSeries(money.currency, money.kind, money.scope)
            if series in found or series in refused:
                # Which of them are parts of others is not known, so none is added.
                found.pop(series, None)
                refused[series] = "several"
                continue
            lower, upper = ends(money)
            found[series] = (lower, upper, money.lower == money.upper, self._unlinked(facts, money.scope))
        for series in list(found):
            scope = by.shared.get(series.scope)
            shared = {(series, text) for text in facts.identifiers.get(scope, ())} if scope else set()
            if shared & self._shared:
                del found[series]
                refused[series] = "repeated"
            self._shared |= shared
        return found, refused

    @staticmethod
    def _unlinked(facts: Facts, scope: str) -> bool:
        by = facts_table()
        if scope in by.own:
            return False
        return not (scope in by.shared and facts.identifiers.get(by.shared[scope]))

    def _members(self, dimension: Dimension, row: FactRow) -> Iterator[_Members]:
        groups = self.groups[dimension]
        values = tuple(_values(dimension, row))
        if not values:
            self.unstated[dimension] += 1
        for value in values:
            key = self._key(value) if dimension in NAMES else value
            member = groups.get(key)
            if member is None:
                member = groups[key] = _Members(value)
            yield member

    def _key(self, name: str) -> str:
        """Return what is the same for names that a reader takes for the same; each is folded once."""
        found = self._folded.get(name)
        if found is None:
            found = self._folded[name] = fold(name)
        return found

    def series_left_out(self, chosen: AmountSeries) -> tuple[LeftOut, ...]:
        """Return why disclosures are not in the sum of a series."""
        reasons: Counter[Reason] = Counter()
        for row, refused in zip(self.rows, self.why, strict=True):
            if reason := _why(row.facts, refused, chosen):
                reasons[reason] += 1
        return tuple(LeftOut(reason, n) for reason, n in reasons.most_common())

    def sums(self) -> tuple[FiguresSum, ...]:
        """Return the sums of all series, those first that rest on most disclosures."""
        return _sums(self.totals)

    def grouping(self, dimension: Dimension, chosen: AmountSeries | None) -> Grouping:
        """Return the groups of a dimension."""
        members = self.groups[dimension].values()
        if dimension == "month":
            listed = sorted(members, key=lambda m: m.value)
            cut = listed[-MOST_GROUPS:]
        else:
            listed = sorted(members, key=lambda m: (-m.weight(chosen), -m.disclosures, m.value))
            cut = listed[:MOST_GROUPS]
        groups = tuple(FiguresGroup(m.value, m.disclosures, _sums(m.totals)) for m in cut)
        return Grouping(dimension, groups, self.unstated[dimension], len(listed) - len(cut))

    def basis(self) -> FiguresBasis:
        """Return what the figures rest on."""
        facts = [row.facts for row in self.rows]
        amounts = [one.amounts for one in facts]
        ranges = sum(any(m.lower != m.upper for m in found) for found in amounts)
        return FiguresBasis(
            accounts=len({row.account for row in self.rows}),
            publishers=len(self.groups["publisher"]),
            exact=sum(bool(found) for found in amounts) - ranges,
            ranges=ranges,
            without_amount=sum(not found for found in amounts),
            earlier_versions=sum(row.version - 1 for row in self.rows),
            start=min((one.start for one in facts if one.start), default=""),
            end=max((one.end for one in facts if one.end), default=""),
            without_period=sum(not one.start and not one.end for one in facts),
            accepted_from=min((row.accepted[:10] for row in self.rows), default=""),
            accepted_until=max((row.accepted[:10] for row in self.rows), default=""),
        )


class _Members:
    """The disclosures of a group."""

    __slots__ = ("disclosures", "totals", "value")

    def __init__(self, value: str) -> None:
        self.value = value
        self.disclosures = 0
        self.totals: dict[AmountSeries, Total] = {}

    def weight(self, chosen: AmountSeries | None) -> Decimal:
        """Return what the group is sorted by."""
        total = self.totals.get(chosen) if chosen else None
        return max(total.lower, total.upper) if total else Decimal(0)


def count(rows: Sequence[FactRow]) -> Counted:
    """Count disclosures, given in the order in which they were accepted."""
    counted = Counted()
    gone = superseded(rows)
    again = duplicates([row for row in rows if row.id not in gone])
    counted.left_out.update({"superseded": len(gone), "duplicate": len(again)})
    for row in rows:
        if row.id not in gone and row.id not in again:
            counted.add(row)
    return counted


def _values(dimension: Dimension, row: FactRow) -> Iterator[str]:
    if dimension in NAMES:
        yield from row.facts.names.get(dimension, ())
    elif dimension == "month":
        if MONTH.match(row.facts.start):
            yield row.facts.start[:7]
    elif dimension == "format":
        yield row.format
    elif dimension == "account":
        yield row.account
    else:
        yield from row.facts.codes.get(dimension, ())


def _sums(totals: dict[AmountSeries, Total]) -> tuple[FiguresSum, ...]:
    ranked = sorted(
        totals.items(), key=lambda item: (-item[1].disclosures, item[0].currency, item[0].kind, item[0].scope)
    )
    return tuple(total.sum(series) for series, total in ranked)


def _why(facts: Facts, refused: dict[AmountSeries, Reason], chosen: AmountSeries) -> Reason | None:
    """Return why a disclosure is not in the sum of a series, None where it is."""
    if chosen in refused:
        return refused[chosen]
    if not facts.amounts:
        return "unusable" if facts.stated else "no-amount"
    same = [m for m in facts.amounts if m.currency == chosen.currency]
    if not same:
        return "other-currency"
    same = [m for m in same if m.kind == chosen.kind]
    if not same:
        return "other-kind"
    return None if any(m.scope == chosen.scope for m in same) else "other-scope"
