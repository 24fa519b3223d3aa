"""The piece of the document that a finding points at, as a person can read it."""

from __future__ import annotations

import re
from typing import NamedTuple

from opads.carriers import Place
from opads.rendering.characters import visible
from opads.speech import ENGLISH, Speech

__all__ = ("Excerpt", "Lines", "end_of", "place_words")

BEFORE, MARKED, AFTER = 48, 60, 48
ENDS = ",}]\x1c\t\r"
"""What ends a value that is not in quotation marks, in any of the syntaxes."""
ELEMENT = re.compile(r"<[^<>]*>(?:[^<]*</[^<>]*>)?")
"""An element of XML that has no children, or the beginning of one that has some."""


class Excerpt(NamedTuple):
    """A piece of a line: what stands before the place, the value there, what follows."""

    before: str
    marked: str
    after: str


class Lines:
    """The lines of a document."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")

    def at(self, place: Place | None) -> Excerpt | None:
        """Return the piece at a place; None for a place without column, and for a whole object or array."""
        if place is None or not place.line or not place.column or place.line > len(self._lines):
            return None
        line = self._lines[place.line - 1].decode("utf-8", "replace").rstrip("\r")
        start = place.column - 1
        if start >= len(line) or line[start] in "{[":
            # Where something is absent the place is the whole that lacks it: its bracket would tell nobody anything.
            return None
        end = end_of(line, start)
        before, after = line[max(0, start - BEFORE) : start], line[end : end + AFTER]
        return Excerpt(
            ("…" if start > BEFORE else "") + visible(before.lstrip() if start <= BEFORE else before),
            visible(line[start:end]),
            visible(after) + ("…" if len(line) > end + AFTER else ""),
        )


def place_words(place: Place | None, speech: Speech = ENGLISH) -> str:
    """Return a place as words: line and column, or row and field."""
    if place is None:
        return ""
    words = [speech.said("line %(number)s", number=speech.number(place.line))] if place.line is not None else []
    if place.row is not None and place.row != place.line:
        words.append(speech.said("row %(number)s", number=speech.number(place.row)))
    name = visible(place.field)[:60] if place.field is not None else ""
    if place.field_number is not None:
        number = speech.number(place.field_number)
        words.append(
            speech.said("field %(number)s, %(name)s", number=number, name=name)
            if name
            else speech.said("field %(number)s", number=number)
        )
    elif place.column is not None:
        words.append(speech.said("column %(number)s", number=speech.number(place.column)))
    if name and place.field_number is None:
        words.append(name)
    return speech.commas(words)


def end_of(line: str, start: int) -> int:
    """Return where the value that begins at a column ends, at the latest after so many characters."""
    limit = min(len(line), start + MARKED)
    if line[start] == "<" and (element := ELEMENT.match(line, start, limit)):
        return element.end()
    if line[start] == '"':
        position = start + 1
        while position < limit:
            if line[position] == "\\":
                position += 1
            elif line[position] == '"':
                return position + 1
            position += 1
        return limit
    return next((i for i in range(start, limit) if line[i] in ENDS), limit)
