"""Fixes of what concerns the document as a text: its byte order mark, the grammar of JSON."""

from __future__ import annotations

from collections.abc import Iterator

from opads.carriers import Limits, Place
from opads.carriers.decoding import UTF8_MARK
from opads.carriers.position import Positions
from opads.findings import Finding
from opads.fixing.model import Edit, Fix, identity, shown
from opads.fixing.syntax import repairs
from opads.report import Report

__all__ = ("whole_fixes",)

MARK = "carrier/byte-order-mark"
JSON = ("json", "jsonld")


def whole_fixes(data: bytes, report: Report, limits: Limits) -> Iterator[Fix]:
    """Yield the fixes of a document's own findings."""
    found = [finding for group in report.groups for finding in group.samples]
    for finding in found:
        if finding.rule == MARK and finding.place is not None:
            at = finding.place.offset or 0
            if data.startswith(UTF8_MARK, at):
                id_ = identity(MARK, at)
                yield Fix(id_, MARK, "safe", "byte-order-mark", "U+FEFF", "", Edit(at, 3, ""), place=finding.place)
    broken = [finding for finding in found if finding.rule.startswith("carrier-json/") and finding.place is not None]
    if not broken:
        return
    if report.input.carrier in JSON:
        start = len(UTF8_MARK) if data.startswith(UTF8_MARK) else 0
        yield from _repaired(data, start, len(data), 1, limits)
    elif report.input.carrier == "ndjson":
        for number, start, end in _lines(data, broken):
            yield from _repaired(data, start, end, number, limits)


def _lines(data: bytes, broken: list[Finding]) -> list[tuple[int, int, int]]:
    """Return number, begin and end of the lines in which findings stand."""
    lines: dict[int, tuple[int, int, int]] = {}
    for finding in broken:
        place = finding.place
        if place is None or place.offset is None or place.line is None:
            continue
        start = data.rfind(b"\n", 0, place.offset) + 1
        end = data.find(b"\n", place.offset)
        lines[start] = place.line, start, len(data) if end < 0 else end
    return [lines[start] for start in sorted(lines)]


def _repaired(data: bytes, start: int, end: int, line: int, limits: Limits) -> Iterator[Fix]:
    try:
        text = data[start:end].decode()
    except UnicodeDecodeError:
        return
    positions = Positions(text, first_line=line, first_byte=start)
    for repair in repairs(text, limits):
        place: Place = positions.place(repair.offset)
        until = positions.byte(repair.offset + repair.length)
        offset = positions.byte(repair.offset)
        before, after = shown(text[repair.offset : repair.offset + repair.length]), shown(repair.text)
        id_ = identity(repair.rule, place.line, place.column, before, after)
        edit = Edit(offset, until - offset, repair.text)
        yield Fix(id_, repair.rule, "suggestion", repair.reason, before, after, edit, place=place)
