"""Where a value ends that begins at a character of a text: in JSON, tables, filings and XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from opads.carriers.filing.characters import SEPARATOR
from opads.carriers.table.layout import cells, find_delimiter

__all__ = ("Ends",)

STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
EMPTY = re.compile(r"\{\s*\}|\[\s*\]")
PLAIN = re.compile(r"[^,\]}\s]++")
FIELD = re.compile(rf"[^{SEPARATOR}\r\n]*+")
TAG = re.compile(r"""<[^!?/\s](?:[^"'>]|"[^"]*"|'[^']*')*+>""")
CONTENT = re.compile(r"(?:[^<]|<!\[CDATA\[.*?\]\]>|<!--.*?-->)*+", re.DOTALL)
ATTRIBUTE = re.compile(r"""[^\s=]+\s*=\s*(?:"([^"]*)"|'([^']*)')""")

Reach = tuple[int, int]


class Ends:
    """Finds what a place means in one text: the characters from and to which a value reaches."""

    def __init__(self, text: str, carrier: str, options: Mapping[str, Any]) -> None:
        self._text = text
        self._carrier = carrier
        self._delimiter = find_delimiter(text, options.get("delimiter")).character if carrier == "csv" else ","

    def reach(self, start: int) -> Reach | None:
        """Return where the value at a place begins and ends; None where the place is no value, but what would hold it."""
        if self._carrier == "csv":
            row = cells(self._text, start, self._delimiter)
            return start, row.starts[1] - len(self._delimiter) if len(row.starts) > 1 else row.end
        if self._carrier == "fec":
            found = FIELD.match(self._text, start)
            return start, found.end() if found else start
        return self._xml(start) if self._carrier == "xml" else self._json(start)

    def _json(self, start: int) -> Reach | None:
        for pattern in (STRING, EMPTY, PLAIN):
            found = pattern.match(self._text, start)
            if found is not None:
                return None if found[0][0] in "{[" and pattern is PLAIN else (start, found.end())
        return None

    def _xml(self, start: int) -> Reach | None:
        if not self._text.startswith("<", start):
            found = ATTRIBUTE.match(self._text, start)
            if found is None:
                return None
            return found.span(1) if found[1] is not None else found.span(2)
        tag = TAG.match(self._text, start)
        if tag is None:
            return None
        if tag[0].endswith("/>"):
            return tag.span()
        content = CONTENT.match(self._text, tag.end())
        end = content.end() if content else tag.end()
        return (tag.end(), end) if self._text.startswith("</", end) else None
