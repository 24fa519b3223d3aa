"""The one report: what was checked, what was found, what was not checked, by which versions."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import replace

import opads
from opads.carriers import NativeRecord
from opads.catalogue import Citation
from opads.findings import SEVERITIES, Finding
from opads.parts import PER_FIELD, REASONS, Gathered, Part, Position, Tally, field_of
from opads.rules import Due, Marks
from opads.standard.jsonvalue import canonical

__all__ = (
    "Counting",
    "Group",
    "InputInfo",
    "Ledger",
    "LedgerRow",
    "Report",
    "ReportBuilder",
    "canonical_report",
    "report_of",
)

Counting: TypeAlias = Callable[[str, str, int | None], None]
"""Told of a finding: its rule, its severity, the number of its record."""
SAMPLES = 100
"""Findings of one rule that a report quotes; the totals are always true."""


class FormatInfo(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A format that took part, with the digest of its folder."""

    id: str
    name: str
    digest: str
    local: bool = False
    """Whether the folder was named by whoever ran the check, and is none of the standard's."""


class InputInfo(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What was read."""

    bytes: int
    sha256: str
    format: str | None = None
    carrier: str | None = None
    detected: bool = False


class Totals(msgspec.Struct, frozen=True, rename="camel"):
    """True counts, whatever the samples show."""

    records: int
    valid: int
    invalid: int
    undetermined: int
    errors: int
    warnings: int
    infos: int
    outside: int
    """Lines of the document that disclose no ad and were not read as one."""


class Group(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """All findings of one rule and severity: the true total and the first of them."""

    rule: str
    severity: str
    title: str
    total: int
    records: int
    citations: tuple[Citation, ...]
    text: str
    """English sentence of the first finding; any language can be made of rule and params."""
    fix: str
    samples: tuple[Finding, ...]


class LedgerRow(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """How the checks of one rule ended, over all records."""

    rule: str
    passed: int = 0
    failed: int = 0
    not_applicable: int = 0
    not_evaluated: int = 0
    needs_human: int = 0
    reasons: tuple[str, ...] = ()


class Ledger(msgspec.Struct, frozen=True, rename="camel"):
    """Every check that was due: the five outcomes add up to ``due``."""

    due: int
    passed: int
    failed: int
    not_applicable: int
    not_evaluated: int
    needs_human: int
    rules: tuple[LedgerRow, ...]


class AsOf(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """The date or dates as of which the law was applied, and where they come from."""

    basis: tuple[str, ...]
    first: str | None = None
    last: str | None = None


class Report(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A whole report; its JSON Schema is ``schema/1.0/report.json``."""

    report: str
    verdict: str
    engine: dict[str, str]
    standard: dict[str, str]
    formats: tuple[FormatInfo, ...]
    judged_for: tuple[str, ...]
    input: InputInfo
    as_of: AsOf
    totals: Totals
    groups: tuple[Group, ...]
    ledger: Ledger

    @property
    def acceptable(self) -> bool:
        """Whether nothing was found that makes the disclosures unacceptable."""
        return self.verdict == "valid"


_MOST_MARKS = 4096
"""Ways in which the rules of a pack end that are counted as such before they are told apart."""

OUTCOMES = ("passed", "failed", "not-applicable", "not-evaluated", "needs-human")


class ReportBuilder:
    """Collects findings and outcomes, record by record.

    ``block`` is the number of the block of bytes, where a whole is judged in blocks; ``phase`` rises as the work goes on.
    """

    def __init__(
        self,
        samples: int | None = SAMPLES,
        block: int = 0,
        counting: Counting | None = None,
    ) -> None:
        self.samples = samples
        self.counting = counting
        """Told of every finding, also of those that are not quoted."""
        self.block = block
        self.phase = 0
        self.outside = 0
        self.records = 0
        self._number = 0
        self._groups: dict[tuple[str, str], tuple[list[tuple[Position, Finding]], list[int], set[int | None]]] = {}
        self._fields: Counter[tuple[str, str, str]] = Counter()
        self._outcomes: dict[str, Counter[str]] = {}
        self._marks: dict[Due, Counter[Marks]] = {}
        self._reasons: dict[str, dict[str, Position]] = {}
        self._counts: Counter[str] = Counter()
        self._basis: set[str] = set()
        self._dates: set[str] = set()

    def _position(self) -> Position:
        self._number += 1
        return self.phase, self.block, self._number

    def add(self, finding: Finding, record: NativeRecord | None = None) -> None:
        """Take a finding in; ``record`` is asked for the place of one that has none, where the finding is quoted."""
        rule, severity = finding.rule, finding.severity
        found = self.count(rule, severity, finding.record)
        if self.samples is not None:
            if len(found) >= self.samples or self.crowded(rule, severity, finding.native):
                return
            self._fields[rule, severity, field_of(finding.native)] += 1
        if record is not None:
            finding = replace(finding, place=record.locate(finding.native or ""))
        found.append((self._position(), finding))

    def count(self, rule: str, severity: str, record: int | None) -> list[tuple[Position, Finding]]:
        """Count a finding without quoting it; return those that are quoted."""
        found, total, records = self._groups.setdefault((rule, severity), ([], [0], set()))
        total[0] += 1
        records.add(record)
        self._counts[severity] += 1
        if self.counting is not None:
            self.counting(rule, severity, record)
        return found

    def full(self, rule: str, severity: str) -> bool:
        """Say whether no further finding of a rule is quoted."""
        group = self._groups.get((rule, severity))
        return group is not None and self.samples is not None and len(group[0]) >= self.samples

    def crowded(self, rule: str, severity: str, native: str | None) -> bool:
        """Say whether no further finding of a rule in this native field is quoted."""
        return self.samples is not None and self._fields[rule, severity, field_of(native)] >= PER_FIELD and bool(native)

    def checked(self, due: Due, marks: Marks) -> None:
        """Take in how the rules of a pack ended for a record."""
        counts = self._marks.get(due)
        if counts is None:
            counts = self._marks[due] = Counter()
            for rule in due.others:
                self._reason(rule.rule.id, rule.not_in_force.reason or "")
        counts[marks] += 1
        if len(counts) > _MOST_MARKS:
            self._tell()

    def _tell(self) -> None:
        """Turn marks into outcomes of rules."""
        for due, counts in self._marks.items():
            for marks, count in counts.items():
                for rule, status in due.statuses(marks):
                    self._outcomes.setdefault(rule, Counter())[status] += count
            counts.clear()

    def outcome(self, rule: str, status: str, reason: str | None = None) -> None:
        """Take the outcome of one check in."""
        self._outcomes.setdefault(rule, Counter())[status] += 1
        if reason and status in ("not-evaluated", "not-applicable", "needs-human"):
            self._reason(rule, reason)

    def _reason(self, rule: str, reason: str) -> None:
        reasons = self._reasons.setdefault(rule, {})
        if reason not in reasons and len(reasons) < REASONS:
            reasons[reason] = self._position()

    def judged(self, verdict: str, date: str | None, basis: str) -> None:
        """Count a record."""
        self.records += 1
        self._counts[verdict] += 1
        self._basis.add(basis)
        if date is not None and date not in self._dates:
            self._dates = {min({date, *self._dates}), max({date, *self._dates})}

    def unjudged(self) -> None:
        """Count a record that could not be judged."""
        self.records += 1
        self._counts["undetermined"] += 1

    def part(self) -> Part:
        """Return what was collected, to be merged with that of other records."""
        self._tell()
        return Part(
            samples=self.samples,
            groups={
                f"{severity} {rule}": Gathered(total[0], len(records - {None}), None in records, tuple(found))
                for (rule, severity), (found, total, records) in self._groups.items()
            },
            outcomes={
                rule: Tally(dict(counts), tuple((at, reason) for reason, at in self._reasons.get(rule, {}).items()))
                for rule, counts in self._outcomes.items()
            },
            counts=dict(self._counts),
            basis=frozenset(self._basis),
            dates=tuple(sorted(self._dates)),
            records=self.records,
            outside=self.outside,
        )

    def build(
        self,
        *,
        input_info: InputInfo,
        registry: Any,
        catalogue: Any,
        formats: tuple[str, ...],
        judged_for: tuple[str, ...],
    ) -> Report:
        """Return the report."""
        return report_of(
            self.part(),
            input_info=input_info,
            registry=registry,
            catalogue=catalogue,
            formats=formats,
            judged_for=judged_for,
        )


def report_of(
    part: Part,
    *,
    input_info: InputInfo,
    registry: Any,
    catalogue: Any,
    formats: tuple[str, ...],
    judged_for: tuple[str, ...],
) -> Report:
    """Return the report that a part is when nothing is missing from it any more."""
    counts = Counter(part.counts)
    ledger = _ledger(part)
    verdict = "valid"
    if counts["error"]:
        verdict = "invalid"
    elif ledger.not_evaluated or not part.records:
        verdict = "undetermined"
    infos = tuple(FormatInfo(f.id, f.file.name, f.digest, f.local) for f in map(registry.judging, formats))
    return Report(
        report="1.0",
        verdict=verdict,
        engine={"name": "opads", "version": opads.__version__},
        standard={"version": registry.schemas.version, "digest": registry.schemas.digest},
        formats=infos,
        judged_for=judged_for,
        input=input_info,
        as_of=AsOf(tuple(sorted(part.basis)), min(part.dates, default=None), max(part.dates, default=None)),
        totals=Totals(
            records=part.records,
            valid=counts["valid"],
            invalid=counts["invalid"],
            undetermined=counts["undetermined"],
            errors=counts["error"],
            warnings=counts["warning"],
            infos=counts["info"],
            outside=part.outside,
        ),
        groups=_groups(part, catalogue),
        ledger=ledger,
    )


def _groups(part: Part, catalogue: Any) -> tuple[Group, ...]:
    groups = []
    for name, gathered in part.groups.items():
        severity, _, rule = name.partition(" ")
        info = catalogue.get(rule)
        ordered = sorted((finding for _, finding in gathered.samples), key=lambda f: f.order)
        first = ordered[0] if ordered else Finding(rule, severity)
        groups.append(
            Group(
                rule,
                severity,
                info.title if info else rule,
                gathered.total,
                gathered.records + gathered.whole,
                info.citations if info else (),
                catalogue.text(rule, first.params),
                catalogue.fix(rule, first.params),
                tuple(ordered),
            )
        )
    groups.sort(key=lambda g: (SEVERITIES.index(g.severity), -g.total, g.rule))
    return tuple(groups)


def _ledger(part: Part) -> Ledger:
    sums: Counter[str] = Counter()
    rows = []
    for rule, tally in sorted(part.outcomes.items()):
        sums.update(tally.counts)
        reasons = tuple(reason for _, reason in tally.reasons)
        rows.append(LedgerRow(rule=rule, **_counts(Counter(tally.counts)), reasons=reasons))
    return Ledger(due=sums.total(), **_counts(sums), rules=tuple(rows))


def _counts(outcomes: Counter[str]) -> dict[str, int]:
    return {status.replace("-", "_"): outcomes[status] for status in OUTCOMES}


def input_info(data: bytes, format_id: str | None, carrier: str | None, *, detected: bool) -> InputInfo:
    """Describe the bytes read."""
    return InputInfo(len(data), hashlib.sha256(data).hexdigest(), format_id, carrier, detected)


def canonical_report(report: Report) -> bytes:
    """Return the report in the canonical form of RFC 8785: the same bytes from every door."""
    return canonical(report, str)
