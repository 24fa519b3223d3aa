"""The carrier ``csv``: a table of cells with a header (RFC 4180), in any of four delimiters."""

from collections.abc import Iterable, Mapping
from typing import Any

from opads.carriers.decoding import decode, decode_latin, refuse
from opads.carriers.model import JsonObject, Limits, Place, Reader, Reading, Trouble
from opads.carriers.table.layout import find_delimiter
from opads.carriers.table.rows import Rows
from opads.carriers.table.source import Source
from opads.carriers.table.writing import write_table

__all__ = ("TableCarrier",)


class TableCarrier:
    """Reads a table: the header names the members, an empty cell is an absent member, cells stay text.

    Options: ``delimiter``, ``header_fold: lower``, ``aliases: {column: native pointer}``,
    ``templates: {"Amount ({/currency})": native pointer}``, ``nested: "."``, ``structured: [pointers]``, ``structured_single``,
    ``lists: {pointer: separator}``, ``spreadsheet_ids: [pointers]``, ``encoding: iso-8859-1``, and for writing ``columns`` and
    ``quote: all``.
    """

    id = "csv"

    def read(self, data: bytes, options: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Reading:
        """Read rows as they are asked for; a row that does not fit the header costs only its own record."""
        return self.reader(data, limits)(options or {})

    def reader(self, data: bytes, limits: Limits | None = None) -> Reader:
        """Give a function that reads the bytes by the options it is given; their text is decoded once."""
        return _Reader(data, limits or Limits())

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write a table; the columns of the option ``columns`` first, then others in the order they come up."""
        return write_table(list(records), options or {})


class _Reader:
    """Reads a table by several options."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        self._limits = limits
        self._refused = refuse(data, limits)
        self._decoded: dict[bool, tuple[Source | Trouble, Trouble | None]] = {}

    def __call__(self, options: Mapping[str, Any]) -> Reading:
        if self._refused is not None:
            return Reading(iter(()), [self._refused])
        source, other = self._source(latin=options.get("encoding") == "iso-8859-1")
        if isinstance(source, Trouble):
            return Reading(iter(()), [source])
        delimiter = find_delimiter(source.text, options.get("delimiter"))
        rows = Rows(source, delimiter, options, self._limits)
        if other is not None:
            rows.troubles.append(other)
        if delimiter.rivals:
            params = {"delimiter": _shown(delimiter.character), "rivals": ", ".join(map(_shown, delimiter.rivals))}
            rows.troubles.append(Trouble("carrier-csv/delimiter-guessed", params, Place(line=1, column=1, offset=0)))
        return Reading(rows.records(), rows.troubles)

    def _source(self, *, latin: bool) -> tuple[Source | Trouble, Trouble | None]:
        """Return the text, or what forbids reading it; and what is to be said of its encoding."""
        if latin not in self._decoded:
            decoded, other = decode_latin(self._data) if latin else (decode(self._data), None)
            self._decoded[latin] = decoded if isinstance(decoded, Trouble) else Source(decoded), other
        return self._decoded[latin]


def _shown(character: str) -> str:
    return {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}.get(character, character)
