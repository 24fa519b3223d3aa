"""Validates bytes: which format, what is wrong, where, by which law. The first of the two jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opads import carriers
from opads.carriers import Limits
from opads.catalogue import catalogue_of
from opads.findings import Finding
from opads.formats import FormatError, Registry
from opads.formats.detect import detect
from opads.judging import Judge, plain
from opads.report import SAMPLES, Report, ReportBuilder, input_info

__all__ = ("resolve", "validate")


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
) -> Report:
    """Return the report on some bytes.

    ``source`` is the format they are in (recognised when None), ``targets`` are formats and packs whose law judges them too,
    ``as_of`` the date of the law (each disclosure's own when None). Raises FormatError for unknown formats only:
    whatever the bytes are, the answer is a report.
    """
    wanted = registry.wanted(targets)
    format_id, carrier_id, detected = resolve(data, registry, source, carrier, limits)
    builder = ReportBuilder(samples)
    if format_id is None or carrier_id is None:
        return _unrecognised(data, registry, builder, tuple(f.id for f in wanted), carrier)
    format_ = registry.get(format_id)
    formats = tuple(dict.fromkeys((format_id, *(f.id for f in wanted))))
    catalogue = catalogue_of(registry, formats)
    judge = Judge(format_, wanted, registry.schemas, catalogue, as_of)
    reading = carriers.get(carrier_id).read(data, format_.carrier_options(carrier_id) or {}, limits or Limits())
    document_date = as_of.isoformat() if as_of else ""
    for record in reading.records:
        judged = judge.judge(record, reading.document)
        for finding in judged.findings:
            builder.add(finding)
        for outcome in judged.outcomes:
            builder.outcome(outcome.rule_id, outcome.status, outcome.reason)
        builder.judged(judged.verdict, judged.as_of, judged.basis)
        document_date = document_date or judged.as_of
    if reading.document is not None:
        document_date = document_date or judge.date_of({})[0]
        findings, outcomes = judge.judge_document(reading.document, document_date, reading.locate)
        for finding in findings:
            builder.add(finding)
        for outcome in outcomes:
            builder.outcome(outcome.rule_id, outcome.status, outcome.reason)
    for trouble in reading.troubles:
        builder.add(judge.trouble(trouble.rule, trouble.params, trouble.place, trouble.record, trouble.pointer))
    builder.outside = len(reading.outside)
    return builder.build(
        input_info=input_info(data, format_id, carrier_id, detected=detected),
        registry=registry,
        catalogue=catalogue,
        formats=formats,
        judged_for=tuple(f.id for f in wanted),
    )


def _unrecognised(
    data: bytes, registry: Registry, builder: ReportBuilder, judged_for: tuple[str, ...], carrier: str | None
) -> Report:
    """Report on bytes in no known format: the carrier's own troubles, and that nothing is known of them."""
    catalogue = catalogue_of(registry, ())
    plausible = [carrier] if carrier else carriers.sniff(data)
    for name in plausible[:1]:
        reading = carriers.get(name).read(data, {}, Limits())
        for record in reading.records:
            reading.troubles.extend(record.troubles)
        for trouble in reading.troubles:
            info = catalogue.get(trouble.rule)
            severity = info.severity if info else "error"
            builder.add(Finding(trouble.rule, severity, plain(trouble.params), trouble.record, place=trouble.place))
    if data.strip():
        known = ", ".join(registry.ids)
        builder.add(Finding("opads/format-not-recognised", "error", {"known": known, "carriers": ", ".join(plausible)}))
    return builder.build(
        input_info=input_info(data, None, plausible[0] if plausible else None, detected=False),
        registry=registry,
        catalogue=catalogue,
        formats=judged_for,
        judged_for=judged_for,
    )
