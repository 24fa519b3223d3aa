"""What became of the values of a conversion, in a few lines for a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from opads.account import Account
from opads.catalogue import Catalogue
from opads.conversion import Conversion
from opads.rendering.characters import shortened
from opads.rendering.wording import SEVERITIES, records, verdict
from opads.report import Group
from opads.speech import ENGLISH, Speech, mark

__all__ = ("summary",)

_MOST = 8
"""Rows of a kind that are shown."""

_REASONS = {
    "no-field": mark("no field for it"),
    "only-one": mark("only one can be given"),
    "in-part": mark("a part of it"),
    "too-long": mark("too long"),
    "not-in-list": mark("not in the list of codes"),
    "no-such-bucket": mark("in none of the ranges"),
    "joined": mark("joined to one text"),
    "code-broader": mark("by a broader code"),
    "code-narrower": mark("by a narrower code"),
    "code-related": mark("by a related code"),
}


def summary(done: Conversion, catalogue: Catalogue, speech: Speech = ENGLISH) -> Iterator[str]:
    """Yield the lines: totals, missing fields with their titles, losses, the verdict on the output."""
    account, totals = done.account, done.account.totals
    values = (
        records(totals.records, speech),
        speech.counted("%(num)s value", "%(num)s values", totals.leaves),
    )
    became = (
        speech.counted("%(num)s written", "%(num)s written", totals.written),
        speech.counted("%(num)s narrowed", "%(num)s narrowed", totals.narrowed),
        speech.counted("%(num)s carried along", "%(num)s carried along", totals.carried),
        speech.counted("%(num)s dropped", "%(num)s dropped", totals.dropped),
    )
    way = speech.said(
        "%(source)s to %(target)s (%(carrier)s)",
        source=account.source["format"],
        target=account.target["format"],
        carrier=account.target["carrier"],
    )
    yield f"{way}: {speech.commas(values)}: {speech.commas(became)}"
    yield from _missing(account, speech)
    yield from _lost(account, "narrowed", speech.gettext("narrowed: the target says less"), speech)
    yield from _lost(account, "dropped", speech.gettext("dropped"), speech)
    if totals.outside:
        yield speech.counted(
            "%(num)s line of the file disclosed no ad", "%(num)s lines of the file disclosed no ad", totals.outside
        )
    if account.unread:
        rules = Counter(str(row["rule"]) for row in account.unread)
        yield speech.gettext("not taken at its word while reading:")
        titles = ((f"{_title(rule, catalogue)} ({rule})", number) for rule, number in rules.most_common())
        yield from _rows(titles, speech)
    if account.refusal is not None:
        return
    yield speech.said(
        "the output by the rules of %(format)s: %(verdict)s",
        format=account.target["format"],
        verdict=verdict(done.report, speech),
    )
    findings = (
        (f"{speech.gettext(SEVERITIES[group.severity])}: {_text(group, catalogue)} ({group.rule})", group.total)
        for group in done.report.groups
        if group.severity != "info"
    )
    yield from _rows(findings, speech, speech.gettext("opads validate lists all of the output"))


def _text(group: Group, catalogue: Catalogue) -> str:
    """Return the sentence of the first finding of a group."""
    if catalogue.tongue(group.rule) == "en" or not group.samples:
        return group.text
    return catalogue.text(group.rule, group.samples[0].params)


def _missing(account: Account, speech: Speech) -> Iterator[str]:
    rows = Counter((_general(row.target), row.title or "") for record in account.records for row in record.missing)
    if rows:
        yield speech.said(
            "missing, asked for by %(format)s and not given by the source:", format=account.target["format"]
        )
        named = ((f"{pointer}{f'  {title}' if title else ''}", number) for (pointer, title), number in rows.items())
        yield from _rows(named, speech)


def _lost(account: Account, status: str, words: str, speech: Speech) -> Iterator[str]:
    rows = Counter(
        (_general(row.source), row.reason or "")
        for record in account.records
        for row in record.leaves
        if row.status == status
    )
    if rows:
        yield f"{words}:"
        named = (
            (f"{pointer}{f'  ({speech.gettext(_REASONS.get(why, why))})' if why else ''}", number)
            for (pointer, why), number in rows.most_common()
        )
        yield from _rows(named, speech)


def _rows(rows: Iterable[tuple[str, int]], speech: Speech, rest: str = "") -> Iterator[str]:
    every = list(rows)
    for text, number in every[:_MOST]:
        times = f"  {speech.counted('%(num)s time', '%(num)s times', number)}" if number > 1 else ""
        yield f"  {shortened(text, 300)}{times}"
    if len(every) > _MOST:
        more = speech.counted("… and %(num)s more", "… and %(num)s more", len(every) - _MOST)
        yield f"  {more} ({rest or speech.gettext('--account FILE writes all')})"


def _general(pointer: str) -> str:
    """Return a pointer with its array positions left open, so that equal fields of many records are one row."""
    return re.sub(r"/\d+(?=/|$)", "/*", pointer)


def _title(rule: str, catalogue: Catalogue) -> str:
    info = catalogue.get(rule)
    return info.title if info else rule
