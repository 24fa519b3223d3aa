"""What the partitions of a DataFrame add up to: mergeable in any order, with the places put right at the end."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

import msgspec

from opads.bulk.members import pack, unpack
from opads.carriers import Place
from opads.findings import Finding
from opads.parts import Part
from opads.sets import Left
from opads.spark.bag import EMPTY, added
from opads.spark.slices import FIRST

__all__ = ("SLICES", "Found", "Placing", "partition_of")

SLICES = 1 << 24
"""Numbers of blocks that each partition has: so positions tell the partition, and are in order."""
LINES = ("line", "first_line")
"""Parameters of the carrier's findings that are lines."""


def partition_of(block: int) -> int:
    """Return the partition that a block belongs to."""
    return block // SLICES - 1


class Found(msgspec.Struct, frozen=True):
    """What was found in some partitions; merging is associative and commutative."""

    part: Part
    sizes: dict[int, tuple[int, int]]
    """Of each partition its rows and its records."""
    missed: dict[int, tuple[int, str]] = {}
    """Of a rule on sets the first partition in which it could not take a record in, and the reason."""
    last: str = ""
    size: int = 0
    bag: bytes = EMPTY
    broken: bool = False
    """Whether some texts hold line breaks, so that rows are not lines."""

    def merge(self, other: Found) -> Found:
        """Return what both say together."""
        missed = dict(self.missed)
        for rule, reason in other.missed.items():
            missed[rule] = min(missed.get(rule, reason), reason)
        return Found(
            self.part.merge(other.part),
            self.sizes | other.sizes,
            missed,
            max(self.last, other.last),
            self.size + other.size,
            added(self.bag, other.bag),
            self.broken or other.broken,
        )


class Placing:
    """Puts numbers of records and places right, which each partition counted for itself."""

    def __init__(self, gathered: Found, *, lines: bool) -> None:
        self.lines = lines
        self.broken = gathered.broken
        order = sorted(gathered.sizes)
        rows = accumulate((gathered.sizes[number][0] for number in order), initial=0)
        records = accumulate((gathered.sizes[number][1] for number in order), initial=0)
        less = 0 if lines else FIRST
        self._before = {n: (row - less, record - less) for n, row, record in zip(order, rows, records, strict=False)}

    def part(self, part: Part) -> Part:
        """Return a part whose findings stand where they are in the whole."""
        groups = {
            name: msgspec.structs.replace(
                group, samples=tuple((at, self._finding(found, partition_of(at[1]))) for at, found in group.samples)
            )
            for name, group in part.groups.items()
        }
        return msgspec.structs.replace(part, groups=groups)

    def member(self, rule: int, data: bytes, partition: int) -> tuple[int, str, bytes]:
        """Return a member of a set as it is kept, standing where it is in the whole."""
        key, seen, member = unpack(data)
        record = member.record + self._before[partition][1]
        place = member.locate()
        moved = None if place is None else self._place(place, partition)
        found: Callable[[], Place | None] = lambda: moved  # noqa: E731 - as members have it
        packed = pack(Left(rule, key, {**seen, "record": record}, member._replace(record=record, locate=found)))
        return rule, *packed

    def _finding(self, finding: Finding, partition: int) -> Finding:
        if partition not in self._before:
            return finding
        rows, records = self._before[partition]
        params = finding.params
        if finding.rule.startswith("carrier"):
            moved = {name: params[name] + rows for name in LINES if isinstance(params.get(name), int)}
            params = {**params, **moved}
        return msgspec.structs.replace(
            finding,
            params=params,
            record=None if finding.record is None else finding.record + records,
            place=None if finding.place is None else self._place(finding.place, partition),
        )

    def _place(self, place: Place, partition: int) -> Place | None:
        """Return a place in the whole: lines and columns of texts, rows and fields of columns; no bytes, which Spark does not tell."""
        rows = self._before[partition][0]
        if not self.lines:
            row = None if place.row is None else place.row + rows
            return Place(row=row, field=place.field, field_number=place.field_number)
        return None if self.broken or place.line is None else Place(line=place.line + rows, column=place.column)
