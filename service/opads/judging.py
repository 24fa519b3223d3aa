"""Judges one native record: its own schema, the lens, the canonical schema, the rules. One pass, one direction."""

from __future__ import annotations

from datetime import date
from operator import itemgetter
from typing import Any

from opads.carriers import NativeRecord, Place
from opads.catalogue import Catalogue
from opads.echoes import absences_told, consequences
from opads.findings import Finding
from opads.formats import Format, Pack
from opads.judged import Failed, Judged, plain
from opads.rules import Checked, Outcome, RuleInput
from opads.rules.selection import select_at
from opads.standard.schemas import SchemaIssue, SchemaSet

__all__ = ("Judge", "Judged", "plain")

NOT_JUDGED = "opads/law-not-judged"
_ORDER = itemgetter(0, 1)
_POINTERS = 4096
"""Native pointers that are remembered as declared."""


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
        self._given = as_of.isoformat() if as_of is not None else ""
        self._wanted = targets
        packs = [(format_, format_.rules) for format_ in dict.fromkeys((source, *targets))]
        self._packs = [pack.applicable(own=format_ is source) for format_, pack in packs]
        self._silent = [f for (f, _), pack in zip(packs, self._packs, strict=True) if f in targets and not len(pack)]
        self._declared: set[str] = set()
        self._dates = [select_at(path) for path in source.file.as_of]

    def judge(self, record: NativeRecord, document: Any = None) -> Judged:
        """Return findings, outcomes and the canonical disclosure of a record; never raises for its contents."""
        reading = self.source.lens.read(record.value, complete=False)
        as_of, basis = self.date_of(reading.disclosure)
        values = RuleInput(reading.disclosure, record.value, document, as_of)
        judged = Judged(record, reading, values, basis)
        blamed: set[str] = set()
        for trouble in record.troubles:
            judged.told.append(self.trouble(trouble.rule, trouble.params, trouble.place, record.index, trouble.pointer))
            blamed.add(trouble.pointer or "")
        if not record.fits:
            self._native_schema(record, judged, blamed)
        if reading.unreadable:
            self._unreadable(record, judged, blamed)
        if reading.kept:
            self._unknown(record, judged, blamed)
        if not self.source.lens.identity:
            self._canonical_schema(record, judged, blamed)
        if self._wanted:
            self._not_in_force(record, judged)
            self._not_judged(record, judged)
        for pack in self._packs:
            checked = pack.due(as_of).check(values)
            if checked.failed or checked.left:
                self._broken(judged, checked, own=pack is self._packs[0])
            else:
                judged.checked.append(checked)
        return judged

    def _broken(self, judged: Judged, checked: Checked, *, own: bool) -> None:
        """Take in the rules of a pack that did not hold, or that must be asked themselves."""
        say_once = own and bool(judged.found)
        if say_once:
            checked = checked.unheard()
        judged.checked.append(checked)
        rules, severities = checked.due.rules, checked.due.severities
        outcomes = [rules[number].judge(judged.values) for number in checked.left]
        if say_once:
            self._say_once(judged, outcomes)
        if not checked.failed:
            judged.broken += outcomes
            return
        found: list[tuple[int, int, Failed | Outcome]] = [
            (number, element, Failed(rules[number], severities[number], element)) for number, element in checked.failed
        ]
        found += [(number, -1, outcome) for number, outcome in zip(checked.left, outcomes, strict=True)]
        found.sort(key=_ORDER)
        judged.broken += [item for _, _, item in found]

    def _say_once(self, judged: Judged, own: list[Outcome]) -> None:
        """Leave out what the schema repeats of a rule's finding, and what a rule says of a value the schema refused."""
        lens, disclosure = self.source.lens, judged.reading.disclosure
        for position, outcome in consequences(own, judged.found, lens, disclosure):
            own[position] = outcome
        failures = [f for outcome in own for f in outcome.failures if f.target == "disclosure" or f.severity == "error"]
        for finding in absences_told(judged.found, failures, lens, disclosure):
            judged.found.remove(finding)

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
            return self._given, "given"
        for select in self._dates:
            for value in select(disclosure):
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
                judged.found.append(Finding("opads/law-not-in-force", "warning", found, record.index, None, ""))

    def _not_judged(self, record: NativeRecord, judged: Judged) -> None:
        """Say so where none of the rules asked for looks at disclosures of this format: silence would look like approval."""
        for format_ in self._silent:
            if format_ is self.source and not len(format_.rules):
                continue
            params = {"format": format_.id, "source": self.source.id}
            judged.found.append(Finding(NOT_JUDGED, "warning", params, record.index, None, ""))
            judged.broken.append(Outcome(NOT_JUDGED, "not-evaluated", f"no rule of {format_.id} judges it"))

    def _issue(self, issue: SchemaIssue, record: NativeRecord, native: str, pointer: str | None) -> Finding:
        info = self.catalogue.get(issue.rule)
        severity = info.severity if info else "error"
        return Finding(issue.rule, severity, plain(issue.params), record.index, pointer, native)

    def _native_schema(self, record: NativeRecord, judged: Judged, blamed: set[str]) -> None:
        for issue in self.source.record_validator.validate(record.value):
            if issue.pointer in blamed:
                continue
            blamed.add(issue.pointer)
            mapped = judged.reading.mapped.get(issue.pointer)
            judged.found.append(self._issue(issue, record, issue.pointer, mapped[0] if mapped else None))

    def _unreadable(self, record: NativeRecord, judged: Judged, blamed: set[str]) -> None:
        for item in judged.reading.unreadable:
            if item.pointer in blamed or any(b and item.pointer.startswith(b + "/") for b in blamed):
                continue
            blamed.add(item.pointer)
            params = plain({**item.params, "reason": item.reason, "field": item.pointer.lstrip("/")})
            rule = f"opads/unreadable-{item.reason}"
            if self.catalogue.get(rule) is None:
                rule = "opads/unreadable-value"
            judged.found.append(Finding(rule, item.severity, params, record.index, None, item.pointer))

    def _unknown(self, record: NativeRecord, judged: Judged, blamed: set[str]) -> None:
        kept = judged.reading.kept
        if kept.keys() <= self._declared:
            return
        for pointer in kept:
            found = self.source.declared.unknown(pointer)
            if found is None:
                if len(self._declared) < _POINTERS:
                    self._declared.add(pointer)
                continue
            if found[0] in blamed:
                continue
            blamed.add(found[0])
            params = {"field": found[0].lstrip("/"), "nearest": found[1]}
            judged.found.append(Finding("opads/unknown-field", "warning", plain(params), record.index, None, found[0]))

    def _canonical_schema(self, record: NativeRecord, judged: Judged, blamed: set[str]) -> None:
        for issue in self.schemas.disclosure.validate(judged.reading.disclosure):
            native = judged.reading.origin(issue.pointer)
            if native is None or native in blamed:
                continue
            blamed.add(native)
            judged.found.append(self._issue(issue, record, native, issue.pointer))
