"""Reports at once: those on a JSON document of one record of which nothing is to be said.

Such reports differ in the bytes read, in the day, and in which rules applied. What they have in common is kept from one
document to the next; all else is left to ``validation.py``, whose reports these are to the byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from opads.carriers import Limits, NativeRecord, Place, sniff
from opads.carriers.jsontext.selection import select
from opads.carriers.jsontext.swift import swift_reader
from opads.catalogue import catalogue_of
from opads.formats import Registry
from opads.judging import Judge, Judged
from opads.report import AsOf, InputInfo, Report, ReportBuilder, canonical_report
from opads.rules import Due, Gatherer, Marks, Outcome
from opads.setrules import set_rules

__all__ = ("Prompt", "PromptReport")

MOST = 512
"""Kinds of reports, and days, that are kept."""
CARRIER = "json"

_encode = msgspec.json.Encoder(order="sorted").encode

_Kind = tuple[str, bool, tuple[tuple[Due, Marks], ...]]
"""Why the day is that one, whether the format was recognised, how the rules of each pack ended."""


class PromptReport(NamedTuple):
    """A verdict, and the report in the canonical form of RFC 8785."""

    verdict: str
    text: bytes


class _Frame(NamedTuple):
    """What reports of a kind have in common: the verdict, and the text before, between and behind what they have not."""

    verdict: str
    before: bytes
    between: bytes
    behind: bytes


class Prompt:
    """Judges documents of one format by its rules and those of some formats and packs."""

    def __init__(self, registry: Registry, source: str, targets: Sequence[str] = (), as_of: date | None = None) -> None:
        """Prepare; parameters and errors are those of ``validate``."""
        self.source = source
        self._registry = registry
        self._format = registry.get(source)
        self._wanted = registry.wanted(targets)
        self._formats = tuple(dict.fromkeys((source, *(judge.id for judge in self._wanted))))
        self._catalogue = catalogue_of(registry, self._formats)
        self._judge = Judge(self._format, self._wanted, registry.schemas, self._catalogue, as_of)
        self._options = self._format.carrier_options(CARRIER)
        self._carriers = [use.carrier for use in self._format.file.carriers]
        self._sets = [rule for pack in (set_rules(), self._format.rules) for rule in pack.on_sets()]
        self._unjudged = [Outcome(rule.rule.id, "not-applicable") for rule in self._sets]
        self._gatherers: dict[tuple[int, ...], Gatherer] = {}
        self._on: dict[str, Gatherer] = {}
        self._frames: dict[_Kind, _Frame] = {}
        self.possible = self._options is not None and not any(rule.rule.on == "document" for rule in self._format.rules)
        """Whether any document can be judged at once."""

    def report(self, data: bytes, limits: Limits, *, detected: bool = False) -> PromptReport | None:
        """Return the report on some bytes, None where it is not to be had at once.

        ``detected`` says that the format was recognised.
        """
        record = self._record(data, limits) if self.possible else None
        if record is None:
            return None
        judged = self._judge.judge(record, record.value)
        if judged.told or judged.found or judged.broken or not self._alone(judged):
            return None
        marks = tuple([(checked.due, checked.marks) for checked in judged.checked])
        frame = self._frames.get(kind := (judged.basis, detected, marks))
        day = judged.as_of
        as_of = AsOf((judged.basis,), day, day)
        read = InputInfo(len(data), hashlib.sha256(data).hexdigest(), self._format.id, CARRIER, detected)
        if frame is None:
            if len(self._frames) >= MOST:
                self._frames.clear()
            frame = self._frames[kind] = _frame(self._built(judged, read), as_of)
        text = b"".join((frame.before, _encode(as_of), frame.between, _encode(read), frame.behind))
        return PromptReport(frame.verdict, text)

    def _record(self, data: bytes, limits: Limits) -> NativeRecord | None:
        """Return the one record of a document without any fault."""
        options = self._options
        if options is None or not data.startswith(b"{") or len(data) > limits.max_bytes:
            return None
        if next((name for name in _sniffed(data) if name in self._carriers), None) != CARRIER:
            return None
        read = swift_reader(options.get("record_type"), len(data), limits).read(data)
        if read is None:
            return None
        value, fits, faults = read
        chosen = None if faults else select(value, options)
        if chosen is None or chosen.each or chosen.at != [""]:
            return None
        return NativeRecord(0, value, _nowhere, [], fits)

    def _alone(self, judged: Judged) -> bool:
        """Say whether rules on sets take a record in, and have nothing to judge where it is the only one."""
        taken, missed = self._gatherer(judged.as_of).take(judged.reading.disclosure, judged.as_of, 1)
        if missed:
            return False
        for number, keys, _ in taken:
            gather = self._sets[number].gather
            if gather is None or gather.least < 2 or len(keys) > len(set(map(repr, keys))):
                return False
        return True

    def _gatherer(self, as_of: str) -> Gatherer:
        """Return what gathers by the rules in force on a day."""
        found = self._on.get(as_of)
        if found is None:
            rules = enumerate(self._sets)
            numbers = tuple(n for n, rule in rules if rule.gather is not None and rule.severity(as_of) is not None)
            found = self._gatherers.get(numbers)
            if found is None:
                found = self._gatherers[numbers] = Gatherer([(number, self._sets[number]) for number in numbers])
            if len(self._on) >= MOST:
                self._on.clear()
            self._on[as_of] = found
        return found

    def _built(self, judged: Judged, read: InputInfo) -> Report:
        """Return the report as it is made of any document."""
        builder = ReportBuilder()
        judged.collect(builder)
        builder.phase += 2
        for outcome in self._unjudged:
            builder.outcome(outcome.rule_id, outcome.status)
        return builder.build(
            input_info=read,
            registry=self._registry,
            catalogue=self._catalogue,
            formats=self._formats,
            judged_for=tuple(judge.id for judge in self._wanted),
        )


def _frame(report: Report, as_of: AsOf) -> _Frame:
    text = canonical_report(report)
    before, day, rest = text.partition(_encode(as_of))
    between, read, behind = rest.partition(b'"input":' + _encode(report.input))
    if report.as_of != as_of or not day or not read:
        raise ValueError(f"the report has neither day nor input where they belong: {text[:200]!r}")
    return _Frame(report.verdict, before, between + b'"input":', behind)


def _sniffed(data: bytes) -> list[str]:
    """Return what the beginning of an object tells of its carrier; one without lines and contexts is JSON first."""
    plain = b"\n" not in data and b"@context" not in data and b"\x1c" not in data
    return [CARRIER] if plain else sniff(data)


def _nowhere(pointer: str) -> Place:
    """Stand for the places of a record of which nothing is said."""
    raise LookupError(pointer)
