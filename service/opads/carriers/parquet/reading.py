"""From a batch of rows to native records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from opads.carriers.model import JsonObject, Limits, NativeRecord, Place, Reading, Trouble
from opads.carriers.parquet.magic import Manner
from opads.carriers.parquet.remarks import Owner, Remarks
from opads.carriers.parquet.rest import REST, complete
from opads.carriers.parquet.values import Unsupported, values
from opads.carriers.table.columns import Column, Naming, Table, lay_out
from opads.carriers.table.structure import read_structure
from opads.standard.shapes import Shape

__all__ = ("read_rows",)

SPREADSHEET_NUMBER = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{2,}")


def read_rows(
    batch: Any, manner: Manner, options: Mapping[str, Any], shape: Shape | None, limits: Limits, first: int = 0
) -> Reading:
    """Read a ``pyarrow.RecordBatch``, whose first row is the record of number ``first``.

    ``options`` are those of the format's table where the rows are one, ``shape`` is that of a native record. What
    concerns columns as such is said with the first batch alone.
    """
    table = lay_out(list(batch.schema.names), Naming.of(options if manner == "csv" else {}))
    remarks = Remarks(limits, first, keep_nulls=REST not in table.names)
    reading = Reading(iter(()))
    if first == 0:
        for number, trouble in table.troubles:
            place = Place(field=table.names[number], field_number=number + 1)
            reading.troubles.append(Trouble(trouble.rule, trouble.params, place))
    reader = _Rows(batch, table, remarks)
    found = reader.cells(options) if manner == "csv" else reader.members(shape)
    reading.troubles += remarks.columns
    reading.records = _records(found, remarks, table, reading.troubles, limits)
    return reading


def _records(
    found: list[JsonObject], remarks: Remarks, table: Table, troubles: list[Trouble], limits: Limits
) -> Iterator[NativeRecord]:
    locate = partial(_locate, table)
    for row, value in enumerate(found):
        index = remarks.first + row
        if row in remarks.lost:
            troubles.append(remarks.lost[row])
        else:
            yield NativeRecord(index, value, partial(locate, index + 1), remarks.kept.get(row, []))
        if len(troubles) >= limits.max_troubles:
            troubles.append(Trouble("carrier/too-many-troubles", {"limit": limits.max_troubles}, Place(row=index + 1)))
            return


def _locate(table: Table, row: int, pointer: str) -> Place:
    column = table.at(pointer)
    return Place(row=row) if column is None else Place(row=row, field=column.name, field_number=column.number + 1)


class _Rows:
    """The rows of one batch."""

    def __init__(self, batch: Any, table: Table, remarks: Remarks) -> None:
        self.batch = batch
        self.table = table
        self.remarks = remarks

    def members(self, shape: Shape | None) -> list[JsonObject]:
        """Return the rows as objects: a null cell is an absent member."""
        names: list[str] = []
        kept: list[bool] = []
        columns: list[list[Any]] = []
        for column in self.table.columns:
            if column.name == REST:
                continue
            read = self._values(column, shape.members.get(column.name) if shape else None, cells=False)
            if read is not None:
                names.append(column.name)
                kept.append(self.remarks.keep_nulls and shape is not None and shape.keeps_null(column.name))
                columns.append(read)
        if not columns:
            found: list[JsonObject] = [{} for _ in range(self.batch.num_rows)]
        elif any(kept):
            marked = list(zip(names, kept, strict=True))
            found = [
                {name: v for (name, keep), v in zip(marked, row, strict=True) if keep or v is not None}
                for row in zip(*columns, strict=True)
            ]
        else:
            found = [
                {name: v for name, v in zip(names, row, strict=True) if v is not None}
                for row in zip(*columns, strict=True)
            ]
        if REST in self.table.names:
            try:
                complete(found, self.batch.column(self.table.names.index(REST)), self.remarks)
            except Unsupported as error:
                self._unsupported(REST, error)
        return found

    def cells(self, options: Mapping[str, Any]) -> list[JsonObject]:
        """Return the rows as those of a table: a null or empty cell is an absent member."""
        read = [(c, v) for c in self.table.columns if (v := self._values(c, None, cells=True)) is not None]
        plain = self.table.plain
        if plain is not None and len(read) == len(plain):
            rows = zip(*(column for _, column in read), strict=True)
            return [{n: v for n, v in zip(plain, row, strict=True) if v is not None and v != ""} for row in rows]
        found: list[JsonObject] = [{} for _ in range(self.batch.num_rows)]
        single = bool(options.get("structured_single"))
        for column, cells in read:
            for row, cell in enumerate(cells):
                if cell is None or cell == "":
                    continue
                value = self._meant(column, cell, row, single=single) if isinstance(cell, str) else cell
                if not _put(found[row], column, value):
                    place = Place(row=self.remarks.first + row + 1, field=column.name, field_number=column.number + 1)
                    record = self.remarks.first + row
                    lost = Trouble("carrier-csv/second-value", {"name": column.name[:200]}, place, record)
                    self.remarks.lost.setdefault(row, lost)
        return found

    def _values(self, column: Column, shape: Shape | None, *, cells: bool) -> list[Any] | None:
        """Return the values of a column, or None where its type has no meaning in JSON."""
        keys = column.keys

        def owner(number: int) -> tuple[int, tuple[str | int, ...]]:
            return number, keys

        own: Owner = owner
        try:
            return values(self.batch.column(column.number), shape, own, column.name, self.remarks, cells=cells)
        except Unsupported as error:
            self._unsupported(column.name, error)
            return None

    def _unsupported(self, column: str, error: Unsupported) -> None:
        self.remarks.column("carrier-parquet/unsupported-type", column, type=str(error)[:200])

    def _meant(self, column: Column, cell: str, row: int, *, single: bool) -> Any:
        """Return what a text in a cell means by the options of the table."""
        value: Any = cell
        found: list[tuple[str, dict[str, Any]]] = []
        if column.identifier and SPREADSHEET_NUMBER.fullmatch(cell.strip()):
            found.append(("carrier-csv/spreadsheet-number", {"found": cell[:40]}))
        elif column.structured:
            value, found = read_structure(cell, self.remarks.limits, single=single)
        elif column.separator and cell.count(column.separator) < self.remarks.limits.max_nodes:
            value = cell.split(column.separator)
        for rule, params in found:
            place = Place(row=self.remarks.first + row + 1, field=column.name, field_number=column.number + 1)
            named = {**params, "column_name": column.name[:200]}
            trouble = Trouble(rule, named, place, self.remarks.first + row, column.pointer)
            self.remarks.kept.setdefault(row, []).append(trouble)
        return value


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
