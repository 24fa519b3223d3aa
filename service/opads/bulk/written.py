"""How the records of a block are written, so that those of all blocks can be joined, in order, to one file or table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from opads.bulk.errors import BulkError
from opads.carriers import WriteError, get
from opads.carriers.jsontext.writing import BETWEEN, CLOSING, OPENING, write_elements, write_lines
from opads.carriers.parquet import PARQUET
from opads.carriers.pointer import join, split
from opads.formats import Format
from opads.standard.shapes import Shape, shape_of

__all__ = ("NO_FRAME", "SYNTAXES", "Frame", "Write", "frame_of", "writing")

Write = Callable[[list[dict[str, Any]]], bytes]
SYNTAXES = ("ndjson", "json", "csv", PARQUET)
"""What can be written in bulk."""


class Frame(NamedTuple):
    """What stands about and between the pieces of one output; ``empty`` where there is no piece at all."""

    opening: bytes = b""
    between: bytes = b""
    closing: bytes = b""
    empty: bytes = b""


NO_FRAME = Frame()


def frame_of(format_: Format, carrier: str) -> Frame:
    """Return the frame of an output; raises BulkError where the format has no table that can be written in parts."""
    if carrier == "json":
        return Frame(OPENING, BETWEEN, CLOSING, b"[]\n")
    if carrier == "csv":
        header = _header(format_)
        return Frame(header, empty=header)
    return NO_FRAME


def writing(format_: Format, carrier: str) -> Write:
    """Return what writes the records of a block; it raises BulkError where the syntax cannot hold them."""
    if carrier == "csv":
        return lambda records: _rows(format_, records)
    if carrier == PARQUET:
        from opads.bulk.parquetout import batch_bytes  # noqa: PLC0415 - needs an extra

        return lambda records: batch_bytes(format_, records)
    return write_lines if carrier == "ndjson" else write_elements


@lru_cache(maxsize=8)
def _table(format_: Format) -> Mapping[str, Any]:
    """Return the options by which a table has the same columns whatever its records hold: all that are declared."""
    use = format_.carrier_options("csv") or {}
    options = dict(use)
    shape = shape_of(format_.record_schema, format_.schemas.documents)
    structured = frozenset(join(list(split(str(name)))) for name in options.get("structured") or ())
    places = [tuple(split(str(pointer))) for pointer in (options.get("aliases") or {}).values()]
    nested = bool(options.get("nested")) or any(len(place) > 1 for place in places)
    if options.get("templates"):
        raise BulkError(
            f"names of columns of {format_.id} hold values of its records; --to-carrier ndjson has no columns"
        )
    declared = list(_places(shape, (), structured, nested=nested))
    while True:
        options["columns"] = [*(use.get("columns") or ()), *declared]
        try:
            get("csv").write([], options)
        except WriteError as error:
            if error.pointer not in declared:
                raise BulkError(f"the columns of {format_.id} cannot be written: {error}") from error
            declared.remove(error.pointer)
        else:
            return options


def _places(shape: Shape, keys: tuple[str, ...], structured: frozenset[str], *, nested: bool) -> Iterator[str]:
    """Yield the pointers of what stands in cells of its own."""
    pointer = join(list(keys))
    if keys and (shape.kind != "object" or not nested or pointer in structured):
        yield pointer
        return
    for name, member in shape.members.items():
        if name:
            yield from _places(member, (*keys, name), structured, nested=nested)


@lru_cache(maxsize=8)
def _header(format_: Format) -> bytes:
    return get("csv").write([], _table(format_))


def _rows(format_: Format, records: list[dict[str, Any]]) -> bytes:
    header = _header(format_)
    try:
        text = get("csv").write(records, _table(format_))
    except WriteError as error:
        raise BulkError(f"cannot be written as a table: {error}") from error
    if not text.startswith(header):
        names = text.partition(b"\r\n")[0].removeprefix(header.rstrip())
        raise BulkError(
            f"cannot be written as a table: a record has values for which {format_.id} declares no column "
            f"({names.decode(errors='replace').lstrip(',;')[:200]}); --to-carrier ndjson or parquet writes them"
        )
    return text[len(header) :]
