"""How a table is laid out: its delimiter, and where each cell of a row stands."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

__all__ = ("DELIMITERS", "Delimiter", "RowCells", "cells", "find_delimiter")

DELIMITERS = ",;\t|"
SEPARATOR_LINE = re.compile(r"sep=([^\w\"\r\n\x00])(?:\r\n|\n|\r)", re.IGNORECASE)
FIRST_LINE = 65536
QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')


class Delimiter(NamedTuple):
    """The delimiter of a table, where its first row begins, and the others that were just as likely."""

    character: str
    start: int
    rivals: str


def find_delimiter(text: str, given: str | None) -> Delimiter:
    """Take the delimiter given, the one a ``sep=`` line names, or the one that splits the first row most often.

    A table whose first row holds none of comma, semicolon, tab and bar has one column, and the comma.
    """
    named = SEPARATOR_LINE.match(text)
    start = named.end() if named else 0
    if given:
        return Delimiter(given, start, "")
    if named:
        return Delimiter(named[1], start, "")
    head = QUOTED.sub("", text[start : start + FIRST_LINE].lstrip("\r\n"))
    row = re.split(r"[\r\n]", head, maxsplit=1)[0]
    counts = {character: row.count(character) for character in DELIMITERS}
    best = max(DELIMITERS, key=lambda character: counts[character])
    return Delimiter(best, start, "".join(c for c in DELIMITERS if c != best and counts[c]))


@dataclass(frozen=True, slots=True)
class RowCells:
    """Where the cells of a row begin, and where the row could not be followed any further (else its end)."""

    starts: list[int]
    end: int


def cells(text: str, start: int, delimiter: str) -> RowCells:
    """Find the cells of the row that begins at a character offset (RFC 4180, section 2)."""
    plain = _plain(delimiter)
    starts = [start]
    while True:
        if text.startswith('"', start):
            quoted = QUOTED.match(text, start)
            if quoted is None:
                return RowCells(starts, start)
            start = quoted.end()
        else:
            found = plain.match(text, start)
            start = found.end() if found else start
        if not text.startswith(delimiter, start):
            return RowCells(starts, start)
        start += len(delimiter)
        starts.append(start)


@lru_cache(maxsize=16)
def _plain(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
