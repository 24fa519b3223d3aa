"""What judging one record gave: the findings that are made are those that someone wants to see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec.structs import replace

from opads.carriers import NativeRecord
from opads.findings import Finding
from opads.mapping import Reading
from opads.report import ReportBuilder
from opads.rules import Checked, CompiledRule, Failure, Outcome, RuleInput

__all__ = ("Failed", "Judged", "plain")

_SURROGATE = re.compile("[\ud800-\udfff]")


class Failed(NamedTuple):
    """A rule that did not hold for an element (-1: for the whole), and how severe that is."""

    rule: CompiledRule
    severity: str
    element: int


@dataclass(slots=True)
class Judged:
    """What judging one record gave.

    ``told`` are findings with their place, ``found`` findings whose place is that of their native value; ``broken`` are
    rules that did not hold, in the order of their packs, and the outcomes of rules that were asked themselves.
    """

    record: NativeRecord
    reading: Reading
    values: RuleInput
    basis: str = ""
    told: list[Finding] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    broken: list[Failed | Outcome] = field(default_factory=list)

    @property
    def as_of(self) -> str:
        """The day as of which the record was judged."""
        return self.values.as_of

    @property
    def verdict(self) -> str:
        """``valid``, ``invalid`` or ``undetermined``."""
        if not (self.told or self.found or self.broken):
            return "valid"
        severities = [finding.severity for findings in (self.told, self.found) for finding in findings]
        open_ = False
        for item in self.broken:
            if isinstance(item, Failed):
                severities.append(item.severity)
            else:
                severities += [failure.severity for failure in item.failures]
                open_ |= item.status == "not-evaluated"
        if "error" in severities:
            return "invalid"
        return "undetermined" if open_ else "valid"

    @property
    def findings(self) -> list[Finding]:
        """All findings, with their places."""
        failures = (finding for item in self.broken for finding in self._findings(item))
        return [*self.told, *(self._placed(finding) for found in (self.found, failures) for finding in found)]

    def collect(self, builder: ReportBuilder) -> None:
        """Put all findings and outcomes into a report."""
        for finding in self.told:
            builder.add(finding)
        for finding in self.found:
            builder.add(finding, self.record)
        for checked in self.checked:
            builder.checked(checked.due, checked.marks)
        for item in self.broken:
            if isinstance(item, Failed):
                self._collect(builder, item)
                continue
            builder.outcome(item.rule_id, item.status, item.reason)
            for finding in self._findings(item):
                builder.add(finding, self.record)
        builder.judged(self.verdict, self.values.as_of, self.basis)

    def _collect(self, builder: ReportBuilder, failed: Failed) -> None:
        """Count a failure; make a finding of it only where it would be quoted."""
        rule, severity = failed.rule.rule.id, failed.severity
        if builder.full(rule, severity):
            builder.count(rule, severity, self.record.index)
            return
        pointer = failed.rule.pointer(self.values, failed.element)
        native = pointer if failed.rule.rule.on == "native" else self.reading.origin(pointer)
        if builder.crowded(rule, severity, native):
            builder.count(rule, severity, self.record.index)
            return
        for finding in self._findings(failed):
            builder.add(finding, self.record)

    def _placed(self, finding: Finding) -> Finding:
        return replace(finding, place=self.record.locate(finding.native or ""))

    def _findings(self, item: Failed | Outcome) -> Iterator[Finding]:
        """Yield the findings, without their places."""
        if isinstance(item, Failed):
            failure = item.rule.failure(self.values, item.severity, item.element)
            yield self._finding(item.rule.rule.id, failure)
            return
        for failure in item.failures:
            yield self._finding(item.rule_id, failure)

    def _finding(self, rule: str, failure: Failure) -> Finding:
        pointer = None if failure.target == "native" else failure.pointer
        native = failure.pointer if pointer is None else self.reading.origin(pointer)
        return Finding(rule, failure.severity, plain(failure.params), self.record.index, pointer, native)


def plain(params: dict[str, Any]) -> dict[str, Any]:
    """Return parameters that every rendering can write: exact numbers as text where JSON numbers would not hold them."""

    def value(node: Any) -> Any:
        if isinstance(node, Decimal) or (isinstance(node, int) and abs(node) >= 2**53):
            return f"{node:f}" if isinstance(node, Decimal) and abs(node.adjusted()) < 60 else str(node)
        if isinstance(node, dict):
            return {str(k): value(v) for k, v in node.items()}
        if isinstance(node, list | tuple):
            return [value(v) for v in node]
        if isinstance(node, str):
            return node if node.isascii() else _SURROGATE.sub("\ufffd", node)
        return node

    return {key: value(item) for key, item in params.items() if item is not None}
