"""Cutting lines of JSON into blocks, at the ends of lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from opads.carriers.blocks import PIECE, Block, Read, Shift, oversize, refused
from opads.carriers.jsontext.lines import BLANK, LinesCarrier, read_lines
from opads.carriers.model import Limits, Place, Reading

__all__ = ("LinesSplitter",)


class LinesSplitter:
    """Cuts at line feeds."""

    def split(self, read: Read, options: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield blocks that end with a line of their own, and hold a record each."""
        del options
        pending = read(PIECE)
        if (alone := refused(pending, read)) is not None:
            yield alone
            return
        number, shift, at = 0, Shift(), size - 1
        while True:
            end = pending.find(b"\n", at) + 1
            if not end:
                if len(pending) > limits.max_bytes and (line := pending.rfind(b"\n") + 1) == 0:
                    rest, skipped = _drop(read, len(pending))
                    place = Place(line=shift.lines + 1, column=1, offset=shift.bytes)
                    yield Block(number, b"", shift, skipped=skipped, place=place)
                    number, pending, at = number + 1, rest, size - 1
                    shift = Shift(shift.records + 1, shift.lines + 1, bytes=shift.bytes + skipped)
                    continue
                if len(pending) > limits.max_bytes:
                    end = line
                elif piece := read(PIECE):
                    at = max(at, len(pending))
                    pending += piece
                    continue
                else:
                    break
            data = pending[:end]
            records = _count(data)
            if not records and len(pending) <= limits.max_bytes:
                at = end
                continue
            if records:
                yield Block(number, data, shift)
                number += 1
            pending, at = pending[end:], size - 1
            shift = Shift(shift.records + records, shift.lines + data.count(b"\n"), bytes=shift.bytes + end)
        if number == 0 or _count(pending):
            yield Block(number, pending, shift, whole=number == 0)

    def read(self, block: Block, options: Mapping[str, Any], limits: Limits) -> Reading:
        """Read the lines of a block."""
        if (found := oversize(block, limits)) is not None:
            return found
        if block.number == 0:
            return LinesCarrier().read(block.data, options, limits)
        reading = Reading(iter(()))
        start = Place(line=block.shift.lines + 1, column=1, offset=block.shift.bytes)
        reading.records = read_lines(
            block.data, limits, reading.troubles, start, block.shift.records, options.get("record_type")
        )
        return reading


def _count(data: bytes) -> int:
    return sum(1 for line in data.split(b"\n") if line.strip(BLANK))


def _drop(read: Read, begun: int) -> tuple[bytes, int]:
    """Pass over the rest of a line; return what follows it, and how long it was with its end."""
    while piece := read(PIECE):
        end = piece.find(b"\n") + 1
        if end:
            return piece[end:], begun + end
        begun += len(piece)
    return b"", begun
