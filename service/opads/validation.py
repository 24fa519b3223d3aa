"""Validates bytes: which format, what is wrong, where, by which law. The first of the two jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias

from opads import carriers
from opads.carriers import Limits, NativeRecord, Reading
from opads.catalogue import catalogue_of
from opads.findings import Finding
from opads.formats import Format, FormatError, Pack, Registry
from opads.formats.detect import detect
from opads.judged import Judged, plain
from opads.judging import Judge
from opads.report import SAMPLES, Report, ReportBuilder, input_info
from opads.rules import Outcome
from opads.setrules import set_rules
from opads.sets import SetJudge

__all__ = ("Named", "Take", "judge_reading", "resolve", "validate", "validate_together")

Take: TypeAlias = Callable[[NativeRecord, Judged], None]


@dataclass(frozen=True, slots=True)
class Named:
    """Some bytes, and the name by which findings in other inputs speak of them."""

    name: str
    data: bytes


def resolve(
    data: bytes, registry: Registry, source: str | None, carrier: str | None, limits: Limits | None = None
) -> tuple[str | None, str | None, bool]:
    """Return format, carrier and whether they were recognised; (None, ..) where nothing was.

    Raises FormatError for a format or a pair of format and carrier that do not exist.
    """
    if source is None:
        best = detect(data, registry, limits=limits, carrier=carrier).best
        return (best.format, best.carrier, True) if best else (None, carrier, False)
    format_ = registry.get(source)
    if carrier is None:
        offered = [use.carrier for use in format_.file.carriers]
        fitting = [name for name in carriers.sniff(data) if name in offered]
        carrier = fitting[0] if fitting else offered[0]
    if format_.carrier_options(carrier) is None:
        raise FormatError(f"format {source!r} does not occur as {carrier!r}")
    return source, carrier, False


def validate(
    data: bytes,
    registry: Registry,
    *,
    source: str | None = None,
    targets: Sequence[str] = (),
    carrier: str | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
    samples: int | None = SAMPLES,
    take: Take | None = None,
) -> Report:
    """Return the report on some bytes.

    ``source`` is the format they are in (recognised when None), ``targets`` are formats and packs whose law judges them too,
    ``as_of`` the date of the law (each disclosure's own when None), ``take`` is given each record when it is judged. Raises
    FormatError for unknown formats only: whatever the bytes are, the answer is a report.
    """
    (report,) = validate_together(
        (Named("", data),),
        registry,
        source=source,
        targets=targets,
        carrier=carrier,
        as_of=as_of,
        limits=limits,
        samples=samples,
        take=take,
    )
    return report


def validate_together(
    inputs: Sequence[Named],
    registry: Registry,
    *,
    source: str | None = None,
    targets: Sequence[str] = (),
    carrier: str | None = None,
    as_of: date | None = None,
    limits: Limits | None = None,
    samples: int | None = SAMPLES,
    take: Take | None = None,
) -> list[Report]:
    """Return the report on each of several inputs that are one set: rules on sets see the records of all of them.

    Parameters and errors are those of ``validate``.
    """
    wanted = registry.wanted(targets)
    runs = [_Run(named.data, registry, wanted, samples) for named in inputs]
    for run in runs:
        run.recognise(source, carrier, limits)
    read = dict.fromkeys(run.format for run in runs if run.format is not None)
    sets = SetJudge((set_rules(), *(format_.rules for format_ in read)), tuple(named.name for named in inputs))
    for number, run in enumerate(runs):
        run.judge(number, sets, as_of, limits or Limits(), take)
    last = max((run.date for run in runs if run.date), default="")
    for number, found in sets.judge(last):
        if runs[number].format is None:
            continue
        if isinstance(found, Finding):
            runs[number].builder.add(found)
        else:
            runs[number].builder.outcome(found.rule_id, found.status, found.reason)
    return [run.report() for run in runs]


class _Run:
    """The way of one input, from bytes to report."""

    def __init__(self, data: bytes, registry: Registry, wanted: tuple[Format | Pack, ...], samples: int | None) -> None:
        self.data = data
        self.registry = registry
        self.wanted = wanted
        self.builder = ReportBuilder(samples)
        self.format: Format | None = None
        self.carrier: str | None = None
        self.detected = False
        self.date = ""

    def recognise(self, source: str | None, carrier: str | None, limits: Limits | None) -> None:
        """Find out format and carrier; ``format`` stays None where nothing is known of the bytes."""
        format_id, self.carrier, self.detected = resolve(self.data, self.registry, source, carrier, limits)
        if format_id is not None and self.carrier is not None:
            self.format = self.registry.get(format_id)

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that take part, the input's own first."""
        own = (self.format.id,) if self.format is not None else ()
        return tuple(dict.fromkeys((*own, *(format_.id for format_ in self.wanted))))

    def judge(self, number: int, sets: SetJudge, as_of: date | None, limits: Limits, take: Take | None = None) -> None:
        """Judge all records, and the document as a whole."""
        if self.format is None or self.carrier is None:
            self._unrecognised()
            return
        judge = Judge(self.format, self.wanted, self.registry.schemas, catalogue_of(self.registry, self.formats), as_of)
        reading = carriers.get(self.carrier).read(self.data, self.format.carrier_options(self.carrier) or {}, limits)
        add = partial(sets.add, number)

        def both(record: NativeRecord, judged: Judged) -> None:
            add(record, judged)
            if take is not None:
                take(record, judged)

        self.date = judge_reading(reading, judge, self.builder, add if take is None else both)

    def _unrecognised(self) -> None:
        """Say of bytes in no known format the carrier's own troubles, and that nothing is known of them."""
        catalogue = catalogue_of(self.registry, ())
        plausible = [self.carrier] if self.carrier else carriers.sniff(self.data)
        empty = False
        for name in plausible[:1] or ("json",):  # that nothing is there can be said in any syntax
            reading = carriers.get(name).read(self.data, {}, Limits())
            for record in reading.records:
                reading.troubles.extend(record.troubles)
            for trouble in reading.troubles:
                empty = empty or trouble.rule == "carrier/empty"
                info = catalogue.get(trouble.rule)
                severity = info.severity if info else "error"
                params = plain(trouble.params)
                self.builder.add(Finding(trouble.rule, severity, params, trouble.record, place=trouble.place))
        if not empty:
            params = {"known": ", ".join(self.registry.ids), "carriers": ", ".join(plausible)}
            self.builder.add(Finding("opads/format-not-recognised", "error", params))
        self.carrier = plausible[0] if plausible else None

    def report(self) -> Report:
        """Return the report; nothing may be added after it."""
        format_id = self.format.id if self.format is not None else None
        return self.builder.build(
            input_info=input_info(self.data, format_id, self.carrier, detected=self.detected),
            registry=self.registry,
            catalogue=catalogue_of(self.registry, self.formats if format_id else ()),
            formats=self.formats,
            judged_for=tuple(format_.id for format_ in self.wanted),
        )


def judge_reading(
    reading: Reading, judge: Judge, builder: ReportBuilder, take: Callable[[NativeRecord, Judged], None]
) -> str:
    """Judge all records of a reading and its document into a report; return the last date, empty without records.

    ``take`` is given each record when it is judged.
    """
    document_date = judge.as_of.isoformat() if judge.as_of else ""
    last = ""
    for record in reading.records:
        judged = judge.judge(record, reading.document)
        judged.collect(builder)
        take(record, judged)
        document_date = document_date or judged.as_of
        last = max(last, judged.as_of)
    builder.phase += 1
    if reading.document is not None:
        document_date = document_date or judge.date_of({})[0]
        _collect(builder, *judge.judge_document(reading.document, document_date, reading.locate))
    builder.phase += 1
    for trouble in reading.troubles:
        builder.add(judge.trouble(trouble.rule, trouble.params, trouble.place, trouble.record, trouble.pointer))
    builder.outside = len(reading.outside)
    return last


def _collect(builder: ReportBuilder, findings: Sequence[Finding], outcomes: Sequence[Outcome]) -> None:
    for finding in findings:
        builder.add(finding)
    for outcome in outcomes:
        builder.outcome(outcome.rule_id, outcome.status, outcome.reason)
