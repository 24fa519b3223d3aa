"""Rendering ``csv`` (RFC 4180): a row for each finding quoted, safe to open in a spreadsheet; headers in English."""

from __future__ import annotations

import csv
import io

from opads.catalogue import Catalogue
from opads.rendering.characters import visible
from opads.rendering.model import NamedReport, RenderOptions
from opads.rendering.quoting import Quoted, quoted

__all__ = ("COLUMNS", "cell", "render")

COLUMNS = (
    "input", "line", "column", "field", "field_number", "row", "record", "severity", "rule", "title", "text", "fix",
    "law", "url", "native", "pointer",
)  # fmt: skip

_FORMULA = "=+-@＝＋－＠"  # noqa: RUF001 - full-width signs start a formula too, in spreadsheets of East Asia


def cell(value: str | int | None) -> str:
    """Return a cell; text that a spreadsheet would take for a formula is kept behind an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    text = visible(value)
    return f"'{text}" if text.lstrip()[:1] in tuple(_FORMULA) else text


def render(reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
    """Return a header and one row for each finding; records count from 1, as a person would."""
    del options
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in quoted(reports, catalogue):
        writer.writerow([cell(value) for value in _values(item)])
    return out.getvalue().encode()


def _values(item: Quoted) -> tuple[str | int | None, ...]:
    finding, place = item.finding, item.finding.place
    position = (
        (place.line, place.column, place.field, place.field_number, place.row)
        if place
        else (None, None, None, None, None)
    )
    record = None if finding.record is None else finding.record + 1
    return (
        item.name, *position, record, finding.severity, finding.rule, item.title, item.text, item.fix,
        item.law, item.url, finding.native, finding.pointer,
    )  # fmt: skip
