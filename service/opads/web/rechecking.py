"""The part of the check page that says what became of the findings of the check before."""

from __future__ import annotations

from typing import Any

from opads.findings import Finding
from opads.rechecking import MOST, Trace, compare, earlier_of, read_earlier, written
from opads.rendering.characters import shortened
from opads.report import Report
from opads.speech.findings import SpokenCatalogue
from opads.web.forms import Entry

__all__ = ("recheck_view",)

LISTED = 50
"""Findings of each kind that are listed."""


def recheck_view(report: Report, entry: Entry, catalogue: SpokenCatalogue) -> dict[str, Any]:
    """Return what ``recheck.html`` shows, and what the page keeps of this report for the next one."""
    kept = {"before": written(earlier_of(report, MOST))}
    earlier = read_earlier(entry.before) if entry.before else None
    if earlier is None:
        return {**kept, "recheck": None}
    change = compare(earlier, report)
    numbers = {id(finding): at for at, finding in enumerate((f for g in report.groups for f in g.samples), start=1)}
    return {
        **kept,
        "recheck": {
            "total": change.total,
            "mended": [_told(trace, catalogue) for trace in change.mended if catalogue.get(trace.rule)][:LISTED],
            "new": [_found(finding, numbers, catalogue) for finding in change.new[:LISTED]],
            "remaining": [_found(finding, numbers, catalogue) for finding in change.remaining[:LISTED]],
        },
    }


def _told(trace: Trace, catalogue: SpokenCatalogue) -> dict[str, Any]:
    record = None if trace.record < 0 else trace.record
    return _row(trace.rule, trace.native, record, None, catalogue)


def _found(finding: Finding, numbers: dict[int, int], catalogue: SpokenCatalogue) -> dict[str, Any]:
    return _row(finding.rule, finding.native or "", finding.record, numbers.get(id(finding)), catalogue)


def _row(rule: str, native: str, record: int | None, number: int | None, catalogue: SpokenCatalogue) -> dict[str, Any]:
    info = catalogue.get(rule)
    return {
        "title": info.title if info else rule,
        "tongue": catalogue.tongue(rule),
        "native": shortened(native, 120),
        "record": None if record is None else record + 1,
        "number": number,
    }
