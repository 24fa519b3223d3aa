"""From native records to batches of one schema, which the shape of the format's records gives and no record changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pyarrow as pa

from opads.carriers.model import JsonObject, WriteError
from opads.carriers.parquet.rest import REST
from opads.carriers.pointer import escape
from opads.standard.jsonvalue import dumps
from opads.standard.shapes import Shape

__all__ = ("batch_of", "schema_of")

WHOLE = range(-(2**63), 2**63)
_Rest = dict[str, Any]


def schema_of(shape: Shape, about: dict[str, str]) -> Any:
    """Return the ``pyarrow.Schema`` of records of a shape; ``about`` are its metadata."""
    fields = [pa.field(name, _type(member)) for name, member in shape.members.items()]
    return pa.schema([*fields, pa.field(REST, pa.string())], metadata=about)


def batch_of(records: Iterable[JsonObject], shape: Shape, schema: Any) -> Any:
    """Return records as a ``pyarrow.RecordBatch``. Raises WriteError for a text that is no Unicode."""
    found = list(records)
    rests: list[_Rest] = [{} for _ in found]
    columns = []
    try:
        for name, member in shape.members.items():
            at = f"/{escape(name)}"
            column = [
                _fit(record[name], member, at, rest) if name in record else None
                for record, rest in zip(found, rests, strict=True)
            ]
            columns.append(pa.array(column, type=schema.field(name).type))
        for record, rest in zip(found, rests, strict=True):
            rest.update({f"/{escape(name)}": v for name, v in record.items() if name not in shape.members})
        columns.append(pa.array([dumps(rest).decode() if rest else None for rest in rests], type=pa.string()))
    except (UnicodeEncodeError, pa.ArrowInvalid, TypeError, RecursionError) as error:
        raise WriteError(f"The records cannot be written as Parquet: {error}.") from error
    return pa.record_batch(columns, schema=schema)


def _type(shape: Shape) -> Any:
    if shape.kind == "object":
        return pa.struct([pa.field(name, _type(member)) for name, member in shape.members.items()])
    if shape.kind == "array" and shape.item is not None:
        return pa.list_(pa.field("element", _type(shape.item)))
    return {"integer": pa.int64(), "boolean": pa.bool_()}.get(shape.kind, pa.string())


def _fit(value: Any, shape: Shape, at: str, rest: _Rest) -> Any:
    """Return what a column holds of a value; the value goes to the rest where that is not all."""
    return _FITS[shape.kind](value, shape, at, rest)


def _object(value: Any, shape: Shape, at: str, rest: _Rest) -> Any:
    if not isinstance(value, dict):
        return _elsewhere(value, at, rest)
    found: dict[str, Any] = {}
    for name, inner in value.items():
        member = shape.members.get(name)
        if member is None:
            rest[f"{at}/{escape(name)}"] = inner
        else:
            found[name] = _fit(inner, member, f"{at}/{escape(name)}", rest)
    return found


def _array(value: Any, shape: Shape, at: str, rest: _Rest) -> Any:
    if not isinstance(value, list) or shape.item is None:
        return _elsewhere(value, at, rest)
    item = shape.item
    return [None if v is None else _fit(v, item, f"{at}/{number}", rest) for number, v in enumerate(value)]


def _text(value: Any, shape: Shape, at: str, rest: _Rest) -> Any:
    if isinstance(value, str):
        return value if not shape.number_alone else _elsewhere(value, at, rest)
    rest[at] = value
    return None if value is None else dumps(value).decode()


def _integer(value: Any, shape: Shape, at: str, rest: _Rest) -> Any:
    del shape
    return value if type(value) is int and value in WHOLE else _elsewhere(value, at, rest)


def _number(value: Any, shape: Shape, at: str, rest: _Rest) -> Any:
    del shape
    exact = type(value) is int or isinstance(value, Decimal)
    return dumps(value).decode() if exact else _elsewhere(value, at, rest)


def _boolean(value: Any, shape: Shape, at: str, rest: _Rest) -> Any:
    del shape
    return value if isinstance(value, bool) else _elsewhere(value, at, rest)


def _any(value: Any, shape: Shape, at: str, rest: _Rest) -> Any:
    """Return a text as it is, and any other value as JSON, which is read as such where no text can stand there."""
    if isinstance(value, str) and not shape.structure_alone:
        return value
    if value is None or isinstance(value, str):
        return _elsewhere(value, at, rest)
    if not shape.structure_alone:
        rest[at] = value
    return dumps(value).decode()


def _elsewhere(value: Any, at: str, rest: _Rest) -> None:
    rest[at] = value


_FITS: dict[str, Callable[[Any, Shape, str, _Rest], Any]] = {
    "object": _object, "array": _array, "text": _text, "integer": _integer, "number": _number, "boolean": _boolean,
    "any": _any,
}  # fmt: skip
