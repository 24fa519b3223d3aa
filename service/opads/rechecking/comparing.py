"""Compares the findings of a report with those of an earlier one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeAlias

import msgspec

from opads.findings import SEVERITIES, Finding
from opads.rechecking.traces import Earlier, Trace, trace_of
from opads.report import Report

__all__ = ("Change", "Tally", "compare")

Key: TypeAlias = Callable[[Trace], Hashable]
ALIKE: tuple[Key, ...] = (
    lambda trace: (trace.rule, trace.native, trace.digest, trace.record),
    lambda trace: (trace.rule, trace.native, trace.digest),
    lambda trace: (trace.rule, trace.native, trace.record),
)
"""What makes two findings the same, the surest first: a record may have moved, or its value be another wrong one."""


class Tally(msgspec.Struct, frozen=True):
    """How many findings are mended, new, and as they were."""

    mended: int = 0
    new: int = 0
    remaining: int = 0


class Change(msgspec.Struct, frozen=True):
    """What became of the findings. The tallies are true where both reports quote all; else they go by the totals."""

    mended: tuple[Trace, ...]
    new: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    total: Tally
    by_severity: dict[str, Tally]

    def fails(self, severities: tuple[str, ...]) -> bool:
        """Whether anything new is of one of some severities."""
        return any(tally.new for severity, tally in self.by_severity.items() if severity in severities)


def compare(earlier: Earlier, report: Report) -> Change:
    """Return what became of the findings of an earlier report."""
    now = [finding for group in report.groups for finding in group.samples]
    pairs = _paired(list(earlier.traces), [trace_of(finding) for finding in now])
    old = {one for one, _ in pairs}
    kept = {other for _, other in pairs}
    mended = [trace for number, trace in enumerate(earlier.traces) if number not in old]
    new = [finding for number, finding in enumerate(now) if number not in kept]
    remaining = [finding for number, finding in enumerate(now) if number in kept]
    counts = _counts(earlier, report, mended, new, remaining)
    by_severity = {severity: _sum(t for (_, s), t in counts.items() if s == severity) for severity in SEVERITIES}
    whole = {key for key, tally in counts.items() if not tally.new}
    return Change(
        tuple(trace for trace in mended if counts[trace.rule, trace.severity].mended),
        tuple(finding for finding in new if (finding.rule, finding.severity) not in whole),
        tuple(remaining),
        _sum(counts.values()),
        by_severity,
    )


def _paired(earlier: list[Trace], now: list[Trace]) -> list[tuple[int, int]]:
    """Return which findings are the same, as numbers in both lists."""
    pairs: list[tuple[int, int]] = []
    free_then, free_now = dict(enumerate(earlier)), dict(enumerate(now))
    for key in ALIKE:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for number, trace in free_then.items():
            waiting[key(trace)].append(number)
        for numbers in waiting.values():
            numbers.reverse()
        for number, trace in list(free_now.items()):
            if same := waiting.get(key(trace)):
                pairs.append((then := same.pop(), number))
                del free_then[then], free_now[number]
    return pairs


def _counts(
    earlier: Earlier, report: Report, mended: list[Trace], new: list[Finding], remaining: list[Finding]
) -> dict[tuple[str, str], Tally]:
    """Count by rule and severity; by the totals where one of the reports does not quote every finding."""
    then = {(count.rule, count.severity): count.total for count in earlier.counts}
    now = {(group.rule, group.severity): group.total for group in report.groups}
    quoted_then, quoted_now = _numbers(earlier.traces), _numbers([*new, *remaining])
    gone, come, left = _numbers(mended), _numbers(new), _numbers(remaining)
    counts: dict[tuple[str, str], Tally] = {}
    for key in dict.fromkeys((*then, *now, *quoted_then)):
        before, after = then.get(key, quoted_then.get(key, 0)), now.get(key, 0)
        if quoted_then.get(key, 0) >= before and quoted_now.get(key, 0) >= after:
            counts[key] = Tally(gone.get(key, 0), come.get(key, 0), left.get(key, 0))
        else:
            counts[key] = Tally(max(0, before - after), max(0, after - before), min(before, after))
    return counts


def _numbers(found: list[Trace] | list[Finding] | tuple[Trace, ...]) -> dict[tuple[str, str], int]:
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        numbers[one.rule, one.severity] += 1
    return numbers


def _sum(tallies: Iterable[Tally]) -> Tally:
    rows = list(tallies)
    return Tally(sum(t.mended for t in rows), sum(t.new for t in rows), sum(t.remaining for t in rows))
