"""Cells of tables (RFC 4180), and those of their header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from opads.carriers import Place
from opads.carriers.decoding import UTF8_MARK
from opads.carriers.table.layout import cells, find_delimiter
from opads.fixing.model import Edit
from opads.standard.jsonvalue import dumps

__all__ = ("TableSpans",)

QUOTED = re.compile(rb'"[^"]*+(?:""[^"]*+)*+"')


class TableSpans:
    """The cells of a table."""

    def __init__(self, data: bytes, options: Mapping[str, Any]) -> None:
        self._data = data
        try:
            self._text, self.encoding = data.removeprefix(UTF8_MARK).decode(), "utf-8"
        except UnicodeDecodeError:
            self._text, self.encoding = data.decode("iso-8859-1"), "iso-8859-1"
        self._mark = UTF8_MARK if data.startswith(UTF8_MARK) and self.encoding == "utf-8" else b""
        found = find_delimiter(self._text, options.get("delimiter"))
        self._delimiter, self._start = found.character, found.start

    def replaced(self, place: Place, before: Any, after: Any) -> Edit | None:
        """Return the edit of a cell, which keeps its quotation marks."""
        return self._edit(place.offset, before if isinstance(before, str) else None, after)

    def removed(self, place: Place, name: str) -> Edit | None:
        """Return nothing: an empty cell is no member already."""
        del place, name
        return None

    def renamed(self, place: Place, before: str, after: str) -> Edit | None:
        """Return the edit of a column's name in the header."""
        if place.field_number is None or place.field != before:
            return None
        start = self._start + len(self._text[self._start :]) - len(self._text[self._start :].lstrip("\r\n"))
        starts = cells(self._text, start, self._delimiter).starts
        if place.field_number > len(starts):
            return None
        head = self._text[: starts[place.field_number - 1]]
        return self._edit(len(self._mark) + len(head.encode(self.encoding)), before, after)

    def whole(self, place: Place, after: Any) -> tuple[str, Edit] | None:
        """Return the text of a cell, and the edit that writes a list or object as JSON in its place."""
        found = self._cell(place.offset)
        edit = self._edit(place.offset, None if found is None else found[2], dumps(after).decode())
        return None if found is None or edit is None else (found[2], edit)

    def _edit(self, offset: int | None, before: str | None, after: Any) -> Edit | None:
        found = self._cell(offset)
        if found is None or before is None or found[2] != before or not isinstance(after, str) or "\0" in after:
            return None
        start, end, _ = found
        quoted = self._data[start : start + 1] == b'"' or any(
            mark in after for mark in ('"', "\r", "\n", self._delimiter)
        )
        text = '"' + after.replace('"', '""') + '"' if quoted else after
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return None
        return Edit(start, end - start, text)

    def _cell(self, offset: int | None) -> tuple[int, int, str] | None:
        """Return where the cell that begins at an offset begins and ends, and its text."""
        if offset is None:
            return None
        if self._data.startswith(b'"', offset):
            found = QUOTED.match(self._data, offset)
            if found is None:
                return None
            return offset, found.end(), found[0][1:-1].decode(self.encoding).replace('""', '"')
        plain = re.compile(rb"(?:(?!%b)[^\r\n])*+" % re.escape(self._delimiter.encode(self.encoding)))
        found = plain.match(self._data, offset)
        return None if found is None else (offset, found.end(), found[0].decode(self.encoding))
