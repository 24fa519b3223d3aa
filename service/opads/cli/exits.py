"""Exit codes: what a pipeline learns without reading a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opads.report import Report

__all__ = (
    "ACCEPTABLE", "FAIL_ON", "INTERNAL", "INTERRUPTED", "NOTHING", "UNACCEPTABLE", "UNCHECKABLE", "of_report", "worst",
)  # fmt: skip

ACCEPTABLE = 0
UNACCEPTABLE = 1
UNCHECKABLE = 2
NOTHING = 3
INTERNAL = 4
INTERRUPTED = 130

FAIL_ON = ("error", "warning", "info", "never")
"""Severities from which on a finding makes a file unacceptable."""

_GRAVEST_FIRST = (INTERNAL, UNCHECKABLE, UNACCEPTABLE, NOTHING, ACCEPTABLE)


def of_report(report: Report, fail_on: str = "error", *, allow_empty: bool = False) -> int:
    """Return the exit code of one report; ``never`` forgives findings, never checks that were not made."""
    totals = report.totals
    counts = {"error": totals.errors, "warning": totals.warnings, "info": totals.infos}
    until = FAIL_ON.index(fail_on) + 1 if fail_on in counts else 0
    if any(counts[severity] for severity in FAIL_ON[:until]):
        return UNACCEPTABLE
    if report.ledger.not_evaluated:
        return UNCHECKABLE
    if not totals.records and not allow_empty:
        return NOTHING
    return ACCEPTABLE


def worst(codes: Iterable[int]) -> int:
    """Return the code that counts for several files; of none, that nothing was checked."""
    return min(codes, key=_GRAVEST_FIRST.index, default=NOTHING)
