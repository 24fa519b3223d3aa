"""Reads the table that holds a list of fields: CSV, or the first sheet of a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from opads.kit.errors import KitError

__all__ = ("Row", "header_of", "read_table")

Row = tuple[int, list[str]]
"""Its number in the file, from 1, and its cells."""
MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 64 * 1024 * 1024
MOST_ROWS = 2_000
_DELIMITERS = (",", ";", "\t", "|")


def read_table(path: Path) -> list[Row]:
    """Return the rows that are not blank; raises KitError."""
    data = _bytes(path)
    rows = _workbook(path, data) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path, data)
    found = [(number, cells) for number, cells in rows if any(cells)]
    if not found:
        raise KitError([f"{path.name}: is empty; its first row names the columns"])
    if len(found) > MOST_ROWS:
        raise KitError([f"{path.name}: has more than {MOST_ROWS} rows; a list of fields has one row for each field"])
    return found


def header_of(path: Path) -> list[str]:
    """Return the first row of a table and nothing else of it; raises KitError."""
    data = _bytes(path, first_line=True)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        raise KitError([f"{path.name}: give the data as CSV; only its first line is read"])
    return next((cells for _, cells in _csv(path, data)), [])


def _bytes(path: Path, *, first_line: bool = False) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.readline(MOST_BYTES + 1) if first_line else stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise KitError([f"{path}: cannot be read ({error.strerror})"]) from error
    if len(data) > MOST_BYTES:
        raise KitError([f"{path.name}: is larger than {MOST_BYTES:,} bytes"])
    return data


def _csv(path: Path, data: bytes) -> list[Row]:
    if data.startswith(b"PK\x03\x04"):
        raise KitError([f"{path.name}: is a workbook; give it the ending .xlsx"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise KitError(
            [f"{path.name}, line {line}: is not UTF-8; save it as 'CSV UTF-8', or give the .xlsx itself"]
        ) from error
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            number = reader.line_num if not rows else rows[-1][0] + 1
            rows.append((number, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise KitError([f"{path.name}, line {reader.line_num}: {error}"]) from error
    return rows


def _workbook(path: Path, data: bytes) -> list[Row]:
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise KitError(
            [
                (
                    f"{path.name}: workbooks are read by openpyxl, which is not installed: pip install 'opads[kit]', "
                    "or save the sheet as 'CSV UTF-8'"
                )
            ]
        ) from error
    try:
        _small(path, data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = [
            (number, [_cell(value) for value in values])
            for number, values in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2), 1)
        ]
        book.close()
    except KitError:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it raise
        raise KitError(
            [f"{path.name}: is no workbook that can be read ({type(error).__name__}); save it again"]
        ) from error
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).strip()


def _small(path: Path, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
            raise KitError([f"{path.name}: is larger than {MOST_UNPACKED:,} bytes when unpacked"])
