"""From rows to native records, with the place of every cell."""

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from opads.carriers.model import JsonObject, Limits, NativeRecord, Place, Trouble
from opads.carriers.table.columns import Column, Naming, Table, lay_out
from opads.carriers.table.layout import Delimiter, cells
from opads.carriers.table.source import Source
from opads.carriers.table.structure import read_structure

__all__ = ("Rows",)

csv.field_size_limit(sys.maxsize)  # the module's own 128 KiB would refuse long lists; Limits.max_string holds instead

SPREADSHEET_NUMBER = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{2,}")
NAMED = 10


class Row(NamedTuple):
    """One row of the file: its number as a spreadsheet counts, where it begins, its cells or its fault."""

    number: int
    start: int
    cells: list[str]
    fault: str | None = None


class Rows:
    """The records of one table. ``troubles`` fills as the records are read."""

    def __init__(self, source: Source, delimiter: Delimiter, options: Mapping[str, Any], limits: Limits) -> None:
        self._source = source
        self._text = source.text
        self._delimiter = delimiter.character
        self._start = delimiter.start
        self._naming = Naming.of(options)
        self._single = bool(options.get("structured_single"))
        self._limits = limits
        self._positions = source.positions
        self._ends: dict[str, int] = {}
        self._split: tuple[int, list[int]] | None = None
        self._suspect = source.has_nul or len(source.text) > limits.max_string
        self.troubles: list[Trouble] = []

    def records(self) -> Iterator[NativeRecord]:
        """Read the header and then record by record; a row that does not fit the header is given up."""
        rows = self._rows()
        header = next((row for row in rows if row.cells or row.fault), None)
        if header is None:
            return
        if header.fault:
            self.troubles.append(self._broken(header, None))
            return
        table = lay_out(header.cells, self._naming)
        plain = table.plain
        self._report_header(header, table)
        index = 0
        for row in rows:
            if not row.cells and not row.fault:
                continue
            record = self._record(row, table, plain, index)
            if record is not None:
                yield record
            index += 1
            if len(self.troubles) >= self._limits.max_troubles:
                params = {"limit": self._limits.max_troubles}
                self.troubles.append(Trouble("carrier/too-many-troubles", params, self._row_place(row)))
                return

    def _rows(self) -> Iterator[Row]:
        lines, starts = self._source.lines(self._start)
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        number = 1 if self._start else 0
        while True:
            number += 1
            start = starts[reader.line_num]
            try:
                yield Row(number, start, next(reader))
            except StopIteration:
                return
            except csv.Error as error:
                unclosed = "unexpected end" in str(error)
                rule = "carrier-csv/unclosed-quote" if unclosed else "carrier-csv/stray-quote"
                yield Row(number, start, [], rule)
            if self._source.mixed and starts[reader.line_num] > start:
                self._note_end(starts[reader.line_num])

    def _report_header(self, header: Row, table: Table) -> None:
        for number, trouble in islice(table.troubles, self._limits.max_troubles):
            place = self._cell_place(header, number, table.names[number])
            self.troubles.append(Trouble(trouble.rule, trouble.params, place))

    def _note_end(self, end: int) -> None:
        """Note how a row ends; report the first lone carriage return where other rows end otherwise."""
        kind = self._text[end - 1 : end]
        if kind in self._ends or kind not in ("\r", "\n"):
            return
        self._ends[kind] = end - 1
        if len(self._ends) == 2:
            place = self._positions.place(self._ends["\r"])
            self.troubles.append(Trouble("carrier-csv/lone-carriage-return", {}, place))

    def _record(self, row: Row, table: Table, plain: list[str] | None, index: int) -> NativeRecord | None:
        if row.fault:
            self.troubles.append(self._broken(row, index))
            return None
        misfit = self._misfit(row, table, index)
        if misfit is not None:
            self.troubles.append(misfit)
            if misfit.rule != "carrier-csv/empty-surplus":
                return None
        if plain is not None:
            value: JsonObject = {name: cell for name, cell in zip(plain, row.cells, strict=False) if cell}
            return NativeRecord(index, value, partial(self._locate, row, table))
        record = NativeRecord(index, {}, partial(self._locate, row, table))
        value = record.value
        for (name, column), cell in zip(table.steps, row.cells, strict=False):
            if not cell or column is None:
                continue
            if name is not None:
                value[name] = cell
            elif not self._put(value, column, self._value(record, row, column, cell)):
                params = {"name": column.name[:200]}
                place = self._cell_place(row, column.number, column.name)
                self.troubles.append(Trouble("carrier-csv/second-value", params, place, index))
                return None
        return record

    def _misfit(self, row: Row, table: Table, index: int) -> Trouble | None:
        """Find what keeps a row from being taken: its width, NUL, a cell beyond the limit."""
        width = len(row.cells)
        if width == table.width and not self._suspect:
            return None
        params: dict[str, Any] = {"cells": width, "columns": table.width}
        if width < table.width:
            params["missing"] = ", ".join(name[:80] for name in table.names[width : width + NAMED])
            return Trouble("carrier-csv/missing-cells", params, self._row_place(row), index)
        if any(row.cells[table.width :]):
            params["surplus"] = width - table.width
            return Trouble("carrier-csv/surplus-cells", params, self._cell_place(row, table.width, None), index)
        for number, cell in enumerate(row.cells):
            name = table.names[number] if number < table.width else None
            if "\x00" in cell:
                return Trouble("carrier-csv/nul", {}, self._cell_place(row, number, name), index)
            if len(cell) > self._limits.max_string:
                limit = {"characters": len(cell), "limit": self._limits.max_string}
                return Trouble("carrier-csv/cell-too-long", limit, self._cell_place(row, number, name), index)
        if width > table.width:
            return Trouble("carrier-csv/empty-surplus", params, self._row_place(row), index)
        return None

    def _value(self, record: NativeRecord, row: Row, column: Column, cell: str) -> Any:
        found: list[tuple[str, dict[str, Any]]] = []
        value: Any = cell
        if column.identifier and not cell.isdecimal() and SPREADSHEET_NUMBER.fullmatch(cell.strip()):
            found.append(("carrier-csv/spreadsheet-number", {"found": cell[:40]}))
        elif column.structured:
            value, found = read_structure(cell, self._limits, single=self._single)
        elif column.separator and cell.count(column.separator) < self._limits.max_nodes:
            value = cell.split(column.separator)
        for rule, params in found:
            place = self._cell_place(row, column.number, column.name)
            named = {**params, "column_name": column.name[:200]}
            record.troubles.append(Trouble(rule, named, place, record.index, column.pointer))
        return value

    @staticmethod
    def _put(record: JsonObject, column: Column, value: Any) -> bool:
        """Put a cell, and what the name of its column says, at their places; say whether these were free."""
        for keys, part in ((column.keys, value), *column.said):
            target = record
            for key in keys[:-1]:
                target = target.setdefault(key, {})
                if not isinstance(target, dict):
                    return False
            if keys[-1] in target and (keys == column.keys or target[keys[-1]] != part):
                return False
            target[keys[-1]] = part
        return True

    def _broken(self, row: Row, index: int | None) -> Trouble:
        found = cells(self._text, row.start, self._delimiter)
        place = self._positions.place(found.end)
        at = Place(line=place.line, column=place.column, offset=place.offset, row=row.number)
        return Trouble(row.fault or "", {"row": row.number}, at, index)

    def _locate(self, row: Row, table: Table, pointer: str) -> Place:
        column = table.at(pointer, row.cells)
        return self._row_place(row) if column is None else self._cell_place(row, column.number, column.name)

    def _row_place(self, row: Row) -> Place:
        place = self._positions.place(row.start)
        return Place(line=place.line, column=place.column, offset=place.offset, row=row.number)

    def _cell_place(self, row: Row, number: int, name: str | None) -> Place:
        if self._split is None or self._split[0] != row.start:
            self._split = (row.start, cells(self._text, row.start, self._delimiter).starts)
        starts = self._split[1]
        place = self._positions.place(starts[min(number, len(starts) - 1)])
        return Place(
            line=place.line,
            column=place.column,
            offset=place.offset,
            row=row.number,
            field=name,
            field_number=number + 1,
        )
