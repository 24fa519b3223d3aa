"""Makes the fixes of the findings of one record after the other."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from opads.carriers import NativeRecord, Place
from opads.carriers.pointer import join, split
from opads.findings import Finding
from opads.fixing.candidates import REMOVED, Candidate, candidates
from opads.fixing.model import Edit, Fix, Operation, RecordPatch, identity, json_text, operations, shown
from opads.fixing.patching import PatchError, patched
from opads.fixing.spans import Spans
from opads.fixing.spans.jsontext import JsonSpans
from opads.fixing.spans.table import TableSpans
from opads.fixing.trial import Trial
from opads.formats import Format
from opads.judged import Judged
from opads.standard.jsonvalue import get, leaves

__all__ = ("Proposer",)

TRIALS = 8
"""Other values that are tried out for one finding."""
DEAR = 10
"""Values in which no fault is that are judged in the time of one fault."""
ABSENT: Any = object()
PYTHON = "carrier-csv/python-literal"


class Proposer:
    """Collects the fixes of a document while it is judged: give ``take`` to ``validate``.

    It gives up, and says so, with ``most`` fixes, and when it has judged values anew ``effort`` times (never when None).
    """

    def __init__(self, format_: Format, spans: Spans, trial: Trial, *, most: int | None, effort: int | None) -> None:
        self._format = format_
        self.spans = spans
        self._trial = trial
        self._most = most
        self._left = effort
        self._shared: dict[Edit, int] = {}
        self.fixes: list[Fix] = []
        self.given_up = False
        self._size = 0

    def take(self, record: NativeRecord, judged: Judged) -> None:
        """Make the fixes of a record."""
        if self.given_up or not (judged.told or judged.found or judged.broken):
            return
        findings = judged.findings
        self._size = sum(1 for _ in leaves(record.value)) + DEAR * len(findings)
        for finding in findings:
            if self._most is not None and len(self.fixes) >= self._most:
                self.given_up = True
            if self.given_up:
                return
            fix = self._fix(record, judged, finding)
            if fix is not None:
                self._add(fix)

    def _add(self, fix: Fix) -> None:
        """Take a fix in; of records that share the bytes each adds its patch to the one fix."""
        number = self._shared.setdefault(fix.edit, len(self.fixes))
        if number == len(self.fixes):
            self.fixes.append(fix)
            return
        known = self.fixes[number]
        if {patch.record for patch in fix.patches}.isdisjoint(patch.record for patch in known.patches):
            self.fixes[number] = replace(known, patches=(*known.patches, *fix.patches))

    def _fix(self, record: NativeRecord, judged: Judged, finding: Finding) -> Fix | None:
        """Return the first fix of a finding that mends it, a safe one if there is any."""
        native, place = finding.native, finding.place
        if not native or place is None:
            return None
        value = get(record.value, native, ABSENT)
        if value is ABSENT:
            return None
        if finding.rule == PYTHON:
            return self._literal(record, finding, place, value)
        doubtful: Fix | None = None
        for number, candidate in enumerate(candidates(finding, value, self._format)):
            if number >= TRIALS:
                break
            fix = self._tried(record, judged, finding, value, candidate)
            if fix is not None and fix.safe:
                return fix
            doubtful = doubtful or fix
        return doubtful

    def _tried(
        self, record: NativeRecord, judged: Judged, finding: Finding, value: Any, candidate: Candidate
    ) -> Fix | None:
        place, native = finding.place, finding.native or ""
        if place is None:
            return None
        after, change, edit = self._change(native, place, value, candidate)
        if edit is None or not self._worth():
            return None
        try:
            mends = self._trial.mends(record, judged, finding, patched(record.value, change))
        except PatchError:
            return None
        if mends is None:
            return None
        before = shown(split(native)[-1]) if candidate.name else self._said(value, candidate.value)
        return Fix(
            identity(finding.rule, record.index, native, before, after),
            finding.rule,
            "safe" if mends and candidate.safe else "suggestion",
            candidate.reason,
            before,
            after,
            edit,
            record.index,
            native,
            place,
            (RecordPatch(change, None if self._everywhere(candidate) else record.index),),
        )

    def _worth(self) -> bool:
        """Say whether there is effort left for one more trial, which takes as long as the record is large."""
        if self._left is not None:
            self._left -= self._size
            self.given_up = self._left < 0
        return not self.given_up

    def _everywhere(self, candidate: Candidate) -> bool:
        """Say whether a change is one of all records: the name of a column."""
        return candidate.name and isinstance(self.spans, TableSpans)

    def _change(
        self, native: str, place: Place, value: Any, candidate: Candidate
    ) -> tuple[str, tuple[Operation, ...], Edit | None]:
        """Return what would stand there, the patch, and the edit where there is one."""
        tokens: list[str | int] = [*split(native)]
        if candidate.name:
            new = join([*tokens[:-1], candidate.value])
            edit = self.spans.renamed(place, str(tokens[-1]), candidate.value)
            return candidate.value, (Operation("move", new, origin=native),), edit
        if candidate.value is REMOVED:
            away = Operation("test", native, value), Operation("remove", native)
            return "", away, self.spans.removed(place, str(tokens[-1]))
        change = operations(native, value, candidate.value)
        return self._said(candidate.value, value), change, self.spans.replaced(place, value, candidate.value)

    def _literal(self, record: NativeRecord, finding: Finding, place: Place, value: Any) -> Fix | None:
        """Return the fix of a cell in the notation of Python: the same list or object as JSON."""
        found = self.spans.whole(place, value) if isinstance(self.spans, TableSpans) else None
        if found is None:
            return None
        before, after = shown(found[0]), shown(value)
        id_ = identity(finding.rule, record.index, finding.native, before, after)
        named = record.index, finding.native, place
        return Fix(id_, finding.rule, "safe", "notation", before, after, found[1], *named)

    def _said(self, value: Any, other: Any) -> str:
        """Return a value as it is shown; as JSON where the document is JSON and the other is of another type."""
        plain = isinstance(value, str) and (isinstance(other, str) or other is REMOVED)
        return shown(value) if plain or not isinstance(self.spans, JsonSpans) else json_text(value)
