"""What is said of each record for itself: one line with its number, its place, how it was judged, and the rules that it breaks."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from opads.bulk.spread import Spread, Spreading
from opads.carriers import NativeRecord, Trouble
from opads.findings import Finding, worst
from opads.judged import Judged
from opads.judging import Judge
from opads.standard.jsonvalue import dumps

__all__ = ("Outcomes", "RecordOutcome")


class RecordOutcome(msgspec.Struct, omit_defaults=True):
    """How one record was judged, by itself: what rules say of several records together is in the report alone."""

    record: int
    """Its number in the file, from 0."""
    verdict: str
    """``valid``, ``invalid`` or ``undetermined``."""
    line: int | None = None
    """The line of the file where it begins, from 1; its row where the file is a table."""
    rules: dict[str, str] = {}
    """The rules that found something, each with its gravest severity."""


class Outcomes:
    """The lines of one block."""

    def __init__(self) -> None:
        self._found: dict[int, RecordOutcome] = {}
        self.places = Spreading()
        """Where the findings are; whoever counts them tells it of each."""

    def judged(self, record: NativeRecord, judged: Judged) -> None:
        """Take in a record that was judged."""
        place = record.locate("")
        told = RecordOutcome(record.index, judged.verdict, place.row if place.line is None else place.line)
        self._found[record.index] = told
        if judged.told or judged.found or judged.broken:
            self._add(told, judged.findings)

    def given_up(self, judge: Judge, troubles: Iterable[Trouble]) -> None:
        """Take in the records that the carrier could not read."""
        for trouble in troubles:
            if trouble.record is None:
                continue
            place = trouble.place
            told = self._found.setdefault(
                trouble.record, RecordOutcome(trouble.record, "valid", None if place is None else place.line)
            )
            found = judge.trouble(trouble.rule, trouble.params, trouble.place, trouble.record, trouble.pointer)
            self._add(told, [found])
            if found.severity == "error":
                told.verdict = "invalid"

    def unjudged(self, record: int, line: int | None, rule: str, severity: str) -> None:
        """Take in a record that could not be judged."""
        self._found[record] = RecordOutcome(record, "undetermined", line, {rule: severity})

    @staticmethod
    def _add(told: RecordOutcome, findings: Iterable[Finding]) -> None:
        for finding in findings:
            known = told.rules.get(finding.rule, finding.severity)
            told.rules = {**told.rules, finding.rule: worst([known, finding.severity]) or known}

    def text(self) -> bytes:
        """Return the lines, in the order of the records."""
        rows = (self._found[number] for number in sorted(self._found))
        return b"".join(dumps(msgspec.to_builtins(row)) + b"\n" for row in rows)

    def spread(self) -> Spread:
        """Return where the findings are."""
        for row in self._found.values():
            self.places.record(row.record, row.line)
        return self.places.spread()
