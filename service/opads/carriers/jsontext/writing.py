"""Writing JSON: an array, one record, or lines; UTF-8 without a byte order mark, numbers exact."""

from collections.abc import Iterable

from opads.carriers.model import JsonObject, WriteError
from opads.standard.jsonvalue import dumps

__all__ = ("BETWEEN", "CLOSING", "OPENING", "write_elements", "write_json", "write_lines")

INDENT = 2
OPENING, BETWEEN, CLOSING = b"[\n  ", b",\n  ", b"\n]\n"


def write_json(records: list[JsonObject], *, single: bool = False) -> bytes:
    """Write an indented array of records, or the one record itself; raises WriteError if it is not one."""
    if single and len(records) != 1:
        raise WriteError(f"This syntax holds one record; {len(records)} were given.")
    lines = [_text(record, index, INDENT) for index, record in enumerate(records)]
    if single:
        return lines[0] + b"\n"
    if not lines:
        return b"[]\n"
    return OPENING + _elements(lines) + CLOSING


def write_elements(records: list[JsonObject]) -> bytes:
    """Write what ``write_json`` has between ``OPENING`` and ``CLOSING``; parts are joined by ``BETWEEN``."""
    return _elements([_text(record, index, INDENT) for index, record in enumerate(records)])


def _elements(lines: list[bytes]) -> bytes:
    return BETWEEN.join(line.replace(b"\n", b"\n" + b" " * INDENT) for line in lines)


def write_lines(records: Iterable[JsonObject]) -> bytes:
    """Write one record a line."""
    return b"".join(_text(record, index, None) + b"\n" for index, record in enumerate(records))


def _text(record: JsonObject, index: int, indent: int | None) -> bytes:
    try:
        return dumps(record, indent)
    except (TypeError, ValueError, RecursionError, OverflowError) as error:
        raise WriteError(f"The record cannot be written as JSON: {error}.", record=index) from error
