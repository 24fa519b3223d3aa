"""The carrier ``json``: one JSON document (RFC 8259), read strictly."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from opads.carriers.decoding import Text, decode, refuse
from opads.carriers.jsontext.fault import Fault
from opads.carriers.jsontext.locator import Locator
from opads.carriers.jsontext.selection import Selection, select
from opads.carriers.jsontext.source import Source, read_text
from opads.carriers.jsontext.swift import WORTH
from opads.carriers.jsontext.writing import write_json
from opads.carriers.model import JsonObject, Limits, NativeRecord, Place, Reader, Reading, Trouble
from opads.carriers.pointer import within
from opads.carriers.position import Positions

__all__ = ("JsonCarrier", "kind_of")

NAMES: dict[type, str] = {dict: "an object", list: "an array", str: "a text", bool: "true or false", type(None): "null"}


class JsonCarrier:
    """Reads one document; option ``records`` says which of its parts are records (``selection.py``)."""

    id = "json"

    def read(self, data: bytes, options: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Reading:
        """Read a document; a record with a fault in it is given up, the others are read."""
        limits, options = limits or Limits(), options or {}
        if len(data) >= WORTH and options.get("record_type") is not None:
            found = _long(data, options, limits)
            if found is not None:
                return found
        return self.reader(data, limits)(options)

    def reader(self, data: bytes, limits: Limits | None = None) -> Reader:
        """Parse a document once, for several choices of its records."""
        limits = limits or Limits()
        refused = refuse(data, limits)
        decoded = decode(data) if refused is None else refused
        if isinstance(decoded, Trouble):
            return partial(_unreadable, decoded)
        source = read_text(decoded.text, limits, Positions(decoded.text, first_byte=decoded.skipped))
        return partial(_reading, source, limits, marked=bool(decoded.skipped))

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write an array of records, or with the option ``single`` the one record itself."""
        return write_json(list(records), single=bool((options or {}).get("single")))


def _long(data: bytes, options: Mapping[str, Any], limits: Limits) -> Reading | None:
    """Read a long document that is without fault record by record; None where it is not."""
    from opads.carriers.jsontext.array import elements  # noqa: PLC0415 - for long documents alone

    decoded = None if refuse(data, limits) else decode(data)
    if not isinstance(decoded, Text) or decoded.skipped:
        return None
    found = elements(data, decoded.text, options, limits)
    if found is None:
        return None
    locator = Locator(decoded.text, Positions(decoded.text))
    return Reading(iter(found.records), [], found.document, locator.locate)


def _unreadable(trouble: Trouble, options: Mapping[str, Any]) -> Reading:
    del options
    return Reading(iter(()), [trouble])


def _reading(source: Source, limits: Limits, options: Mapping[str, Any], *, marked: bool) -> Reading:
    reading = Reading(iter(()), [], source.value if source.sound else None, source.locator.locate)
    if marked:
        reading.troubles.append(Trouble("carrier/byte-order-mark", {}, Place(line=1, column=1, offset=0)))
    selection = select(source.value, options)
    if selection is None:
        reading.troubles += [source.trouble(fault) for fault in source.faults]
        if source.sound:
            where = source.locator.locate("")
            reading.troubles.append(Trouble("carrier-json/no-records", {"found": kind_of(source.value)}, where))
    else:
        reading.records = _records(source, selection, reading.troubles, limits)
    return reading


def _records(source: Source, selection: Selection, troubles: list[Trouble], limits: Limits) -> Iterator[NativeRecord]:
    faults = _share(source, selection, troubles)
    doubled = any(
        fault.rule == "carrier-json/duplicate-key" and any(within(at, fault.pointer) for at in selection.at)
        for fault in source.faults
        if selection.each or selection.at[0]
    )
    for index, value in enumerate(selection.values):
        pointer = selection.pointer(index)
        if len(troubles) >= limits.max_troubles:
            limit = {"limit": limits.max_troubles}
            troubles.append(Trouble("carrier/too-many-troubles", limit, source.locator.locate(pointer)))
            return
        own = [source.trouble(fault, record=index, base=pointer) for fault in faults.get(index, ())]
        broken = source.broken is not None and within(source.broken, pointer)
        if doubled or broken or not all(fault.harmless for fault in faults.get(index, ())):
            troubles += own
        elif isinstance(value, dict):
            yield NativeRecord(index, value, partial(_locate, source, pointer), own)
        else:
            place = source.locator.locate(pointer)
            params = {"found": kind_of(value)}
            troubles.append(Trouble("carrier-json/not-an-object", params, place, index, ""))


def _share(source: Source, selection: Selection, troubles: list[Trouble]) -> dict[int, list[Fault]]:
    """Give each record its faults; those of no record go to the document."""
    shared: dict[int, list[Fault]] = {}
    for fault in source.faults:
        index = selection.number(fault.pointer)
        if index is None:
            troubles.append(source.trouble(fault))
        else:
            shared.setdefault(index, []).append(fault)
    return shared


def _locate(source: Source, base: str, pointer: str) -> Place:
    return source.locator.locate(base + pointer)


def kind_of(value: Any) -> str:
    """Name the kind of a JSON value as people say it."""
    return NAMES.get(type(value), "a number")
