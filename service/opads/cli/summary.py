"""What became of the values of a conversion, in a few lines for a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from opads.account import Account
from opads.catalogue import Catalogue
from opads.conversion import Conversion
from opads.rendering.characters import shortened
from opads.rendering.wording import count, verdict

__all__ = ("summary",)

_MOST = 8
"""Rows of a kind that are shown."""

_REASONS = {
    "no-field": "no field for it",
    "only-one": "only one can be given",
    "in-part": "a part of it",
    "too-long": "too long",
    "not-in-list": "not in the list of codes",
    "no-such-bucket": "in none of the ranges",
    "joined": "joined to one text",
    "code-broader": "by a broader code",
    "code-narrower": "by a narrower code",
    "code-related": "by a related code",
}


def summary(done: Conversion, catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines: totals, missing fields with their titles, losses, the verdict on the output."""
    account, totals = done.account, done.account.totals
    yield (
        f"{account.source['format']} to {account.target['format']} ({account.target['carrier']}): "
        f"{count(totals.records, 'record')}, {count(totals.leaves, 'value')}: {totals.written:,} written, "
        f"{totals.narrowed:,} narrowed, {totals.carried:,} carried along, {totals.dropped:,} dropped"
    )
    yield from _missing(account)
    for status, words in (("narrowed", "narrowed: the target says less"), ("dropped", "dropped")):
        yield from _lost(account, status, words)
    if totals.outside:
        yield f"{count(totals.outside, 'line')} of the file disclosed no ad"
    if account.unread:
        rules = Counter(str(row["rule"]) for row in account.unread)
        yield "not taken at its word while reading:"
        yield from _rows((f"{_title(rule, catalogue)} ({rule})", number) for rule, number in rules.most_common())
    if account.refusal is not None:
        return
    yield f"the output by the rules of {account.target['format']}: {verdict(done.report)}"
    findings = (
        (f"{group.severity}: {group.text} ({group.rule})", group.total)
        for group in done.report.groups
        if group.severity != "info"
    )
    yield from _rows(findings, "opads validate lists all of the output")


def _missing(account: Account) -> Iterator[str]:
    rows = Counter((_general(row.target), row.title or "") for record in account.records for row in record.missing)
    if rows:
        yield f"missing, asked for by {account.target['format']} and not given by the source:"
        yield from _rows(
            (f"{pointer}{f'  {title}' if title else ''}", number) for (pointer, title), number in rows.items()
        )


def _lost(account: Account, status: str, words: str) -> Iterator[str]:
    rows = Counter(
        (_general(row.source), row.reason or "")
        for record in account.records
        for row in record.leaves
        if row.status == status
    )
    if rows:
        yield f"{words}:"
        yield from _rows(
            (f"{pointer}{f'  ({_REASONS.get(why, why)})' if why else ''}", number)
            for (pointer, why), number in rows.most_common()
        )


def _rows(rows: Iterable[tuple[str, int]], rest: str = "--account FILE writes all") -> Iterator[str]:
    every = list(rows)
    for text, number in every[:_MOST]:
        yield f"  {shortened(text, 300)}{f'  {number:,} times' if number > 1 else ''}"
    if len(every) > _MOST:
        yield f"  … and {len(every) - _MOST:,} more ({rest})"


def _general(pointer: str) -> str:
    """Return a pointer with its array positions left open, so that equal fields of many records are one row."""
    return re.sub(r"/\d+(?=/|$)", "/*", pointer)


def _title(rule: str, catalogue: Catalogue) -> str:
    info = catalogue.get(rule)
    return info.title if info else rule
