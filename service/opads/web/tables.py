"""A table as it was sent, with what was found beside the cell: the rows near the findings, the columns that have some."""

from __future__ import annotations

import csv
import io
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from opads.carriers.table.layout import Delimiter, find_delimiter
from opads.rendering.characters import shortened
from opads.web.sources import Mark, Source, near

__all__ = ("Cell", "Row", "Table", "table_source")

AROUND = 1
"""Rows shown before and behind one with a finding."""
SHORT = 40
"""Rows of a table that is shown whole."""
BEGINNING = 6
"""Rows shown of a long table without findings."""
MOST = 200
"""Rows with findings that are shown."""
COLUMNS = 8
"""Columns shown of a table, and those with findings."""
WIDEST = 24
"""Columns shown at most."""
LONGEST = 80
"""Characters of a cell that are shown."""


class Cell(NamedTuple):
    """A cell: its text, and what was found there."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number (the header is row 1); or a fold, so many rows without findings."""

    number: int = 0
    cells: tuple[Cell, ...] = ()
    notes: tuple[Mark, ...] = ()
    fold: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The header, the rows, and which columns are shown; 0 stands for some that are not."""

    header: Row
    rows: tuple[Row, ...]
    columns: tuple[int, ...]
    left_out: int


class _Read(NamedTuple):
    number: int
    first: int
    last: int
    cells: list[str]


def table_source(data: bytes, options: Mapping[str, Any], marks: Sequence[Mark]) -> Source | None:
    """Return the cells near the findings; None for what cannot be read as a table.

    ``options`` are those of the carrier in the format.
    """
    encoding = "iso-8859-1" if options.get("encoding") == "iso-8859-1" else "utf-8"
    text = data.removeprefix(b"\xef\xbb\xbf").decode(encoding, "replace")
    delimiter = find_delimiter(text, options.get("delimiter"))
    body = text[delimiter.start :]
    try:
        # Twice, because a table may be long: first where rows are that something was found in, then those near them.
        found, header, positions, count = _looked_through(_rows(body, delimiter), marks)
        if header is None:
            return None
        columns = _columns(len(header.cells), marks)
        wanted = near(positions[:MOST], count, AROUND, SHORT, BEGINNING)
        chosen = set(wanted)
        rows = {at: row for at, row in enumerate(_rows(body, delimiter)) if at in chosen}
    except csv.Error:
        return None
    shown: list[Row] = []
    last = 0
    for at in [*wanted, count + 1]:
        if at > last + 1:
            shown.append(Row(fold=at - last - 1))
        if at <= count:
            shown.append(_row(rows[at], columns, found.get(rows[at].number, [])))
        last = at
    top = _row(header, columns, found.get(header.number, []))
    numbers = frozenset(mark.number for row in (top, *shown) for mark in row.notes)
    left_out = len(header.cells) - sum(1 for column in columns if column)
    return Source(table=Table(top, tuple(shown), columns, left_out), shown=numbers)


def _rows(text: str, delimiter: Delimiter) -> Iterator[_Read]:
    """Yield the rows that hold anything, numbered as the carrier does; raises csv.Error for what is no table."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter.character, strict=True)
    number = line = before = 1 if delimiter.start else 0  # a line that names the delimiter is row 1
    for cells in reader:
        number += 1
        last = reader.line_num + before
        if cells:
            yield _Read(number, line + 1, last, cells)
        line = last


def _looked_through(
    rows: Iterable[_Read], marks: Sequence[Mark]
) -> tuple[dict[int, list[Mark]], _Read | None, list[int], int]:
    """Return the findings by the number of their row, the header, the positions of rows with findings, how many rows there are.

    A finding that names only a line belongs to the row that the line is in.
    """
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.place.row:
            found[mark.place.row].append(mark)
    lines = deque(sorted((m for m in marks if not m.place.row and m.place.line), key=lambda m: m.place.line or 0))
    header: _Read | None = None
    positions: list[int] = []
    at = -1
    for at, row in enumerate(rows):
        header = header or row
        while lines and (lines[0].place.line or 0) <= row.last:
            found[row.number].append(lines.popleft())
        if at and row.number in found:
            positions.append(at)
    return found, header, positions, max(at, 0)


def _columns(count: int, marks: Sequence[Mark]) -> tuple[int, ...]:
    """Return the numbers of the columns shown, from 1: the first ones and those with findings; 0 where some are left out."""
    if count <= COLUMNS:
        return tuple(range(1, max(count, *(mark.place.field_number or 0 for mark in marks), 0) + 1))
    marked = sorted({mark.place.field_number for mark in marks if mark.place.field_number})[:WIDEST]
    wanted = {1, *marked}
    for column in range(1, count + 1):
        if len(wanted) >= COLUMNS:
            break
        wanted.add(column)
    shown: list[int] = []
    for column in sorted(wanted):
        if column > (shown[-1] if shown else 0) + 1:
            shown.append(0)
        shown.append(column)
    return (*shown, 0) if shown[-1] < count else tuple(shown)


def _row(read: _Read, columns: Sequence[int], marks: Sequence[Mark]) -> Row:
    cells = []
    for column in columns:
        text = read.cells[column - 1] if 0 < column <= len(read.cells) else ""
        here = tuple(mark for mark in marks if column and mark.place.field_number == column)
        cells.append(Cell(shortened(text, LONGEST), here))
    return Row(read.number, tuple(cells), tuple(marks))
