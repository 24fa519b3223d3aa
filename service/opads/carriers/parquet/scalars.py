"""From a column of scalars to the values of JSON: exact, and None where a cell is null.

What Arrow writes as text is taken from Arrow: dates and moments as in ISO 8601, binary floating-point numbers as the
shortest decimal that is that number.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from opads.carriers.jsontext.number import LARGEST_INTEGER, SMALLEST_INTEGER
from opads.carriers.parquet.remarks import Owner, Remarks

__all__ = ("NUMBER", "exact", "is_text", "scalars")

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
"""A number as JSON writes it (RFC 8259, section 6)."""
NOT_FINITE = {"nan": "NaN", "-nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
FRACTION = re.compile(r"(\.[0-9]*?)0+(?=Z|$)")
CALENDAR = re.compile(r"[0-9]{4}-")


def exact(token: str) -> int | Decimal:
    """Return the number that a text spells, as the reader of JSON would."""
    value = Decimal(token)
    if value == value.to_integral_value() and value.as_tuple().exponent == 0:
        whole = int(value)
        return whole if SMALLEST_INTEGER <= whole <= LARGEST_INTEGER else value
    return value


def scalars(array: Any, owner: Owner, column: str, remarks: Remarks) -> list[Any] | None:
    """Return the values of a column; None where its type has no meaning in JSON."""
    kind = array.type
    if pa.types.is_null(kind):
        return [None] * len(array)
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return list(array.to_pylist())
    for fits, read in _READERS:
        if fits(kind):
            return read(array, owner, column, remarks)
    return None


def _texts(array: Any, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    """Return texts; a row whose bytes are no UTF-8, or hold NUL, or are too many, is given up."""
    binary = array.cast(pa.large_binary())
    longest = pc.max(pc.binary_length(binary)).as_py() or 0
    try:
        found: list[Any] = binary.cast(pa.large_string()).to_pylist()
    except (pa.ArrowInvalid, UnicodeDecodeError):
        found = []
        for number, raw in enumerate(binary.to_pylist()):
            try:
                found.append(None if raw is None else raw.decode())
            except UnicodeDecodeError:
                remarks.lose(number, owner, column, "its bytes are no UTF-8")
                found.append(None)
    if longest > remarks.limits.max_string or pc.any(pc.match_substring(binary, b"\x00")).as_py():
        for number, text in enumerate(found):
            if text is not None and len(text) > remarks.limits.max_string:
                remarks.lose(number, owner, column, f"it has more than {remarks.limits.max_string} characters")
            elif text is not None and "\x00" in text:
                remarks.lose(number, owner, column, "it holds the character NUL")
    return found


def _floats(array: Any, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    remarks.column("carrier-parquet/binary-float", column, type=str(array.type))
    found: list[Any] = []
    for number, token in enumerate(array.cast(pa.string()).to_pylist()):
        word = NOT_FINITE.get(token)
        if word is not None:
            remarks.say("carrier-parquet/not-a-number", number, owner, column, found=word)
        found.append(token if token is None else word or exact(token))
    return found


def _decimals(array: Any, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    del owner, column, remarks
    whole = array.type.scale <= 0
    return [None if v is None else exact(f"{v:f}") if whole else v for v in array.to_pylist()]


def _dates(array: Any, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    if pa.types.is_date64(array.type):
        array = array.cast(pa.date32())
    return _within(array.cast(pa.string()).to_pylist(), owner, column, remarks)


def _times(array: Any, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    del owner, column, remarks
    return [_short(v) for v in array.cast(pa.string()).to_pylist()]


def _moments(array: Any, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    if array.type.tz is None:
        remarks.column("carrier-parquet/no-time-zone", column, type=str(array.type))
    else:
        array = array.cast(pa.timestamp(array.type.unit, "UTC"))
    found = [v and _short(v).replace(" ", "T", 1) for v in array.cast(pa.string()).to_pylist()]
    return _within(found, owner, column, remarks)


def _short(text: Any) -> Any:
    """Return a time without the zeros at the end of its fraction."""
    return text if text is None or "." not in text else FRACTION.sub(_trimmed, text)


def _trimmed(match: re.Match[str]) -> str:
    return "" if match[1] == "." else match[1]


def _within(found: list[Any], owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    for number, text in enumerate(found):
        if text is not None and not CALENDAR.match(text):
            remarks.lose(number, owner, column, "it lies outside the years 0 to 9999")
    return found


def _uuids(array: Any, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    del owner, column, remarks
    return [None if raw is None else str(uuid.UUID(bytes=raw)) for raw in array.storage.to_pylist()]


def _is_uuid(kind: Any) -> bool:
    return getattr(kind, "extension_name", None) == "arrow.uuid"


def is_text(kind: Any) -> bool:
    """Say whether a column holds texts, or bytes that may be texts."""
    types = pa.types
    return bool(
        types.is_string(kind)
        or types.is_large_string(kind)
        or types.is_string_view(kind)
        or types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_binary_view(kind)
        or types.is_fixed_size_binary(kind)
    )


_Read = Callable[[Any, Owner, str, Remarks], list[Any]]
_READERS: tuple[tuple[Callable[[Any], bool], _Read], ...] = (
    (is_text, _texts),
    (pa.types.is_floating, _floats),
    (pa.types.is_decimal, _decimals),
    (pa.types.is_date, _dates),
    (pa.types.is_timestamp, _moments),
    (pa.types.is_time, _times),
    (_is_uuid, _uuids),
)
