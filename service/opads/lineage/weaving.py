"""Both sides of one record, woven together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from opads import carriers
from opads.account import RecordAccount
from opads.carriers import Limits, NativeRecord
from opads.carriers.position import Positions
from opads.conversion import Conversion
from opads.formats import Registry
from opads.lineage.ends import Ends
from opads.lineage.sides import Side, side_of
from opads.lineage.spans import spans_of, text_of
from opads.lineage.strands import Strand, strands_of

__all__ = ("Lineage", "lineage")


@dataclass(frozen=True, slots=True)
class Lineage:
    """One record: its account, the strands, the source's side, and the output's where there is an output."""

    account: RecordAccount
    strands: tuple[Strand, ...]
    source: Side | None
    output: Side | None


def lineage(
    data: bytes, done: Conversion, registry: Registry, *, position: int = 0, limits: Limits | None = None
) -> Lineage:
    """Return the lineage of the record at a position in the account, counted from 0; raises IndexError beyond it."""
    account = done.account.records[position]
    limits = limits or Limits()
    written = None
    if done.account.refusal is None:
        written = _record(done.output, done.account.target, registry, position, limits)
    strands = strands_of(account, written[0].value if written else None)
    read = _record(data, done.account.source, registry, position, limits)
    return Lineage(
        account,
        strands,
        _side(read, ((s.number, (s.source,)) for s in strands if s.source)) if read else None,
        _side(written, ((s.number, s.target) for s in strands)) if written else None,
    )


_Read = tuple[NativeRecord, str, str, Mapping[str, Any]]


def _record(data: bytes, side: dict[str, str], registry: Registry, position: int, limits: Limits) -> _Read | None:
    """Return the record at a position of a document, its text, its syntax and the options of that."""
    options = registry.get(side["format"]).carrier_options(side["carrier"]) or {}
    reading = carriers.get(side["carrier"]).read(data, options, limits)
    record = next(islice(reading.records, position, None), None)
    return None if record is None else (record, text_of(data, side["carrier"], options), side["carrier"], options)


def _side(read: _Read, linked: Iterable[tuple[int, tuple[str, ...]]]) -> Side:
    record, text, carrier, options = read
    strands: dict[str, tuple[int, ...]] = {}
    for number, pointers in linked:
        for pointer in pointers:
            strands[pointer] = (*strands.get(pointer, ()), number)
    positions = Positions(text)
    spans = spans_of(record, strands, text, positions, Ends(text, carrier, options))
    return side_of(text, positions, spans, strands, carrier)
