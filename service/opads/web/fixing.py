"""The part of the check page that shows fixes, and what became of them once they were put in."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import msgspec

from opads.api.jobs import Jobs
from opads.fixing import Fix, Mended, fixes_of, mended
from opads.rendering.characters import visible
from opads.rendering.mending import WHY
from opads.report import Report
from opads.speech import Speech
from opads.speech.findings import spoken_catalogue
from opads.standard.jsonvalue import dumps
from opads.web.excerpts import place_words
from opads.web.forms import EDITABLE, Entry

__all__ = ("Changed", "fixed_entry", "fixing_view")

LISTED = 300
"""Fixes that a page shows; the next ones come once these are put in."""
OPEN = 4
"""Fixes that are shown before the reader unfolds the rest."""
LINES = 200
"""Lines of a difference that are shown."""
LONG = 160
"""Characters of a line of a difference that are shown."""


class Row(NamedTuple):
    """One fix: what it mends and where, in words."""

    fix: Fix
    title: str
    tongue: str
    place: str
    record: int | None
    why: str


class Changed(NamedTuple):
    """What was put in."""

    number: int
    left: int
    """Fixes that were asked for and that the document does not have any more."""
    lines: list[tuple[str, str]]
    """Lines that went (``-``), came (``+``), and the numbers between (``@``)."""
    cut: bool
    data: bytes


async def fixed_entry(entry: Entry, jobs: Jobs) -> tuple[Entry, Changed | None]:
    """Return the entry with the fixes put in that were chosen in it, and what that changed; as it is without any."""
    if not entry.fixes or entry.others or not entry.document:
        return entry, None
    wish = entry.wish()
    jobs.look_at(wish)
    job = partial(
        mended,
        entry.document,
        jobs.registry,
        chosen=entry.fixes,
        source=wish.source,
        targets=tuple(wish.targets),
        as_of=wish.as_of,
        limits=jobs.limits,
    )
    result: Mended = await jobs.workshop.run(job, size=len(entry.document))
    lines, cut = _difference(entry.document, result.data)
    changed = Changed(len(result.fixes), len(set(entry.fixes)) - len(result.fixes), lines, cut, result.data)
    return replace(entry, document=result.data, fixes=frozenset()), changed


def fixing_view(report: Report, entry: Entry, jobs: Jobs, speech: Speech) -> dict[str, Any]:
    """Return what ``fixes.html`` shows; nothing of a document without faults, or too long to be tried out meanwhile."""
    if not report.groups or len(entry.document) > EDITABLE or entry.beginning:
        return {"fixes": None}
    wish = entry.wish()
    found = fixes_of(
        entry.document,
        jobs.registry,
        source=wish.source,
        targets=tuple(wish.targets),
        as_of=wish.as_of,
        limits=jobs.limits,
        most=LISTED,
    )
    if not found.fixes:
        return {"fixes": None}
    patches = [patch for fix in found.safe for patch in fix.patches]
    return {
        "fixes": {
            "safe": [_row(fix, jobs, speech) for fix in found.safe],
            "suggestions": [_row(fix, jobs, speech) for fix in found.suggestions],
            "more": found.more,
            "open": OPEN,
            "patch": _ascii(
                msgspec.json.format(dumps(msgspec.to_builtins(patches, builtin_types=(Decimal,))).decode())
            ),
        }
    }


def _ascii(text: str) -> str:
    """Return a JSON text in which nothing is hidden: all but ASCII as escapes."""
    return re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)


def _row(fix: Fix, jobs: Jobs, speech: Speech) -> Row:
    catalogue = spoken_catalogue(jobs.registry, speech.tag)
    info = catalogue.get(fix.rule)
    record = None if fix.record is None else fix.record + 1
    why = speech.gettext(WHY.get(fix.reason, fix.reason))
    place = place_words(fix.place, speech)
    return Row(fix, info.title if info else fix.rule, catalogue.tongue(fix.rule), place, record, why)


def _difference(before: bytes, after: bytes) -> tuple[list[tuple[str, str]], bool]:
    """Return the lines that differ, as a person reads them, and whether there are more."""
    lines = list(_lines(before, after))
    return lines[:LINES], len(lines) > LINES


def _lines(before: bytes, after: bytes) -> Iterator[tuple[str, str]]:
    old, new = (data.decode("utf-8", "replace").split("\n") for data in (before, after))
    if len(old) > EDITABLE // 10 or len(new) > EDITABLE // 10:
        return
    for line in difflib.unified_diff(old, new, lineterm="", n=0):
        if not line.startswith(("---", "+++")):
            sign, text = line[0], line[1:].rstrip("\r") if line[0] != "@" else line.strip("@ ")
            yield sign, visible(text[:LONG]) + ("…" if len(text) > LONG else "")
