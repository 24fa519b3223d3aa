"""The lines of a filing and their fields, with their places."""

from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from opads.carriers.filing.characters import ILLEGAL
from opads.carriers.filing.layouts import Layout
from opads.carriers.model import Limits, Place
from opads.carriers.position import Positions

__all__ = ("SEPARATOR", "Complaint", "Entry", "Line", "read_entry", "split_lines", "strip_quotes")

SEPARATOR = "\x1c"


class Line:
    """One line: its number from 1, where it begins, and its fields as they stand there."""

    __slots__ = ("_columns", "number", "raw", "start")

    def __init__(self, number: int, start: int, raw: list[str]) -> None:
        self.number = number
        self.start = start
        self.raw = raw
        self._columns: list[int] | None = None

    @property
    def record(self) -> str:
        """The record type, for comparing."""
        return strip_quotes(self.raw[0]).strip().upper()

    def place(self, positions: Positions, number: int, key: str | None = None, within: int = 0) -> Place:
        """Give the place of a field by its number from 1; of the line's end where it was cut off."""
        if self._columns is None:
            self._columns = [0, *accumulate(len(value) + 1 for value in self.raw)]
        cut_off = number > len(self.raw)
        column = (self._columns[-1] - 1 if cut_off else self._columns[number - 1]) + within
        offset = positions.byte(self.start + column)
        return Place(line=self.number, column=column + 1, offset=offset, field=key, field_number=number)


class Complaint(NamedTuple):
    """A rule that a field offends: the field's number, its key where it has one, and its place."""

    rule: str
    number: int
    key: str | None
    params: dict[str, Any]
    place: Place


@dataclass(slots=True)
class Entry:
    """A line that was read: its fields by key (empty ones left out) and what is to be said of them."""

    line: Line
    layout: Layout | None
    fields: dict[str, str] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)

    def place(self, positions: Positions, key: str | None) -> Place:
        """Give the place of a field; of the line where the record has no such field."""
        number = None if key is None else self.layout.number(key) if self.layout else _bare_number(key)
        return self.line.place(positions, 1) if number is None else self.line.place(positions, number, key)

    @property
    def transaction(self) -> str | None:
        """The transaction id, trimmed; None where the line has none."""
        key = self.layout.transaction if self.layout else None
        return self.fields.get(key, "").strip() or None if key else None


def split_lines(text: str) -> list[Line]:
    """Split a filing at line feeds; a carriage return before one is no part of the line. Blank lines are left out."""
    lines: list[Line] = []
    start = 0
    for number, content in enumerate(text.split("\n"), start=1):
        if content.strip(" \t\r\x1a"):
            lines.append(Line(number, start, content.removesuffix("\r").split(SEPARATOR)))
        start += len(content) + 1
    return lines


def strip_quotes(value: str) -> str:
    """Take one pair of quotation marks off a value."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def read_entry(line: Line, layout: Layout | None, positions: Positions, limits: Limits) -> Entry:
    """Read the fields of a line and check them against its layout; without one their keys are their numbers."""
    entry = Entry(line, layout)
    surplus = 0
    for number, raw in enumerate(line.raw, start=1):
        value = strip_quotes(raw)
        if not value:
            continue
        key = layout.key(number) if layout else _bare_key(number)
        entry.fields[key] = value
        surplus = surplus or (number if layout and number > layout.width else 0)
        if len(entry.complaints) >= limits.max_troubles:
            continue
        for rule, params, within in _faults(value, number, layout):
            shift = 0 if within is None else within + (len(raw) - len(value)) // 2
            place = line.place(positions, number, key, shift)
            named = {"record": line.record, "field": _label(layout, number), **params}
            entry.complaints.append(Complaint(rule, number, key, named, place))
    if layout and surplus and not layout.outline:
        key = layout.key(surplus)
        params = {"record": line.record, "field": key, "fields": len(line.raw), "columns": layout.width}
        place = line.place(positions, surplus, key)
        entry.complaints.append(Complaint("carrier-fec/surplus-field", surplus, key, params, place))
    return entry


def _faults(value: str, number: int, layout: Layout | None) -> list[tuple[str, dict[str, Any], int | None]]:
    """Give the rules a value offends, with the offset within it where one is meant."""
    found: list[tuple[str, dict[str, Any], int | None]] = []
    if '"' in value:
        found.append(("carrier-fec/embedded-quote", {}, value.index('"')))
    if illegal := ILLEGAL.search(value):
        found.append(("carrier-fec/illegal-character", {"character": f"U+{ord(illegal[0]):04X}"}, illegal.start()))
    column = layout.by_number.get(number) if layout else None
    if column is not None and column.length is not None and column.size(value) > column.length:
        params = {"length": column.size(value), "limit": column.length}
        found.append(("carrier-fec/field-too-long", params, None))
    return found


def _label(layout: Layout | None, number: int) -> str:
    field_ = layout.by_number.get(number) if layout else None
    return field_.label if field_ else f"column {number}"


def _bare_key(number: int) -> str:
    return "form_type" if number == 1 else f"column_{number}"


def _bare_number(key: str) -> int | None:
    if key == "form_type":
        return 1
    tail = key.removeprefix("column_")
    return int(tail) if tail.isdecimal() and tail != key and len(tail) < 6 else None
