"""The mergeable part of a report: what was found in some records, so that parts of a whole add up to its report.

Merging is associative and commutative. Every quoted finding and every reason carries its position in the whole, so that
the first ones of the whole are the first ones in whichever order the parts come.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import TypeAlias

import msgspec

from opads.findings import Finding

__all__ = ("PER_FIELD", "REASONS", "Gathered", "Part", "Position", "Tally", "field_of")

PER_FIELD = 10
"""Findings of one rule in one native field that a report quotes: no column of a long table crowds out the others."""
REASONS = 1_000
"""Different reasons of one rule that a report names."""

Position: TypeAlias = tuple[int, int, int]
"""Where in the whole something came up: the phase of the work, the block of bytes, the number within it."""

_BY_POSITION = itemgetter(0)


class Gathered(msgspec.Struct, frozen=True):
    """The findings of one rule and severity: how many, in how many records, and the first of them."""

    total: int
    records: int
    """Different records, those of other parts being others."""
    whole: bool
    """Whether some finding names no record."""
    samples: tuple[tuple[Position, Finding], ...]


class Tally(msgspec.Struct, frozen=True):
    """How the checks of one rule ended, and the reasons, each at its first place."""

    counts: dict[str, int]
    reasons: tuple[tuple[Position, str], ...]


class Part(msgspec.Struct, frozen=True):
    """What was found in a part of the records. The records of two parts that are merged must be different ones."""

    samples: int | None
    groups: dict[str, Gathered] = {}
    """By severity and rule, with a blank between."""
    outcomes: dict[str, Tally] = {}
    counts: dict[str, int] = {}
    """Findings by severity, records by verdict."""
    basis: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    """The first and the last date."""
    records: int = 0
    outside: int = 0

    def merge(self, other: Part) -> Part:
        """Return what both say together."""
        groups, outcomes = dict(self.groups), dict(self.outcomes)
        for name, found in other.groups.items():
            groups[name] = self._gather(groups[name], found) if name in groups else found
        for rule, tally in other.outcomes.items():
            outcomes[rule] = _tallied(outcomes[rule], tally) if rule in outcomes else tally
        dates = {*self.dates, *other.dates}
        return Part(
            samples=self.samples,
            groups=groups,
            outcomes=outcomes,
            counts=dict(Counter(self.counts) + Counter(other.counts)),
            basis=self.basis | other.basis,
            dates=tuple(sorted({min(dates), max(dates)})) if dates else (),
            records=self.records + other.records,
            outside=self.outside + other.outside,
        )

    def _gather(self, one: Gathered, two: Gathered) -> Gathered:
        return Gathered(
            total=one.total + two.total,
            records=one.records + two.records,
            whole=one.whole or two.whole,
            samples=tuple(_first(heapq.merge(one.samples, two.samples, key=_BY_POSITION), self.samples)),
        )


@lru_cache(maxsize=4096)
def field_of(native: str | None) -> str:
    """Return the native field that a pointer leads to, whichever element of a list it is."""
    return re.sub(r"/[0-9]+", "/0", native or "")


def _first(found: Iterable[tuple[Position, Finding]], most: int | None) -> Iterator[tuple[Position, Finding]]:
    """Yield the first findings, few of each field."""
    fields: Counter[str] = Counter()
    taken = 0
    for item in found:
        if most is not None:
            if taken >= most:
                return
            field = field_of(item[1].native)
            fields[field] += 1
            if field and fields[field] > PER_FIELD:
                continue
        taken += 1
        yield item


def _tallied(one: Tally, two: Tally) -> Tally:
    first: dict[str, Position] = {}
    for position, reason in heapq.merge(one.reasons, two.reasons, key=_BY_POSITION):
        first.setdefault(reason, position)
        if len(first) >= REASONS:
            break
    counts = Counter(one.counts) + Counter(two.counts)
    return Tally(dict(counts), tuple((position, reason) for reason, position in first.items()))
