"""Fields of electronic filings, parted by the byte 0x1C."""

from __future__ import annotations

import re
from typing import Any

from opads.carriers import Place
from opads.carriers.filing.characters import SEPARATOR, decode_filing
from opads.carriers.filing.lines import strip_quotes
from opads.fixing.model import Edit

__all__ = ("FilingSpans",)

FIELD = re.compile(rb"[^\x1c\r\n]*+")


class FilingSpans:
    """The fields of a filing."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.encoding = "utf-8" if decode_filing(data)[1] else "cp1252"

    def replaced(self, place: Place, before: Any, after: Any) -> Edit | None:
        """Return the edit of a field, which keeps the quotation marks about it."""
        found = None if place.offset is None or place.field is None else FIELD.match(self._data, place.offset)
        if found is None or not isinstance(after, str) or any(mark in after for mark in (SEPARATOR, "\r", "\n", '"')):
            return None
        try:
            raw = found[0].decode(self.encoding)
            after.encode(self.encoding)
        except UnicodeError:
            return None
        plain = strip_quotes(raw)
        if plain != before:
            return None
        text = f'"{after}"' if plain != raw else after
        return Edit(found.start(), found.end() - found.start(), text)

    def removed(self, place: Place, name: str) -> Edit | None:
        """Return nothing: an empty field is no member already."""
        del place, name
        return None

    def renamed(self, place: Place, before: str, after: str) -> Edit | None:
        """Return nothing: fields have their names by the layout."""
        del place, before, after
        return None
