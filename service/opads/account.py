"""The account of a conversion: what became of every value of the source, and what the target asks for in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from opads.judging import plain
from opads.mapping import Entry, Reading, Writing
from opads.standard.jsonvalue import escape, leaves

__all__ = (
    "Account", "AccountTotals", "ConstantRow", "LeafRow", "MissingRow", "RecordAccount", "StatedRow", "account_of", "total",
)  # fmt: skip

LOSSES = ("narrowed", "dropped", "carried", "missing")
"""What ``--fail-on-loss`` can name; ``carried`` values are lost only to readers who know the target format alone."""


class LeafRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename="camel"):
    """One value of the source; every leaf of the native record stands in exactly one row.

    ``status``: written, narrowed (the target says less), carried (in the target's extension point) or dropped.
    """

    source: str
    status: str
    value: Any = None
    canonical: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    reason: str | None = None
    params: dict[str, Any] = {}
    relation: str | None = None


class ConstantRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename="camel"):
    """A canonical value that the source format implies without writing it (a currency fixed by law, a role)."""

    canonical: str
    status: str
    target: tuple[str, ...] = ()


class MissingRow(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename="camel"):
    """A field that the target requires and the source does not give. Nothing is invented in its place."""

    target: str
    title: str | None = None


class StatedRow(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A value that stands in the target because somebody stated it by hand, not because the source says it."""

    target: str
    value: Any


class RecordAccount(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, rename="camel"):
    """The account of one record."""

    record: int
    leaves: tuple[LeafRow, ...]
    constants: tuple[ConstantRow, ...]
    missing: tuple[MissingRow, ...]
    stated: tuple[StatedRow, ...] = ()


class AccountTotals(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Counts over all records."""

    records: int
    leaves: int
    written: int
    narrowed: int
    carried: int
    dropped: int
    missing: int
    outside: int
    stated: int = 0


class Account(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A whole account; its JSON Schema is ``schema/1.0/account.json``."""

    account: str
    source: dict[str, Any]
    target: dict[str, Any]
    totals: AccountTotals
    records: tuple[RecordAccount, ...]
    unread: tuple[dict[str, Any], ...] = ()
    refusal: str | None = None
    """Why the target's syntax cannot hold the records together, where it cannot; there is no output then."""

    def losses(self, kinds: tuple[str, ...]) -> dict[str, int]:
        """Return how often each kind of loss occurred, for the kinds asked for that did."""
        wanted = LOSSES if "any" in kinds else kinds
        return {kind: count for kind in wanted if (count := getattr(self.totals, kind, 0))}


def account_of(
    record: int,
    native: dict[str, Any],
    reading: Reading,
    writing: Writing,
    *,
    missing: Sequence[MissingRow],
    source: str,
) -> RecordAccount:
    """Return the account of one record that was read and written."""
    rows = []
    mapped, relations, account = reading.mapped, reading.relations, writing.account
    for pointer, value in leaves(native):
        canonical: Sequence[str] | None = (pointer,) if reading.identity else mapped.get(pointer)
        if canonical is None:
            canonical = _kept(pointer, reading.kept, source)
        entry = account.get(canonical[0]) if len(canonical) == 1 else None
        if entry is None:
            entries = [(p, account[p]) for p in canonical if p in account]
            rows.append(_row(pointer, value, entries, relations.get(pointer)))
            continue
        rows.append(
            LeafRow(
                pointer,
                entry.status,
                _shown(value),
                (canonical[0],),
                tuple(entry.targets),
                entry.reason,
                plain(entry.params) if entry.params else {},
                relations.get(pointer) or entry.relation,
            )
        )
    constants = tuple(
        ConstantRow(pointer, entry.status, tuple(entry.targets))
        for pointer in dict.fromkeys(reading.constants)
        if (entry := account.get(pointer)) is not None
    )
    return RecordAccount(record, tuple(rows), constants, tuple(missing))


def _kept(pointer: str, kept: dict[str, Any], source: str) -> tuple[str, ...]:
    """Return where a leaf stands in the extensions: by itself, or within a container kept whole."""
    head = pointer
    while head:
        if head in kept:
            return (f"/extensions/{source}/{escape(head)}{pointer[len(head) :]}",)
        head = head.rpartition("/")[0]
    return ()


def _shown(value: Any) -> Any:
    """Return a leaf as the account shows it."""
    if type(value) is str:
        try:
            value.encode()
        except UnicodeEncodeError:  # a lone surrogate
            return plain({"v": value})["v"]
        return value
    return plain({"v": value}).get("v")


def _row(pointer: str, value: Any, entries: list[tuple[str, Entry]], relation: str | None) -> LeafRow:
    shown = _shown(value)
    if not entries:
        return LeafRow(pointer, "written", shown, reason="constant-of-format")
    statuses = {entry.status for _, entry in entries}
    telling = next((e for _, e in entries if e.status in ("dropped", "narrowed")), entries[0][1])
    status, reason = telling.status, telling.reason
    if statuses == {"written"}:
        status = "written"
    elif "dropped" in statuses and statuses != {"dropped"}:
        status, reason = "narrowed", "in-part"
    elif "dropped" not in statuses and "narrowed" not in statuses:
        status, reason = "carried", next(e.reason for _, e in entries if e.status == "carried")
    relation = relation or next((e.relation for _, e in entries if e.relation), None)
    targets = tuple(dict.fromkeys(t for _, e in entries for t in e.targets))
    return LeafRow(
        pointer, status, shown, tuple(p for p, _ in entries), targets, reason, plain(telling.params), relation
    )


def total(records: tuple[RecordAccount, ...], outside: int) -> AccountTotals:
    """Add the accounts up."""
    counts = Counter(row.status for record in records for row in record.leaves)
    return AccountTotals(
        len(records),
        sum(counts.values()),
        counts["written"],
        counts["narrowed"],
        counts["carried"],
        counts["dropped"],
        sum(len(record.missing) for record in records),
        outside,
        sum(len(record.stated) for record in records),
    )
