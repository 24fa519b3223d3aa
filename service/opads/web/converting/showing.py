"""What the page of a conversion shows."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from opads.account import AccountTotals
from opads.api.jobs import Jobs
from opads.conversion import Conversion, canonical_account
from opads.filling import EVERY
from opads.lineage import Lineage, Strand, lineage
from opads.rendering.characters import shortened, visible
from opads.report import Group, canonical_report
from opads.speech import Speech, mark
from opads.speech.findings import SpokenCatalogue, spoken_catalogue
from opads.standard.jsonvalue import dumps
from opads.web.charts import Part, Stack, StackRow
from opads.web.converting.asks import Ask
from opads.web.converting.flow import CARRIED, DROPPED, FORMAT, HAND, OTHERS, flow_of
from opads.web.converting.questions import questions_view
from opads.web.converting.words import KINDS, OUTCOMES, reason_of
from opads.web.packing import pack

__all__ = ("EMBEDDED", "filename_of", "lost", "result_view")

EMBEDDED = 1024 * 1024
"""Bytes of a download that a page carries in itself; longer ones are asked for."""
ROWS = 600
"""Rows of the account that are shown."""
NAMED = 6
"""Fields that are named where something is lost."""
CHECKED = 256 * 1024
"""Bytes of an output that can be handed on to the check page."""
ENDS = {
    DROPPED: mark("Dropped"),
    CARRIED: mark("Carried along"),
    FORMAT: mark("Said by the format itself"),
    HAND: mark("Stated by hand"),
    OTHERS: mark("All others"),
}
STACKED = (
    ("written", "good", mark("Written")),
    ("narrowed", "warning", mark("Narrowed")),
    ("carried", "open", mark("Carried along")),
    ("dropped", "error", mark("Dropped")),
)


class Row(NamedTuple):
    """A row of the account as it is shown."""

    strand: Strand
    words: str
    kind: str
    value: str
    reason: str
    tongue: str
    source: int
    """The number of the value on the source's side; 0 where it is not shown there."""
    output: int


class Told(NamedTuple):
    """A finding about the output: how often, its title and sentence, and their language."""

    group: Group
    title: str
    text: str
    tongue: str


def lost(done: Conversion) -> int:
    """Return how many values of the source are lost to readers of the output, wholly or in part."""
    return done.account.totals.dropped + done.account.totals.narrowed


def filename_of(done: Conversion, jobs: Jobs) -> str:
    """Return how the file of an output is called."""
    file = jobs.registry.get(done.account.target["format"]).file
    carrier = done.account.target["carrier"]
    endings = next((use.extensions for use in file.carriers if use.carrier == carrier), ())
    return f"converted.{endings[0].lstrip('.') if endings else carrier}"


def result_view(ask: Ask, done: Conversion, jobs: Jobs, speech: Speech) -> dict[str, Any]:
    """Return what ``conversion.html`` shows."""
    account = done.account
    catalogue = spoken_catalogue(jobs.registry, speech.tag)
    target = jobs.registry.get(account.target["format"])
    withheld = account.refusal is not None or (ask.strict and lost(done) > 0)
    view = {
        "done": done,
        "totals": account.totals,
        "source": jobs.registry.get(account.source["format"]),
        "target": target,
        "withheld": withheld,
        "losses": _losses(done),
        "stack": _stack(account.totals, speech),
        "files": [] if withheld else _files(done, jobs),
        "remarks": list(_told(done, catalogue)),
        "unread": list(dict.fromkeys(str(row["rule"]) for row in account.unread)),
        "titles": {info.id: info.title for info in catalogue},
        "stated": ask.statements.written() if ask.statements else "",
        "command": _command(ask, done),
        "check": pack(done.output, filename_of(done, jobs)) if 0 < len(done.output) <= CHECKED and not withheld else "",
        "records": len(account.records),
        "record": None,
    }
    if not account.records:
        return view
    ask = replace(ask, position=min(ask.position, len(account.records) - 1))
    woven = lineage(ask.entry.document, done, jobs.registry, position=ask.position, limits=jobs.limits)
    rows = list(_rows(woven, speech))
    return {
        **view,
        "ask": ask,
        "record": woven,
        "rows": rows[:ROWS],
        "numbered": {row.strand.number for row in rows[:ROWS]},
        "unshown": max(0, len(rows) - ROWS),
        "outcomes": [(key, words) for key, words in OUTCOMES.items() if any(row.strand.outcome == key for row in rows)],
        "flow": flow_of(woven.strands),
        "ends": ENDS,
        "kinds": KINDS,
        "words": OUTCOMES,
        **questions_view(ask, done, target, catalogue, speech),
    }


