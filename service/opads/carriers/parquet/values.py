"""From a column of any type to the values of JSON, by the shape that the format gives the place."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from opads.carriers.jsontext.parser import parse
from opads.carriers.jsontext.quick import NotPlain, quick
from opads.carriers.parquet.remarks import Owner, Remarks
from opads.carriers.parquet.scalars import NUMBER, exact, is_text, scalars
from opads.standard.shapes import Shape

__all__ = ("Unsupported", "as_text", "read_json", "values")


class Unsupported(Exception):  # noqa: N818 - a signal, no error
    """A type that has no meaning in JSON."""


def values(array: Any, shape: Shape | None, owner: Owner, column: str, remarks: Remarks, *, cells: bool) -> list[Any]:
    """Return the values of a column, None for null; raises Unsupported.

    With ``cells`` scalars become the texts that the cells of a table would have; else ``shape`` decides where a text
    spells a number or a structure, and where a scalar stands for its text.
    """
    array = _plain(array)
    kind = array.type
    if pa.types.is_struct(kind):
        return _structs(array, shape, owner, column, remarks, cells=cells)
    if pa.types.is_map(kind):
        return _maps(array, shape, owner, column, remarks)
    if _is_list(kind):
        return _lists(array, shape, owner, column, remarks)
    if getattr(kind, "extension_name", None) == "arrow.json":
        return _parsed(scalars(array.storage, owner, column, remarks) or [], owner, column, remarks)
    found = scalars(array, owner, column, remarks)
    if found is None:
        raise Unsupported(str(kind))
    if is_text(kind):
        if shape is not None and shape.number_alone:
            return [exact(v) if v is not None and NUMBER.fullmatch(v) else v for v in found]
        if shape is not None and shape.structure_alone:
            return _parsed(found, owner, column, remarks)
        return found
    return list(map(as_text, found)) if cells or (shape is not None and shape.text_alone) else found


def as_text(value: Any) -> Any:
    """Return a scalar as a table writes it; texts and null as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, int) else value


def read_json(text: str, remarks: Remarks) -> tuple[Any, str | None]:
    """Return what a JSON text holds, and why it cannot be read where it cannot."""
    try:
        return quick(text, remarks.limits), None
    except NotPlain:
        parsed = parse(text, remarks.limits)
    worst = next((fault for fault in parsed.faults if not fault.harmless), None)
    if worst is None:
        return parsed.value, None
    return (
        None,
        f"as JSON it has a fault at character {worst.offset + 1} ({worst.rule.partition('/')[2].replace('-', ' ')})",
    )


def _parsed(found: list[Any], owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    for number, text in enumerate(found):
        if text is not None:
            found[number], reason = read_json(text, remarks)
            if reason is not None:
                remarks.lose(number, owner, column, reason)
    return found


def _plain(array: Any) -> Any:
    """Return an array with its values written out."""
    if pa.types.is_dictionary(array.type):
        return array.dictionary_decode()
    if pa.types.is_run_end_encoded(array.type):
        return pc.run_end_decode(array)
    return array


def _is_list(kind: Any) -> bool:
    types = pa.types
    return bool(
        types.is_list(kind)
        or types.is_large_list(kind)
        or types.is_fixed_size_list(kind)
        or types.is_list_view(kind)
        or types.is_large_list_view(kind)
    )


def _structs(array: Any, shape: Shape | None, owner: Owner, column: str, remarks: Remarks, *, cells: bool) -> list[Any]:
    names = [field.name for field in array.type]
    if len(set(names)) < len(names):
        raise Unsupported(f"{array.type}, in which two members have one name")
    read: list[list[Any]] = []
    for name, child in zip(names, array.flatten(), strict=True):
        inner = shape.members.get(name) if shape is not None else None
        read.append(values(child, inner, _member(owner, name), f"{column}.{name}", remarks, cells=cells))
    kept = [remarks.keep_nulls and shape is not None and shape.keeps_null(name) for name in names]
    if any(kept):
        marked = list(zip(names, kept, strict=True))
        found = [
            {name: v for (name, keep), v in zip(marked, row, strict=True) if keep or v is not None}
            for row in zip(*read, strict=True)
        ]
    else:
        found = [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in zip(*read, strict=True)]
    if not names:
        found = [{} for _ in range(len(array))]
    if array.null_count:
        return [v if valid else None for v, valid in zip(found, array.is_valid().to_pylist(), strict=True)]
    return list(found)


def _lists(array: Any, shape: Shape | None, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    lengths = pc.list_value_length(array).to_pylist()
    inner = shape.item if shape is not None else None
    read = values(array.flatten(), inner, _item(owner, lengths), column, remarks, cells=False)
    found: list[Any] = []
    position = 0
    for length in lengths:
        if length is None:
            found.append(None)
        else:
            found.append(read[position : position + length])
            position += length
    return found


def _maps(array: Any, shape: Shape | None, owner: Owner, column: str, remarks: Remarks) -> list[Any]:
    key, item = array.type.key_type, array.type.item_type
    pairs = array.cast(pa.list_(pa.struct([("key", key), ("value", item)])))
    lengths = pc.list_value_length(pairs).to_pylist()
    flat = pairs.flatten()
    keys = values(flat.field("key"), None, _item(owner, lengths), column, remarks, cells=True)
    # Without names for its members, the values of a map have no shape; nor has a map that stands for declared members.
    read = values(flat.field("value"), None, _item(owner, lengths), column, remarks, cells=False)
    del shape
    found: list[Any] = []
    position = 0
    for number, length in enumerate(lengths):
        if length is None:
            found.append(None)
            continue
        names = keys[position : position + length]
        entries = dict(zip(names, read[position : position + length], strict=True))
        position += length
        if not all(isinstance(name, str) for name in names):
            remarks.lose(number, owner, column, "a map has a key that is no text")
        elif len(entries) < length:
            twice = next(name for name in names if names.count(name) > 1)
            remarks.lose(number, owner, column, f"a map has the key «{twice[:80]}» twice")
        found.append(entries)
    return found


def _member(owner: Owner, name: str) -> Owner:
    def find(number: int) -> tuple[int, tuple[str | int, ...]]:
        row, keys = owner(number)
        return row, (*keys, name)

    return find


def _item(owner: Owner, lengths: list[int | None]) -> Owner:
    """Return whose elements the values are that stand one after the other."""
    ends: list[int] = []

    def find(number: int) -> tuple[int, tuple[str | int, ...]]:
        if not ends:
            ends.extend(accumulate(length or 0 for length in lengths))
        holder = bisect_right(ends, number)
        row, keys = owner(holder)
        return row, (*keys, number - (ends[holder - 1] if holder else 0))

    return find
