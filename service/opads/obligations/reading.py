"""Reads a situation from bytes, as strictly as a disclosure: one JSON object, nothing twice, nothing guessed."""

from __future__ import annotations

from opads import carriers
from opads.carriers import JsonObject, Limits
from opads.obligations.situation import SituationError

__all__ = ("MOST", "read_situation")

MOST = 1024 * 1024
"""Bytes that a situation may have."""

_OPTIONS = {"records": [{"at": ""}]}
_HARMLESS = "carrier/byte-order-mark"


def read_situation(data: bytes) -> JsonObject:
    """Return the object; raises SituationError that names the first thing wrong and its place."""
    reading = carriers.get("json").read(data, _OPTIONS, Limits(max_bytes=MOST, max_nodes=10_000))
    records = list(reading.records)
    troubles = [*reading.troubles, *(trouble for record in records for trouble in record.troubles)]
    told = next((trouble for trouble in troubles if trouble.rule != _HARMLESS), None)
    if told is None and len(records) == 1:
        return records[0].value
    place = told.place if told else None
    where = f" at line {place.line}, column {place.column}" if place and place.line else ""
    raise SituationError(f"this is not one JSON object{f': {told.rule}{where}' if told else ''}")
