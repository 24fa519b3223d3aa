"""The one report: what was checked, what was found, what was not checked, by which versions."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import msgspec

import opads
from opads.catalogue import Citation
from opads.findings import SEVERITIES, Finding
from opads.parts import PER_FIELD, REASONS, Gathered, Part, Position, Tally, field_of
from opads.standard.jsonvalue import canonical

__all__ = ("Group", "InputInfo", "Ledger", "LedgerRow", "Report", "ReportBuilder", "canonical_report", "report_of")

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


OUTCOMES = ("passed", "failed", "not-applicable", "not-evaluated", "needs-human")


class ReportBuilder:
    """Collects findings and outcomes, record by record.

    ``block`` is the number of the block of bytes, where a whole is judged in blocks; ``phase`` rises as the work goes on.
    """

    def __init__(self, samples: int | None = SAMPLES, block: int = 0) -> None:
        self.samples = samples
        self.block = block
        self.phase = 0
        self.outside = 0
        self.records = 0
        self._number = 0
        self._groups: dict[tuple[str, str], tuple[list[tuple[Position, Finding]], list[int], set[int | None]]] = {}
        self._fields: Counter[tuple[str, str, str]] = Counter()
        self._outcomes: dict[str, Counter[str]] = {}
        self._reasons: dict[str, dict[str, Position]] = {}
        self._counts: Counter[str] = Counter()
        self._basis: set[str] = set()
        self._dates: set[str] = set()

    def _position(self) -> Position:
        self._number += 1
        return self.phase, self.block, self._number

    def add(self, finding: Finding) -> None:
        """Take a finding in."""
        found, total, records = self._groups.setdefault((finding.rule, finding.severity), ([], [0], set()))
        total[0] += 1
        records.add(finding.record)
        self._counts[finding.severity] += 1
        if self.samples is None:
            found.append((self._position(), finding))
        elif len(found) < self.samples:
            field = (finding.rule, finding.severity, field_of(finding))
            self._fields[field] += 1
            if not field[2] or self._fields[field] <= PER_FIELD:
                found.append((self._position(), finding))

    def outcome(self, rule: str, status: str, reason: str | None = None) -> None:
        """Take the outcome of one check in."""
        self._outcomes.setdefault(rule, Counter())[status] += 1
        if reason and status in ("not-evaluated", "not-applicable", "needs-human"):
            reasons = self._reasons.setdefault(rule, {})
            if reason not in reasons and len(reasons) < REASONS:
                reasons[reason] = self._position()

    def judged(self, verdict: str, date: str | None, basis: str) -> None:
        """Count a record."""
        self.records += 1
        self._counts[verdict] += 1
        self._basis.add(basis)
        if date is not None:
            self._dates = {min({date, *self._dates}), max({date, *self._dates})}

    def part(self) -> Part:
        """Return what was collected, to be merged with that of other records."""
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
