"""The carrier ``csv``: a table of cells with a header (RFC 4180), in any of four delimiters."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from opads.carriers.decoding import decode, decode_latin, refuse
from opads.carriers.model import JsonObject, Limits, Place, Reader, Reading, Trouble
from opads.carriers.position import Positions
from opads.carriers.table.layout import find_delimiter
from opads.carriers.table.rows import Rows
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
        options, limits = options or {}, limits or Limits()
        refused = refuse(data, limits)
        if refused is not None:
            return Reading(iter(()), [refused])
        decoded, other = decode_latin(data) if options.get("encoding") == "iso-8859-1" else (decode(data), None)
        if isinstance(decoded, Trouble):
            return Reading(iter(()), [decoded])
        delimiter = find_delimiter(decoded.text, options.get("delimiter"))
        positions = Positions(decoded.text, first_byte=decoded.skipped, single_byte=decoded.single_byte)
        rows = Rows(decoded.text, delimiter, options, limits, positions)
        if other is not None:
            rows.troubles.append(other)
        if delimiter.rivals:
            params = {"delimiter": _shown(delimiter.character), "rivals": ", ".join(map(_shown, delimiter.rivals))}
            rows.troubles.append(Trouble("carrier-csv/delimiter-guessed", params, Place(line=1, column=1, offset=0)))
        return Reading(rows.records(), rows.troubles)

    def reader(self, data: bytes, limits: Limits | None = None) -> Reader:
        """Give a function that reads the bytes by the options it is given."""
        return partial(self.read, data, limits=limits)

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write a table; the columns of the option ``columns`` first, then others in the order they come up."""
        return write_table(list(records), options or {})


def _shown(character: str) -> str:
    return {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}.get(character, character)
