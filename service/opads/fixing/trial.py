"""Tries a change of one record out: which findings it has then, before anything is offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

from opads.carriers import NativeRecord, Trouble
from opads.findings import Finding
from opads.judged import Failed, Judged
from opads.judging import Judge
from opads.report import Report

__all__ = ("Counts", "Trial", "counts_of", "grown", "judged_counts")

Counts: TypeAlias = Mapping[tuple[str, str], int]
"""Findings by rule and severity."""


def judged_counts(judged: Judged) -> Counts:
    """Count the findings of a record."""
    counts = Counter((finding.rule, finding.severity) for told in (judged.told, judged.found) for finding in told)
    for item in judged.broken:
        if isinstance(item, Failed):
            counts[item.rule.rule.id, item.severity] += 1
        else:
            counts.update((item.rule_id, failure.severity) for failure in item.failures)
            if item.status == "not-evaluated":
                counts[item.rule_id, "not-evaluated"] += 1
    return counts


def counts_of(report: Report) -> Counts:
    """Count the findings of a whole document, and the checks that were not evaluated."""
    counts = Counter({(group.rule, group.severity): group.total for group in report.groups})
    counts.update({(row.rule, "not-evaluated"): row.not_evaluated for row in report.ledger.rules if row.not_evaluated})
    return counts


def grown(before: Counts, after: Counts) -> bool:
    """Say whether any rule has more findings than before."""
    return any(number > before.get(rule, 0) for rule, number in after.items())


class Trial:
    """Judges changed records as the document's own were judged."""

    def __init__(self, judge: Judge, document: Any) -> None:
        self._judge = judge
        self._document = document

    def mends(self, record: NativeRecord, judged: Judged, finding: Finding, value: Any) -> bool | None:
        """Try another value of a record out.

        True says that the finding is gone and no other came, False that others came, None that it is still there.
        """
        troubles: list[Trouble] = [
            trouble for trouble in record.troubles if (trouble.rule, trouble.pointer) != (finding.rule, finding.native)
        ]
        changed = NativeRecord(record.index, value, record.locator, troubles)
        before, after = judged_counts(judged), judged_counts(self._judge.judge(changed, self._document))
        rule = (finding.rule, finding.severity)
        if after.get(rule, 0) >= before.get(rule, 0):
            return None
        return not grown(before, after)