def _rows(woven: Lineage, speech: Speech) -> Iterator[Row]:
    """Yield the rows of the account, gravest first, and then what the source's format implies, where it is in the output."""
    order = list(OUTCOMES)
    found = woven.output.values if woven.output else {}
    own = [strand for strand in woven.strands if strand.source or strand.outcome == "stated"]
    own.sort(key=lambda strand: (order.index(strand.outcome), strand.number))
    implied = [strand for strand in woven.strands if not strand.source and strand.outcome != "stated"]
    for strand in [*own, *(strand for strand in implied if strand.number in found)]:
        reason, tongue = reason_of(strand, speech)
        yield Row(
            strand,
            speech.gettext(OUTCOMES[strand.outcome]),
            KINDS.get(strand.outcome, "good"),
            shortened(_text(strand.value), 120),
            visible(reason),
            tongue,
            woven.source.values.get(strand.number, 0) if woven.source else 0,
            woven.output.values.get(strand.number, 0) if woven.output else 0,
        )


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return str(value) if isinstance(value, Decimal) else dumps(value).decode()


def _losses(done: Conversion) -> dict[str, list[str]]:
    """Return the fields that are dropped, narrowed and carried, of all records, the first few of each."""
    found: dict[str, dict[str, None]] = {"dropped": {}, "narrowed": {}, "carried": {}}
    for record in done.account.records:
        for leaf in record.leaves:
            if leaf.status in found and len(found[leaf.status]) <= NAMED:
                found[leaf.status].setdefault("/" + "/".join(t for t in leaf.source.split("/")[1:] if not t.isdigit()))
    return {status: list(fields) for status, fields in found.items()}


def _stack(totals: AccountTotals, speech: Speech) -> Stack:
    counts = [getattr(totals, name) for name, _, _ in STACKED]
    return Stack(
        "values",
        speech.gettext("What became of every value"),
        tuple(
            Part(kind, f"{speech.gettext(words)} {speech.number(n)}")
            for (_, kind, words), n in zip(STACKED, counts, strict=True)
        ),
        (
            StackRow(
                speech.counted("%(num)s value", "%(num)s values", totals.leaves),
                tuple(counts),
                tuple(map(speech.number, counts)),
            ),
        ),
        speech.gettext("Values"),
    )


def _files(done: Conversion, jobs: Jobs) -> list[tuple[str, str, bytes | None, str]]:
    """Return the files to take along: what ``?as=`` calls each, its name, its content where the page carries it, its type."""
    contents = (
        ("output", filename_of(done, jobs), done.output, done.media_type),
        ("account", "account.json", canonical_account(done.account), "application/json"),
        ("report", "report.json", canonical_report(done.report), "application/json"),
    )
    return [(key, name, data if len(data) <= EMBEDDED else None, media) for key, name, data, media in contents]


def _told(done: Conversion, catalogue: SpokenCatalogue) -> Iterator[Told]:
    """Yield the findings about the output."""
    for group in done.report.groups:
        info = catalogue.get(group.rule)
        text = catalogue.text(group.rule, group.samples[0].params) if info and group.samples else group.text
        yield Told(group, info.title if info else group.title, text, catalogue.tongue(group.rule))


def _command(ask: Ask, done: Conversion) -> str:
    """Return the command line that gives the same output."""
    entry = ask.entry
    words = ["opads", "convert", "FILE"]
    words += ["--from", entry.source] if entry.source else []
    words += ["--to", entry.to]
    words += ["--date", entry.date] if entry.date else []
    words += [] if entry.carry else ["--no-carry"]
    words += ["--fail-on-loss", "dropped", "--fail-on-loss", "narrowed"] if ask.strict else []
    for record, said in ask.statements.by_record.items():
        of = "" if record == EVERY or len(done.account.records) == 1 else f"{record + 1}:"
        for pointer, text in said.items():
            words += ["--set", f"{of}{pointer}={text if isinstance(text, str) else chr(10).join(text)}"]
    return visible(shlex.join(words))
