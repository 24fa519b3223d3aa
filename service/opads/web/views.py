"""What the templates show of a report and of a conversion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import rfc8785
from msgspec import to_builtins

from opads.account import LeafRow
from opads.api.jobs import Jobs
from opads.conversion import Conversion, canonical_account
from opads.kit.documentation import REASONS
from opads.rendering import NamedReport
from opads.rendering.characters import shortened, visible
from opads.rendering.quoting import Quoted, quoted_group
from opads.report import Group, LedgerRow, Report, canonical_report
from opads.web.excerpts import Excerpt, Lines, place_words
from opads.web.forms import Entry

__all__ = ("conversion_view", "report_view")

OPEN = 5
"""Places of one rule that are shown before the reader unfolds the rest."""
RECORDS = 5
"""Records whose account is shown; the download has all of them."""
ROWS = 400
"""Rows of one record's account that are shown."""
OUTPUT = 20_000
"""Characters of an output that are shown."""
EMBEDDED = 8 * 1024 * 1024
"""Bytes of a download that a page carries in itself."""

STATUSES = ("dropped", "narrowed", "carried", "written")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One finding: its words, its place, the piece of the document there."""

    quoted: Quoted
    place: str
    excerpt: Excerpt | None

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


def report_view(report: Report, entry: Entry, jobs: Jobs) -> dict[str, Any]:
    """Return what ``report.html`` shows."""
    named = NamedReport(entry.name or "document", report)
    lines = Lines(entry.document)
    titles = {row.rule: _title(row, jobs) for row in report.ledger.rules}
    return {
        "report": report,
        "groups": [(group, list(_sightings(named, group, lines, jobs))) for group in report.groups],
        "open": OPEN,
        "ledger_rows": _ledger(report),
        "titles": titles,
        "canonical": canonical_report(report),
        "commands": _commands(entry, jobs, "validate"),
    }


def conversion_view(conversion: Conversion, entry: Entry, jobs: Jobs) -> dict[str, Any]:
    """Return what ``conversion.html`` shows."""
    text = conversion.text
    account = conversion.account
    records = []
    for record in account.records[:RECORDS]:
        rows = sorted(record.leaves, key=lambda row: STATUSES.index(row.status))
        records.append(
            {
                "number": record.record + 1,
                "statuses": [
                    (status, [_leaf(row) for row in rows[:ROWS] if row.status == status]) for status in STATUSES
                ],
                "unshown": max(0, len(rows) - ROWS),
                "missing": record.missing,
                "constants": record.constants,
            }
        )
    return {
        "conversion": conversion,
        "output": "\n".join(visible(line.rstrip("\r")) for line in text[:OUTPUT].split("\n")),
        "output_cut": len(text) > OUTPUT,
        "embedded": len(conversion.output) <= EMBEDDED,
        "records": records,
        "canonical_account": canonical_account(account),
        "target": jobs.registry.get(account.target["format"]),
        "filename": f"converted.{_extension(conversion, jobs)}",
        "commands": _commands(entry, jobs, "convert"),
        "inner": report_view(conversion.report, Entry(conversion.output), jobs),
    }


def _sightings(named: NamedReport, group: Group, lines: Lines, jobs: Jobs) -> Iterator[Sighting]:
    for quoted in quoted_group(named, group, jobs.catalogue):
        place = quoted.finding.place
        yield Sighting(quoted, place_words(place), lines.at(place))


def _title(row: LedgerRow, jobs: Jobs) -> str:
    info = jobs.catalogue.get(row.rule)
    return info.title if info else row.rule


def _ledger(report: Report) -> list[dict[str, Any]]:
    """Return the five outcomes with their share of a bar 1000 wide, and the rules that ended so."""
    told = (
        ("failed", "failed"),
        ("not-evaluated", "not evaluated"),
        ("needs-human", "for a person"),
        ("passed", "passed"),
        ("not-applicable", "not applicable"),
    )
    rows: list[dict[str, Any]] = []
    start = 0.0
    for name, words in told:
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


def _leaf(row: LeafRow) -> dict[str, Any]:
    value = row.value if isinstance(row.value, str) else rfc8785.dumps(to_builtins(row.value)).decode()
    reason = REASONS.get(row.reason, row.reason.replace("-", " ")) if row.reason else ""
    return {"row": row, "value": shortened(value, 120), "reason": reason}


def _extension(conversion: Conversion, jobs: Jobs) -> str:
    file = jobs.registry.get(conversion.account.target["format"]).file
    carrier = conversion.account.target["carrier"]
    endings = next((use.extensions for use in file.carriers if use.carrier == carrier), ())
    return endings[0].lstrip(".") if endings else str(carrier)


def _commands(entry: Entry, jobs: Jobs, command: str) -> dict[str, str]:
    """Return the command lines that give the same answer."""
    settings = jobs.settings
    asked = [("from", entry.source)] if entry.source else []
    asked += [("for", target) for target in entry.targets] if command == "validate" else [("to", entry.to)]
    asked += [("date", entry.date)] if entry.date else []
    server = settings.base_url or f"http://{settings.host}:{settings.port}"
    query = f"?{urlencode(asked)}" if asked else ""
    options = "".join(f" --{name} {value}" for name, value in asked)
    return {
        "curl": f"curl --data-binary @FILE -H 'Content-Type: application/octet-stream' '{server}/v1/{command}{query}'",
        "opads": f"opads {command} FILE{options}",
    }
