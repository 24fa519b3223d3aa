"""Where in a file its findings are: for each rule how many in each stretch of records, in little room however long the file is.

Stretches are of equal length, a power of two, the least of which there are no more than :data:`STRETCHES`. So two spreads of one
file add up to that of both, in whichever order, without any loss: the counts are exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

__all__ = ("STRETCHES", "Spread", "Spreading")

STRETCHES = 64
"""Stretches of records that a file is parted into at most; a file of more records than these has more than half as many."""


class Spread(msgspec.Struct, frozen=True):
    """The counts. Names of groups are severity and rule, with a blank between, as in ``opads.parts.Part``."""

    shift: int = 0
    """A stretch has two to the power of this many records."""
    last: int = -1
    """The number of the last record (from 0); -1 where there is none."""
    counts: dict[str, dict[int, int]] = {}
    """Findings by group and stretch; what concerns no record counts for the stretch -1."""
    lines: dict[int, int] = {}
    """The line (or row) at which each stretch begins, from 1, where that is known."""

    def merge(self, other: Spread) -> Spread:
        """Return what both say together."""
        shift = max(self.shift, other.shift)
        counts: dict[str, Counter[int]] = {}
        lines: dict[int, int] = {}
        for one in (self, other):
            by = shift - one.shift
            for name, found in one.counts.items():
                into = counts.setdefault(name, Counter())
                for at, number in found.items():
                    into[at >> by if at >= 0 else -1] += number
            for at, line in one.lines.items():
                lines[at >> by] = min(line, lines.get(at >> by, line))
        return Spread(
            shift, max(self.last, other.last), {name: dict(found) for name, found in counts.items()}, lines
        )  # fmt: skip

    @property
    def stretches(self) -> Iterator[tuple[int, int, int | None]]:
        """Yield the first and the last record of each stretch (from 0), and the line where it begins."""
        length = 1 << self.shift
        for at in range((self.last >> self.shift) + 1):
            yield at * length, min((at + 1) * length - 1, self.last), self.lines.get(at)

    def of(self, name: str) -> list[int]:
        """Return the findings of a group in each stretch."""
        found = self.counts.get(name, {})
        return [found.get(at, 0) for at in range((self.last >> self.shift) + 1)]

    def elsewhere(self, name: str) -> int:
        """Return how many findings of a group concern no record."""
        return self.counts.get(name, {}).get(-1, 0)


class Spreading:
    """Collects the spread of some records."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[int]] = {}
        self._lines: dict[int, int] = {}
        self._last = -1

    def record(self, number: int, line: int | None) -> None:
        """Take in that there is a record, and the line where it begins."""
        self._last = max(self._last, number)
        if line is not None:
            self._lines[number] = line

    def finding(self, rule: str, severity: str, record: int | None) -> None:
        """Count a finding."""
        at = -1 if record is None else record
        self._last = max(self._last, at)
        self._counts.setdefault(f"{severity} {rule}", Counter())[at] += 1

    def spread(self) -> Spread:
        """Return what was collected."""
        shift = max(0, (max(self._last, 0) // STRETCHES).bit_length())
        lines: dict[int, int] = {}
        for number, line in self._lines.items():
            lines[number >> shift] = min(line, lines.get(number >> shift, line))
        counts: dict[str, dict[int, int]] = {}
        for name, found in self._counts.items():
            into: Counter[int] = Counter()
            for at, number in found.items():
                into[at >> shift if at >= 0 else -1] += number
            counts[name] = dict(into)
        return Spread(shift, self._last, counts, lines)
