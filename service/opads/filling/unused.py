"""Statements that came to nothing: of records that there are not, and of every record where each has a value already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opads.account import RecordAccount
from opads.filling.filling import Refused
from opads.filling.statements import EVERY, Statements

__all__ = ("unused",)


def unused(statements: Statements, accounts: Sequence[RecordAccount], refused: Iterable[Refused]) -> list[Refused]:
    """Return the statements that no record took and that were not refused for a record."""
    told = {(one.record, one.pointer) for one in refused}
    taken = {row.target for account in accounts for row in account.stated}
    return list(_unused(statements, {account.record for account in accounts}, taken, told))


def _unused(
    statements: Statements, records: set[int], taken: set[str], told: set[tuple[int, str]]
) -> Iterator[Refused]:
    pointers = {pointer for _, pointer in told}
    for record, said in statements.by_record.items():
        for pointer, text in said.items():
            if record == EVERY and pointer not in taken | pointers:
                yield Refused(EVERY, pointer, text, "has-a-value" if records else "no-such-record")
            elif record != EVERY and record not in records:
                yield Refused(record, pointer, text, "no-such-record")
