"""Words that several renderings share: counts, the law, places, the ledger, the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opads.catalogue import Catalogue, Citation
from opads.findings import Finding
from opads.report import Report

__all__ = ("as_of", "count", "found", "law", "ledger", "origin", "position", "unchecked", "verdict", "where")

_BASIS = {
    "given": "the date given",
    "own": "the date each disclosure states",
    "today": "today, where the disclosure states no date",
}


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: ``1 record``, ``41,208 records``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def law(citations: Iterable[Citation]) -> str:
    """Return the sources of a demand as one line; provisions of one instrument stand together."""
    provisions: dict[str, list[str]] = {}
    for citation in citations:
        named = provisions.setdefault(citation.instrument, [])
        if citation.provision and citation.provision not in named:
            named.append(citation.provision)
    return "; ".join(", ".join((instrument, *named)) for instrument, named in provisions.items())


def where(name: str, finding: Finding) -> str:
    """Return where a finding stands; editors jump to the ``file:line`` or ``file:line:column`` it begins with."""
    within = position(finding)
    if finding.place is not None and finding.place.line is not None:
        return f"{name}:{within}"
    return f"{name} ({within})" if within else name


def position(finding: Finding) -> str:
    """Return where a finding stands in its file; nothing where it concerns the whole of it."""
    place, native = finding.place, finding.native
    if place is None or place.line is None:
        record = "" if finding.record is None else f"record {finding.record + 1}"
        return ", ".join(filter(None, (record, native)))
    if place.row is not None and place.field is not None:
        row = f", row {place.row}" if place.row != place.line else ""
        return f"{place.line}:col {place.field_number} (column {place.field}{row})"
    if place.field_number is not None:
        return f"{place.line}:field {place.field_number}{f' ({place.field})' if place.field else ''}"
    column = "" if place.column is None else f":{place.column}"
    return f"{place.line}{column}{f' ({native})' if native else ''}"


def origin(report: Report) -> str:
    """Return what the input was read as: ``FORMAT as json, recognised``."""
    given = report.input
    if given.format is None:
        return "in no known format"
    return f"{given.format} as {given.carrier}{', recognised' if given.detected else ''}"


def as_of(report: Report) -> str:
    """Return as of which date or dates the law was applied; empty where no record was judged."""
    dates = report.as_of
    if dates.first is None:
        return ""
    span = dates.first if dates.first == dates.last else f"{dates.first} to {dates.last}"
    return f"{span} ({'; '.join(_BASIS.get(b, b) for b in dates.basis)})"


def ledger(report: Report) -> str:
    """Return how the checks ended, as one line whose numbers add up."""
    rows = report.ledger
    if not rows.due:
        return "no rule was due; " + (
            "syntax and schema were checked" if report.totals.records else "nothing was checked"
        )
    return (
        f"{count(rows.due, 'check')} due: {rows.passed:,} passed, {rows.failed:,} failed, "
        f"{rows.not_applicable:,} not applicable, {rows.not_evaluated:,} not evaluated, "
        f"{rows.needs_human:,} need{'s' if rows.needs_human == 1 else ''} a person"
    )


def found(report: Report) -> str:
    """Return what was found, gravest first: ``3 errors, 1 warning``; empty where nothing was."""
    totals = report.totals
    parts = ((totals.errors, "error"), (totals.warnings, "warning"), (totals.infos, "remark"))
    return ", ".join(count(number, noun) for number, noun in parts if number)


def verdict(report: Report) -> str:
    """Return the verdict as a sentence that never says more than was checked."""
    seen = found(report)
    if report.verdict == "valid":
        return f"valid: acceptable, with {seen}" if seen else "valid: acceptable, nothing was found against it"
    if report.verdict == "invalid":
        return f"invalid: not acceptable, {seen}"
    also = f"; {seen}" if seen else ""
    if not report.totals.records:
        return f"undetermined: no record was found, so nothing was checked{also}"
    missed = count(report.ledger.not_evaluated, "check")
    return f"undetermined: {missed} could not be evaluated{also}"


def unchecked(report: Report, catalogue: Catalogue) -> Iterator[tuple[str, str, str, int]]:
    """Yield what was not checked: kind, rule, why or what for, number of checks; gravest kind first."""
    for row in report.ledger.rules:
        if row.not_evaluated:
            yield "not evaluated", row.rule, "; ".join(row.reasons) or _title(row.rule, catalogue), row.not_evaluated
    for row in report.ledger.rules:
        if row.needs_human:
            yield "needs a person", row.rule, _title(row.rule, catalogue), row.needs_human


def _title(rule: str, catalogue: Catalogue) -> str:
    info = catalogue.get(rule)
    return info.title if info else ""
