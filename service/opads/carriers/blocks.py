"""Blocks: pieces of a long file that can be read each for itself, with their places in the whole.

A carrier that can be read in pieces has a splitter, which cuts where one record ends and another begins, and which
gives of a block the very records and troubles, at the very places, that reading the whole would give.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Protocol, TypeAlias

import msgspec

from opads.carriers.decoding import wide_encoding
from opads.carriers.model import Carrier, Limits, NativeRecord, Place, Reading, Trouble

__all__ = ("LINE_END", "Block", "Read", "Shift", "Splitter", "Whole", "oversize", "shifted")

Read: TypeAlias = Callable[[int], bytes]
"""Gives at most so many of the next bytes; none at the end."""

LINE_END = re.compile(rb"\r\n|\n|\r")
PIECE = 65536
LINES = ("line", "first_line")
COLUMNS = {"column": "line", "first_column": "first_line"}


class Shift(msgspec.Struct, frozen=True):
    """What is added to the places in a block; columns on its first line alone, none of it before ``after``."""

    records: int = 0
    lines: int = 0
    columns: int = 0
    bytes: int = 0
    rows: int = 0
    after: int = 0


class Block(msgspec.Struct, frozen=True):
    """A piece of a file. Reading it needs ``before`` and ``behind`` about it, of which the file may have but one."""

    number: int
    data: bytes
    shift: Shift = Shift()
    before: bytes = b""
    behind: bytes = b""
    whole: bool = False
    """Whether the block is all that there is."""
    told: frozenset[str] = frozenset()
    """Rules of the whole file that an earlier block offends already."""
    skipped: int = 0
    """Bytes of a record beyond the limit, which were not kept."""
    place: Place | None = None
    """Where such a record begins."""


class Splitter(Protocol):
    """How the files of one carrier are cut into blocks."""

    def split(self, read: Read, options: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield the blocks of a file, each of about ``size`` bytes or one record; the same ones every time."""
        ...

    def read(self, block: Block, options: Mapping[str, Any], limits: Limits) -> Reading:
        """Read a block, as a part of the whole."""
        ...


class Whole:
    """The splitter of carriers whose files are read whole."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier

    def split(self, read: Read, options: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield the file as one block, empty where it is beyond the limit."""
        del options, size
        yield whole(b"", read, limits)

    def read(self, block: Block, options: Mapping[str, Any], limits: Limits) -> Reading:
        """Read the file."""
        return oversize(block, limits) or self.carrier.read(block.data, options, limits)


def whole(begun: bytes, read: Read, limits: Limits) -> Block:
    """Return a file of which a beginning was read as one block; the rest is counted where it is beyond the limit."""
    pieces, total = [begun], len(begun)
    while piece := read(PIECE):
        total += len(piece)
        if total <= limits.max_bytes:
            pieces.append(piece)
    if total > limits.max_bytes:
        return Block(0, b"", whole=True, skipped=total)
    return Block(0, b"".join(pieces), whole=True)


def refused(begun: bytes, read: Read) -> Block | None:
    """Return the one block of a file in an encoding of wide characters, of which nothing is read."""
    if wide_encoding(begun) is None:
        return None
    while read(PIECE):
        pass
    return Block(0, begun[:4], whole=True)


def oversize(block: Block, limits: Limits) -> Reading | None:
    """Return the reading of a block that holds nothing but the length of a record beyond the limit."""
    if not block.skipped:
        return None
    params = {"bytes": block.skipped, "limit": limits.max_bytes}
    record = None if block.whole else block.shift.records
    return Reading(iter(()), [Trouble("carrier/too-large", params, block.place, record)])


def shifted(reading: Reading, block: Block) -> Reading:
    """Return the reading of a block with the places that its parts have in the whole."""
    shift, troubles = block.shift, list[Trouble]()
    moved = Reading(iter(()), troubles, reading.document if block.whole else None, reading.locator)

    def records() -> Iterator[NativeRecord]:
        for record in reading.records:
            own = [_trouble(trouble, shift) for trouble in record.troubles]
            locate = partial(_locate, record.locator, shift)
            yield NativeRecord(record.index + shift.records, record.value, locate, own, record.fits)
        for trouble in reading.troubles:
            first = block.number == 0 or trouble.place is None or (trouble.place.offset or 0) >= shift.after
            if first and trouble.rule not in block.told:
                troubles.append(_trouble(trouble, shift))

    moved.records = records()
    return moved


def _locate(locate: Callable[[str], Place], shift: Shift, pointer: str) -> Place:
    return _place(locate(pointer), shift)


def _place(place: Place, shift: Shift) -> Place:
    if place.offset is not None and place.offset < shift.after:
        return place
    return Place(
        line=None if place.line is None else place.line + shift.lines,
        column=None if place.column is None else place.column + (shift.columns if place.line == 1 else 0),
        offset=None if place.offset is None else place.offset + shift.bytes,
        row=None if place.row is None else place.row + shift.rows,
        field=place.field,
        field_number=place.field_number,
    )


def _trouble(trouble: Trouble, shift: Shift) -> Trouble:
    params = dict(trouble.params)
    for name, line in COLUMNS.items():
        if shift.columns and name in params and params.get(line) == 1:
            params[name] += shift.columns
    for name in LINES:
        if name in params:
            params[name] += shift.lines
    if "row" in params:
        params["row"] += shift.rows
    place = None if trouble.place is None else _place(trouble.place, shift)
    record = None if trouble.record is None else trouble.record + shift.records
    return Trouble(trouble.rule, params, place, record, trouble.pointer)
