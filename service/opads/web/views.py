"""What the templates show of a report, and of several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from opads.api.jobs import Jobs
from opads.carriers import Place
from opads.catalogue import Catalogue
from opads.rendering import NamedReport
from opads.rendering.characters import shortened
from opads.rendering.quoting import Quoted, quoted_group
from opads.report import Group, LedgerRow, Report, canonical_report
from opads.speech import ENGLISH, Speech, mark
from opads.speech.findings import SpokenCatalogue, spoken_catalogue
from opads.web.excerpts import Excerpt, Lines, place_words
from opads.web.forms import Entry
from opads.web.sources import Mark, Source, line_source
from opads.web.tables import table_source

__all__ = ("report_view", "reports_view")

OPEN = 5
"""Places of one rule that are shown before the reader unfolds the rest."""

OUTCOMES = (
    ("failed", mark("Failed")),
    ("not-evaluated", mark("Could not be evaluated")),
    ("needs-human", mark("Need a person")),
    ("passed", mark("Passed")),
    ("not-applicable", mark("Did not apply")),
)
"""How a check can end, in the order in which a reader wants to know."""


@dataclass(slots=True)
class Sighting:
    """One finding: its number in the report, its words, its place, the piece of the document there."""

    number: int
    quoted: Quoted
    place: str
    excerpt: Excerpt | None
    marked: bool = False
    """Whether the source shows it."""
    shown: bool = True
    """Whether the reader asked for it."""

    @property
    def native(self) -> str:
        """Where it stands in the record as it was sent."""
        return self.quoted.finding.native or ""

    @property
    def canonical(self) -> str:
        """Where it stands in the disclosure, for what has no place in the record."""
        finding = self.quoted.finding
        return "" if finding.native else finding.pointer or ""

    @property
    def record(self) -> int | None:
        """Number of the record, from 1."""
        number = self.quoted.finding.record
        return None if number is None else number + 1

    @property
    def nearest(self) -> str:
        """The name that was probably meant."""
        nearest = self.quoted.finding.params.get("nearest")
        return nearest if isinstance(nearest, str) else ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """All that is told of one rule and severity: its words, the findings, which of them the reader asked for."""

    number: int
    group: Group
    title: str
    tongue: str
    sightings: list[Sighting]
    fix: str
    """How to mend all of them; empty where it differs from finding to finding."""

    @property
    def shown(self) -> list[Sighting]:
        """The findings that the reader asked for."""
        return [sighting for sighting in self.sightings if sighting.shown]


def report_view(report: Report, entry: Entry, jobs: Jobs, speech: Speech = ENGLISH, *, key: str = "") -> dict[str, Any]:
    """Return what ``report.html`` shows; ``key`` goes before the numbers in anchors, where a page has several reports."""
    catalogue = spoken_catalogue(jobs.registry, speech.tag)
    told = list(_told(report, entry, catalogue, speech))
    sightings = [sighting for one in told for sighting in one.sightings]
    source = _source(report, entry, jobs, sightings)
    for sighting in sightings:
        sighting.marked = sighting.number in source.shown
    return {
        "key": key,
        "report": report,
        "told_of": told,
        "open": OPEN,
        "quoted": len(sightings),
        "shown": sum(sighting.shown for sighting in sightings),
        "source": source,
        "ledger_rows": _ledger(report),
        "titles": {row.rule: _title(row, catalogue) for row in report.ledger.rules},
        "tongue": catalogue.tongue,
        "canonical": canonical_report(report),
        "commands": _commands(entry, jobs),
    }


def reports_view(reports: list[Report], entry: Entry, jobs: Jobs, speech: Speech) -> dict[str, Any]:
    """Return what ``reports.html`` shows: each document with its report, and what they are together."""
    views = [
        report_view(report, one, jobs, speech, key=f"{number}-")
        for number, (report, one) in enumerate(zip(reports, entry.apart, strict=True), start=1)
    ]
    verdicts = [report.verdict for report in reports]
    worst = next((verdict for verdict in ("invalid", "undetermined") if verdict in verdicts), "valid")
    return {
        "files": [{**view, "entry": one} for view, one in zip(views, entry.apart, strict=True)],
        "verdict_of_all": worst,
        "commands": {"opads": f"opads validate --together FILE...{_options(_wished(entry))}"},
    }


def _told(report: Report, entry: Entry, catalogue: SpokenCatalogue, speech: Speech) -> Iterator[GroupView]:
    named = NamedReport(entry.name or "document", report)
    lines = Lines(entry.document)
    number = 0
    for at, group in enumerate(report.groups, start=1):
        info = catalogue.get(group.rule)
        title = info.title if info else group.title
        found: list[Sighting] = []
        for quoted in quoted_group(named, group, catalogue):
            number += 1
            place = quoted.finding.place
            sighting = Sighting(number, quoted, place_words(place, speech), lines.at(place))
            told = f"{title} {quoted.text} {quoted.fix} {sighting.native} {sighting.place} {group.rule}"
            sighting.shown = entry.filters.keeps(group.severity, group.rule, sighting.record, told)
            found.append(sighting)
        fixes = {sighting.quoted.fix for sighting in found}
        fix = found[0].quoted.fix if len(fixes) == 1 else ""
        yield GroupView(at, group, title, catalogue.tongue(group.rule), found, fix)


def _source(report: Report, entry: Entry, jobs: Jobs, sightings: list[Sighting]) -> Source:
    """Return the document with its findings: a table where it can be read as one, else lines."""
    marks = [_mark(sighting, sighting.quoted.finding.place) for sighting in sightings if sighting.quoted.finding.place]
    carrier = report.input.carrier
    if carrier == "csv":
        format_ = jobs.registry.get(report.input.format) if report.input.format else None
        table = table_source(entry.document, (format_ and format_.carrier_options("csv")) or {}, marks)
        if table is not None:
            return table
    return line_source(entry.document, marks, by_feeds=carrier in ("ndjson", "fec"))


def _mark(sighting: Sighting, place: Place | None) -> Mark:
    return Mark(sighting.number, sighting.quoted.group.severity, place or Place(), shortened(sighting.quoted.text, 160))


def _title(row: LedgerRow, catalogue: Catalogue) -> str:
    info = catalogue.get(row.rule)
    return info.title if info else row.rule


def _ledger(report: Report) -> list[dict[str, Any]]:
    """Return the five outcomes with their share of a bar 1000 wide, and the rules that ended so."""
    rows: list[dict[str, Any]] = []
    start = 0.0
    for name, words in OUTCOMES:
        attribute = name.replace("-", "_")
        number = getattr(report.ledger, attribute)
        width = 1000 * number / report.ledger.due if report.ledger.due else 0.0
        rules = [row for row in report.ledger.rules if getattr(row, attribute)]
        rows.append(
            {
                "name": name,
                "words": words,
                "number": number,
                "x": f"{start:.1f}",
                "width": f"{width:.1f}",
                "rules": [(row, getattr(row, attribute), _reasons(row, attribute)) for row in rules],
            }
        )
        start += width
    return rows


def _reasons(row: LedgerRow, outcome: str) -> str:
    """Return why the checks of a rule ended so; nothing where they ended in several ways, which the row does not tell apart."""
    told = ("not_applicable", "not_evaluated", "needs_human")
    alone = not any(getattr(row, other) for other in told if other != outcome)
    return "; ".join(row.reasons) if outcome in told and alone else ""


def _wished(entry: Entry) -> list[tuple[str, str]]:
    """Return the options that ask for the same."""
    asked = [("from", entry.source)] if entry.source else []
    asked += [("for", target) for target in entry.targets]
    return asked + ([("date", entry.date)] if entry.date else [])


def _options(asked: list[tuple[str, str]]) -> str:
    return "".join(f" --{name} {value}" for name, value in asked)


def _commands(entry: Entry, jobs: Jobs) -> dict[str, str]:
    """Return the command lines that give the same answer."""
    settings = jobs.settings
    asked = _wished(entry)
    server = settings.base_url or f"http://{settings.host}:{settings.port}"
    query = f"?{urlencode(asked)}" if asked else ""
    return {
        "curl": f"curl --data-binary @FILE -H 'Content-Type: application/octet-stream' '{server}/v1/validate{query}'",
        "opads": f"opads validate FILE{_options(asked)}",
    }
