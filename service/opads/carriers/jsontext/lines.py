"""The carrier ``ndjson``: one JSON object a line (newline-delimited JSON), read line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from opads.carriers.decoding import decode, refuse
from opads.carriers.jsontext.carrier import kind_of
from opads.carriers.jsontext.leap import leap
from opads.carriers.jsontext.locator import Locator
from opads.carriers.jsontext.source import read_text, trouble
from opads.carriers.jsontext.swift import swift_reader
from opads.carriers.jsontext.writing import write_lines
from opads.carriers.model import JsonObject, Limits, NativeRecord, Place, Reader, Reading, Trouble
from opads.carriers.position import Positions

if TYPE_CHECKING:
    from opads.standard.typed import Types

__all__ = ("BLANK", "LinesCarrier", "read_lines")

BLANK = b" \t\r"
CARRIAGE_RETURN = 0x0D


class LinesCarrier:
    """Reads one record a line; a bad line costs only its own record. Blank lines are passed over."""

    id = "ndjson"

    def read(self, data: bytes, options: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Reading:
        """Read lines as they are asked for; line feeds part them, a carriage return before one is ignored."""
        limits = limits or Limits()
        refused = refuse(data, limits)
        if refused is not None:
            return Reading(iter(()), [refused])
        reading = Reading(iter(()))
        start, types = Place(line=1, column=1, offset=0), (options or {}).get("record_type")
        reading.records = read_lines(data, limits, reading.troubles, start, 0, types)
        return reading

    def reader(self, data: bytes, limits: Limits | None = None) -> Reader:
        """Give a function that reads the lines; the records are the same whatever the options."""
        return partial(self.read, data, limits=limits)

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write one record a line, each line ended by a line feed."""
        del options
        return write_lines(records)


def read_lines(
    data: bytes, limits: Limits, troubles: list[Trouble], at: Place, index: int, types: Types | None = None
) -> Iterator[NativeRecord]:
    """Yield the records of some lines, which begin at a place in their file; the first record has the number given.

    Where the type of the record schema is at hand and worth while, plain lines are read swiftly.
    """
    first_line, first_byte = at.line or 1, at.offset or 0
    swift = swift_reader(types, len(data), limits)
    for count, begin, line in _lines(data):
        number, start = first_line + count - 1, first_byte + begin
        if line and (read := swift.read(line)) is not None:
            value, fits, faults = read
            locator = LineLocator(line, number, start)
            yield NativeRecord(index, value, locator, [trouble(f, locator.place, record=index) for f in faults], fits)
            index += 1
            continue
        if not line.strip(BLANK):
            continue
        record = _record(line, Place(line=number, column=1, offset=start), index, limits, troubles)
        if record is not None:
            yield record
        index += 1
        if len(troubles) >= limits.max_troubles:
            params = {"limit": limits.max_troubles}
            troubles.append(Trouble("carrier/too-many-troubles", params, Place(line=number, column=1, offset=start)))
            return


class LineLocator:
    """The places of one line, for whoever asks."""

    __slots__ = ("_byte", "_line", "_locator", "_number")

    def __init__(self, line: bytes, number: int, byte: int) -> None:
        self._line = line
        self._number = number
        self._byte = byte
        self._locator: Locator | None = None

    def __call__(self, pointer: str) -> Place:
        """Give the place of the value at a pointer."""
        if not pointer:
            at: int | None = len(self._line) - len(self._line.lstrip(BLANK))
        else:
            at = leap(self._line, pointer)
        if at is None or b"\r" in self._line[:at]:
            return self._made().locate(pointer)
        return Place(line=self._number, column=len(self._line[:at].decode()) + 1, offset=self._byte + at)

    def place(self, offset: int) -> Place:
        """Give the place of a character offset in the line."""
        return self._made().place(offset)

    def _made(self) -> Locator:
        if self._locator is None:
            text = self._line.decode()
            self._locator = Locator(text, Positions(text, first_line=self._number, first_byte=self._byte))
        return self._locator


def _lines(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    number, start = 1, 0
    while start < len(data):
        end = data.find(b"\n", start)
        if end < 0:
            yield number, start, data[start:]
            return
        yield number, start, data[start : end - 1 if end > start and data[end - 1] == CARRIAGE_RETURN else end]
        number, start = number + 1, end + 1


def _record(line: bytes, at: Place, index: int, limits: Limits, troubles: list[Trouble]) -> NativeRecord | None:
    first_line, first_byte = at.line or 1, at.offset or 0
    decoded = decode(line)
    if isinstance(decoded, Trouble):
        column = decoded.place.column if decoded.place else None
        offset = first_byte + (decoded.place.offset or 0 if decoded.place else 0)
        troubles.append(
            Trouble(decoded.rule, decoded.params, Place(line=first_line, column=column, offset=offset), index)
        )
        return None
    if decoded.skipped:
        troubles.append(Trouble("carrier/byte-order-mark", {}, at))
    positions = Positions(decoded.text, first_line=first_line, first_byte=first_byte + decoded.skipped)
    source = read_text(decoded.text, limits, positions)
    own = [source.trouble(fault, record=index) for fault in source.faults]
    if not source.sound:
        troubles += own
        return None
    if not isinstance(source.value, dict):
        params = {"found": kind_of(source.value)}
        troubles.append(Trouble("carrier-json/not-an-object", params, source.locator.locate(""), index, ""))
        return None
    return NativeRecord(index, source.value, source.locator.locate, own)
