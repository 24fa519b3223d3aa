"""Judges one native record: its own schema, the lens, the canonical schema, the rules. One pass, one direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from opads.carriers import NativeRecord, Place
from opads.catalogue import Catalogue
from opads.echoes import absences_told, consequences
from opads.findings import Finding
from opads.formats import Format, Pack
from opads.mapping import Reading
from opads.mapping.path import compile_path
from opads.rules import Outcome, RuleInput
from opads.standard.schemas import SchemaIssue, SchemaSet

__all__ = ("Judge", "Judged", "plain")

NOT_JUDGED = "opads/law-not-judged"


@dataclass(slots=True)
class Judged:
    """What judging one record gave."""

    reading: Reading
    findings: list[Finding] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    as_of: str = ""
    basis: str = ""

    @property
    def verdict(self) -> str:
        """``valid``, ``invalid`` or ``undetermined``."""
        if any(f.severity == "error" for f in self.findings):
            return "invalid"
        if any(o.status == "not-evaluated" for o in self.outcomes):
            return "undetermined"
        return "valid"


class Judge:
    """Judges records of one format, by its own rules and by those of other formats asked for."""

    def __init__(
        self,
        source: Format,
        targets: tuple[Format | Pack, ...],
        schemas: SchemaSet,
        catalogue: Catalogue,
        as_of: date | None = None,
    ) -> None:
        self.source = source
        self.schemas = schemas
        self.catalogue = catalogue
        self.as_of = as_of
        self._wanted = targets
        packs = [(format_, format_.rules) for format_ in dict.fromkeys((source, *targets))]
        self._packs = [pack.applicable(own=format_ is source) for format_, pack in packs]
        self._silent = [f for (f, _), pack in zip(packs, self._packs, strict=True) if f in targets and not len(pack)]
        self._dates = [compile_path(path) for path in source.file.as_of]

    def judge(self, record: NativeRecord, document: Any = None) -> Judged:
        """Return findings, outcomes and the canonical disclosure of a record; never raises for its contents."""
        reading = self.source.lens.read(record.value, complete=False)
        as_of, basis = self.date_of(reading.disclosure)
        judged = Judged(reading, as_of=as_of, basis=basis)
        blamed: set[str] = set()
        for trouble in record.troubles:
            judged.findings.append(
                self.trouble(trouble.rule, trouble.params, trouble.place, record.index, trouble.pointer)
            )
            blamed.add(trouble.pointer or "")
        if not record.fits:
            self._native_schema(record, judged, blamed)
        self._unreadable(record, judged, blamed)
        self._unknown(record, judged, blamed)
        if not self.source.lens.identity:
            self._canonical_schema(record, judged, blamed)
        self._not_in_force(record, judged)
        self._not_judged(record, judged)
        values = RuleInput(reading.disclosure, record.value, document, as_of)
        own = self._packs[0].evaluate(values, "record")
        self._say_once(judged, own)
        for outcomes in (own, *(pack.evaluate(values, "record") for pack in self._packs[1:])):
            for outcome in outcomes:
                judged.outcomes.append(outcome)
                judged.findings.extend(self._failures(outcome, record, reading))
        return judged

    def _say_once(self, judged: Judged, own: list[Outcome]) -> None:
        """Leave out what the schema repeats of a rule's finding, and what a rule says of a value the schema refused."""
        lens, disclosure = self.source.lens, judged.reading.disclosure
        for position, outcome in consequences(own, judged.findings, lens, disclosure):
            own[position] = outcome
        failures = [f for outcome in own for f in outcome.failures if f.target == "disclosure" or f.severity == "error"]
        for finding in absences_told(judged.findings, failures, lens, disclosure):
            judged.findings.remove(finding)

    def judge_document(self, document: Any, as_of: str, locate: Any) -> tuple[list[Finding], list[Outcome]]:
        """Judge what concerns the whole document."""
        findings: list[Finding] = []
        outcomes = self._packs[0].evaluate(RuleInput({}, None, document, as_of), "document")
        for outcome in outcomes:
            findings.extend(
                Finding(
                    outcome.rule_id,
                    failure.severity,
                    plain(failure.params),
                    None,
                    None,
                    failure.pointer,
                    locate(failure.pointer),
                )
                for failure in outcome.failures
            )
        return findings, outcomes

    def date_of(self, disclosure: dict[str, Any]) -> tuple[str, str]:
        """Return the date as of which a disclosure is judged, and why that one: given, own or today."""
        if self.as_of is not None:
            return self.as_of.isoformat(), "given"
        for path in self._dates:
            for _, value in path.find(disclosure):
                try:
                    return date.fromisoformat(str(value)[:10]).isoformat(), "own"
                except ValueError:
                    continue
        return date.today().isoformat(), "today"  # noqa: DTZ011 - the date where the service runs

    def trouble(
        self, rule: str, params: dict[str, Any], place: Place | None, record: int | None, native: str | None
    ) -> Finding:
        """Return the finding that a carrier's trouble is."""
        info = self.catalogue.get(rule)
        return Finding(rule, info.severity if info else "error", plain(params), record, None, native, place)

    def _not_in_force(self, record: NativeRecord, judged: Judged) -> None:
        """Say so where a law that was asked for did not apply yet, or no more: silence would look like approval."""
        for format_ in self._wanted:
            file = format_.file
            early = file.valid_from is not None and judged.as_of < file.valid_from.isoformat()
            late = file.valid_until is not None and judged.as_of > file.valid_until.isoformat()
            if early or late:
                params = {
                    "format": format_.id,
                    "date": judged.as_of,
                    "from": file.valid_from,
                    "until": file.valid_until,
                }
                found = {name: str(value) for name, value in params.items() if value is not None}
                judged.findings.append(
                    Finding("opads/law-not-in-force", "warning", found, record.index, None, "", record.locate(""))
                )

    def _not_judged(self, record: NativeRecord, judged: Judged) -> None:
        """Say so where none of the rules asked for looks at disclosures of this format: silence would look like approval."""
        for format_ in self._silent:
            if format_ is self.source and not len(format_.rules):
                continue
            params = {"format": format_.id, "source": self.source.id}
            place = record.locate("")
            judged.findings.append(Finding(NOT_JUDGED, "warning", params, record.index, None, "", place))
            judged.outcomes.append(Outcome(NOT_JUDGED, "not-evaluated", f"no rule of {format_.id} judges it"))

    def _issue(self, issue: SchemaIssue, record: NativeRecord, native: str, pointer: str | None) -> Finding:
        info = self.catalogue.get(issue.rule)
        severity = info.severity if info else "error"
        return Finding(issue.rule, severity, plain(issue.params), record.index, pointer, native, record.locate(native))

    def _native_schema(self, record: NativeRecord, judged: Judged, blamed: set[str]) -> None:
        for issue in self.source.record_validator.validate(record.value):
            if issue.pointer in blamed:
                continue
            blamed.add(issue.pointer)
            mapped = judged.reading.mapped.get(issue.pointer)
            judged.findings.append(self._issue(issue, record, issue.pointer, mapped[0] if mapped else None))

    def _unreadable(self, record: NativeRecord, judged: Judged, blamed: set[str]) -> None:
        for item in judged.reading.unreadable:
            if item.pointer in blamed or any(b and item.pointer.startswith(b + "/") for b in blamed):
                continue
            blamed.add(item.pointer)
            params = plain({**item.params, "reason": item.reason, "field": item.pointer.lstrip("/")})
            place = record.locate(item.pointer)
            rule = f"opads/unreadable-{item.reason}"
            if self.catalogue.get(rule) is None:
                rule = "opads/unreadable-value"
            judged.findings.append(Finding(rule, item.severity, params, record.index, None, item.pointer, place))

    def _unknown(self, record: NativeRecord, judged: Judged, blamed: set[str]) -> None:
        for pointer in judged.reading.kept:
            found = self.source.declared.unknown(pointer)
            if found is None or found[0] in blamed:
                continue
            blamed.add(found[0])
            params = {"field": found[0].lstrip("/"), "nearest": found[1]}
            place = record.locate(found[0])
            judged.findings.append(
                Finding("opads/unknown-field", "warning", plain(params), record.index, None, found[0], place)
            )

    def _canonical_schema(self, record: NativeRecord, judged: Judged, blamed: set[str]) -> None:
        for issue in self.schemas.disclosure.validate(judged.reading.disclosure):
            native = judged.reading.origin(issue.pointer)
            if native is None or native in blamed:
                continue
            blamed.add(native)
            judged.findings.append(self._issue(issue, record, native, issue.pointer))

    @staticmethod
    def _failures(outcome: Outcome, record: NativeRecord, reading: Reading) -> Iterator[Finding]:
        for failure in outcome.failures:
            pointer = native = None
            if failure.target == "native":
                native = failure.pointer
            else:
                pointer = failure.pointer
                native = reading.origin(pointer)
            place = record.locate(native or "")
            yield Finding(
                outcome.rule_id, failure.severity, plain(failure.params), record.index, pointer, native, place
            )


def plain(params: dict[str, Any]) -> dict[str, Any]:
    """Return parameters that every rendering can write: exact numbers as text where JSON numbers would not hold them."""

    def value(node: Any) -> Any:
        if isinstance(node, Decimal) or (isinstance(node, int) and abs(node) > 2**53):
            return f"{node:f}" if isinstance(node, Decimal) and abs(node.adjusted()) < 60 else str(node)
        if isinstance(node, dict):
            return {str(k): value(v) for k, v in node.items()}
        if isinstance(node, list | tuple):
            return [value(v) for v in node]
        if isinstance(node, str):
            return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in node)
        return node

    return {key: value(item) for key, item in params.items() if item is not None}
