"""The part of the check page that says what became of the findings of the check before."""

from __future__ import annotations

from typing import Any

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
    info = catalogue.get(trace.rule)
    record = trace.record + 1 if trace.record >= 0 else None
    title = info.title if info else trace.rule
    return {
        "title": title,
        "tongue": catalogue.tongue(trace.rule),
        "native": shortened(trace.native, 120),
        "record": record,
    }


def _found(finding: Any, numbers: dict[int, int], catalogue: SpokenCatalogue) -> dict[str, Any]:
    info = catalogue.get(finding.rule)
    return {
        "title": info.title if info else finding.rule,
        "tongue": catalogue.tongue(finding.rule),
        "native": shortened(finding.native or "", 120),
        "record": None if finding.record is None else finding.record + 1,
        "number": numbers.get(id(finding)),
    }
