"""Reads a body that is one small JSON object: strictly, with the members that the operation takes and no others."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from litestar import Request

from opads import carriers
from opads.api.answers import JSON
from opads.api.body import media_type_of, read_body
from opads.api.problem import Fault, Refusal
from opads.carriers import Limits
from opads.settings import Settings

__all__ = ("read_object",)

T = TypeVar("T")
LONGEST = 64 * 1024
OPTIONS = {"records": [{"at": ""}]}
HARMLESS = "carrier/byte-order-mark"


async def read_object(request: Request[Any, Any, Any], settings: Settings, kind: type[T]) -> T:
    """Return the object in the body as a struct; raises Refusal, 422 for what is not one or has other members."""
    media_type_of(request.headers.get("content-type"), (JSON,))
    data = await read_body(request, settings, limit=min(LONGEST, settings.max_bytes))
    value = _read(data)
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise Refusal("bad-object", f"{error}.", errors=(Fault(str(error)),)) from None


def _read(data: bytes) -> Any:
    """Return one JSON value, in which nothing stands twice and no number is changed."""
    reading = carriers.get("json").read(data, OPTIONS, Limits(max_bytes=LONGEST, max_nodes=1000, max_depth=8))
    records = list(reading.records)
    troubles = [*reading.troubles, *(trouble for record in records for trouble in record.troubles)]
    told = next((trouble for trouble in troubles if trouble.rule != HARMLESS), None)
    if told is None and len(records) == 1:
        return records[0].value
    place = told.place if told else None
    where = f" at line {place.line}, column {place.column}" if place and place.line else ""
    raise Refusal("bad-object", f"The body is not one JSON object{f': {told.rule}{where}' if told else ''}.")
