"""The lines of a filing, with the places of their fields."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from opads.carriers.filing.characters import SEPARATOR
from opads.carriers.filing.layouts import Layout
from opads.carriers.model import Place
from opads.carriers.position import Positions

__all__ = ("Complaint", "Line", "split_lines", "strip_quotes")


_NONE: dict[str, str] = {}


class Complaint(NamedTuple):
    """A rule that a field offends: the field's number, its key where it has one, and its place."""

    rule: str
    number: int
    key: str | None
    params: dict[str, Any]
    place: Place


class Line:
    """One line: its number from 1, where it begins, its text, and once it was read its fields and complaints.

    ``record`` is the record type, for comparing. ``fields`` are by key, empty ones left out.
    """

    __slots__ = ("_columns", "complaints", "content", "fields", "layout", "number", "record", "start")

    def __init__(self, number: int, start: int, content: str) -> None:
        self.number = number
        self.start = start
        self.content = content
        self.record = ""
        self.layout: Layout | None = None
        self.fields: dict[str, str] = _NONE
        self.complaints: Sequence[Complaint] = ()
        self._columns: list[int] | None = None

    @property
    def raw(self) -> list[str]:
        """The fields as they stand there."""
        return self.content.split(SEPARATOR)

    @property
    def transaction(self) -> str | None:
        """The transaction id, trimmed; None where the line has none."""
        key = self.layout.transaction if self.layout else None
        return self.fields.get(key, "").strip() or None if key else None

    def place(self, positions: Positions, key: str | None) -> Place:
        """Give the place of a field; of the line where the record has no such field."""
        number = None if key is None else self.layout.number(key) if self.layout else _bare_number(key)
        return self.field(positions, 1) if number is None else self.field(positions, number, key)

    def field(self, positions: Positions, number: int, key: str | None = None, within: int = 0) -> Place:
        """Give the place of a field by its number from 1; of the line's end where it was cut off."""
        if self._columns is None:
            self._columns = [0, *accumulate(len(value) + 1 for value in self.raw)]
        cut_off = number >= len(self._columns)
        column = (self._columns[-1] - 1 if cut_off else self._columns[number - 1]) + within
        offset = positions.byte(self.start + column)
        return Place(line=self.number, column=column + 1, offset=offset, field=key, field_number=number)


def split_lines(text: str) -> list[Line]:
    """Split a filing at line feeds; a carriage return before one is no part of the line. Blank lines are left out."""
    lines: list[Line] = []
    start = 0
    for number, content in enumerate(text.split("\n"), start=1):
        if content.strip(" \t\r\x1a"):
            lines.append(Line(number, start, content.removesuffix("\r")))
        start += len(content) + 1
    return lines


def strip_quotes(value: str) -> str:
    """Take one pair of quotation marks off a value."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def _bare_number(key: str) -> int | None:
    if key == "form_type":
        return 1
    tail = key.removeprefix("column_")
    return int(tail) if tail.isdecimal() and tail != key and len(tail) < 6 else None
