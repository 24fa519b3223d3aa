"""Words that several renderings share: counts, the law, places, the ledger, the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opads.catalogue import Catalogue, Citation
from opads.findings import Finding
from opads.report import LedgerRow, Report
from opads.speech import ENGLISH, Speech, mark

__all__ = (
    "OUTCOMES",
    "SEVERITIES",
    "UNCHECKED",
    "VERDICTS",
    "as_of",
    "count",
    "found",
    "law",
    "ledger",
    "mended",
    "origin",
    "position",
    "reasons",
    "records",
    "unchecked",
    "verdict",
    "where",
)

SEVERITIES = {"error": mark("error"), "warning": mark("warning"), "info": mark("info")}
"""Words of the severities, to be translated where they are shown."""
VERDICTS = {"valid": mark("valid"), "invalid": mark("invalid"), "undetermined": mark("undetermined")}
"""Words of the verdicts, likewise."""
UNCHECKED = {"not evaluated": mark("not evaluated"), "needs a person": mark("needs a person")}
"""Words of the kinds of :func:`unchecked`, likewise."""
OUTCOMES = {
    "passed": mark("passed"),
    "failed": mark("failed"),
    "not-applicable": mark("not applicable"),
    "not-evaluated": mark("not evaluated"),
    "needs-human": mark("needs a person"),
}
"""Words of how a check ends, likewise."""
_BASIS = {
    "given": mark("the date given"),
    "own": mark("the date each disclosure states"),
    "today": mark("today, where the disclosure states no date"),
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


def records(number: int, speech: Speech = ENGLISH) -> str:
    """Return how many records there are."""
    return speech.counted("%(num)s record", "%(num)s records", number)


def mended(fix: str, speech: Speech = ENGLISH) -> str:
    """Return how to mend a finding, as a line of text."""
    return speech.said("mend: %(fix)s", fix=fix)


def where(name: str, finding: Finding, speech: Speech = ENGLISH) -> str:
    """Return where a finding stands; editors jump to the ``file:line`` or ``file:line:column`` it begins with."""
    within = position(finding, speech)
    if finding.place is not None and finding.place.line is not None:
        return f"{name}:{within}"
    return f"{name} ({within})" if within else name


def position(finding: Finding, speech: Speech = ENGLISH) -> str:
    """Return where a finding stands in its file; nothing where it concerns the whole of it."""
    place, native = finding.place, finding.native
    if place is None or place.line is None:
        record = "" if finding.record is None else speech.said("record %(number)s", number=finding.record + 1)
        return speech.commas(filter(None, (record, native)))
    if place.row is not None and place.field is not None:
        named = speech.said("column %(name)s", name=place.field)
        row = speech.said("row %(number)s", number=place.row) if place.row != place.line else ""
        inner = speech.commas(filter(None, (named, row)))
        return f"{place.line}:{speech.said('col %(number)s', number=place.field_number)} ({inner})"
    if place.field_number is not None:
        number = speech.said("field %(number)s", number=place.field_number)
        return f"{place.line}:{number}{f' ({place.field})' if place.field else ''}"
    column = "" if place.column is None else f":{place.column}"
    return f"{place.line}{column}{f' ({native})' if native else ''}"


def origin(report: Report, speech: Speech = ENGLISH) -> str:
    """Return what the input was read as: ``FORMAT as json, recognised``."""
    given = report.input
    if given.format is None:
        return speech.gettext("in no known format")
    values = {"format": given.format, "carrier": given.carrier}
    if given.detected:
        return speech.said("%(format)s as %(carrier)s, recognised", **values)
    return speech.said("%(format)s as %(carrier)s", **values)


def as_of(report: Report, speech: Speech = ENGLISH) -> str:
    """Return as of which date or dates the law was applied; empty where no record was judged."""
    dates = report.as_of
    if dates.first is None:
        return ""
    if dates.first == dates.last:
        span = dates.first
    else:
        span = speech.said("%(first)s to %(last)s", first=dates.first, last=dates.last)
    return f"{span} ({speech.semicolons(speech.gettext(_BASIS.get(basis, basis)) for basis in dates.basis)})"


def ledger(report: Report, speech: Speech = ENGLISH) -> str:
    """Return how the checks ended, as one line whose numbers add up."""
    rows = report.ledger
    if not rows.due:
        if report.totals.records:
            return speech.gettext("no rule was due; syntax and schema were checked")
        return speech.gettext("no rule was due; nothing was checked")
    ended = speech.commas(
        (
            speech.counted("%(num)s passed", "%(num)s passed", rows.passed),
            speech.counted("%(num)s failed", "%(num)s failed", rows.failed),
            speech.counted("%(num)s not applicable", "%(num)s not applicable", rows.not_applicable),
            speech.counted("%(num)s not evaluated", "%(num)s not evaluated", rows.not_evaluated),
            speech.counted("%(num)s needs a person", "%(num)s need a person", rows.needs_human),
        )
    )
    return speech.counted("%(num)s check due: %(ended)s", "%(num)s checks due: %(ended)s", rows.due, ended=ended)


def found(report: Report, speech: Speech = ENGLISH) -> str:
    """Return what was found, gravest first: ``3 errors, 1 warning``; empty where nothing was."""
    totals = report.totals
    parts = (
        speech.counted("%(num)s error", "%(num)s errors", totals.errors) if totals.errors else "",
        speech.counted("%(num)s warning", "%(num)s warnings", totals.warnings) if totals.warnings else "",
        speech.counted("%(num)s remark", "%(num)s remarks", totals.infos) if totals.infos else "",
    )
    return speech.commas(filter(None, parts))


def verdict(report: Report, speech: Speech = ENGLISH) -> str:
    """Return the verdict as a sentence that never says more than was checked."""
    seen = found(report, speech)
    if report.verdict == "valid":
        if seen:
            return speech.said("valid: acceptable, with %(found)s", found=seen)
        return speech.gettext("valid: acceptable, nothing was found against it")
    if report.verdict == "invalid":
        return speech.said("invalid: not acceptable, %(found)s", found=seen)
    if not report.totals.records:
        said = speech.gettext("undetermined: no record was found, so nothing was checked")
    else:
        said = speech.counted(
            "undetermined: %(num)s check could not be evaluated",
            "undetermined: %(num)s checks could not be evaluated",
            report.ledger.not_evaluated,
        )
    return speech.semicolons(filter(None, (said, seen)))


def reasons(row: LedgerRow, catalogue: Catalogue) -> tuple[str, ...]:
    """Return why checks of a rule could not be carried out, in the language of the catalogue where it has them."""
    return tuple(catalogue.phrase(reason) for reason in row.reasons)


def unchecked(report: Report, catalogue: Catalogue, speech: Speech = ENGLISH) -> Iterator[tuple[str, str, str, int]]:
    """Yield what was not checked: kind (of ``UNCHECKED``), rule, why or what for, number of checks; gravest kind first."""
    for row in report.ledger.rules:
        if row.not_evaluated:
            why = speech.semicolons(reasons(row, catalogue)) or _title(row.rule, catalogue)
            yield "not evaluated", row.rule, why, row.not_evaluated
    for row in report.ledger.rules:
        if row.needs_human:
            yield "needs a person", row.rule, _title(row.rule, catalogue), row.needs_human


def _title(rule: str, catalogue: Catalogue) -> str:
    info = catalogue.get(rule)
    return info.title if info else ""
