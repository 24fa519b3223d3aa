"""Gathers what a dump holds, entry by entry of the log and disclosure by disclosure, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import msgspec

from opads.register.chain import COLUMNS
from opads.register.dumps.model import Line
from opads.register.model import PUBLIC, Entry
from opads.register.reading.asking import PUBLIC_STATUS
from opads.register.reading.public import public_view
from opads.register.states import next_status
from opads.storage import Transaction

__all__ = ("end_of", "entries", "lines", "standing")

_decoder = msgspec.json.Decoder(dict)


def end_of(transaction: Transaction, before: str) -> tuple[int, str]:
    """Return sequence and hash of the last entry of the public chain before a moment; 0 and the empty text where there is none."""
    row = transaction.one(
        "SELECT sequence, hash FROM entry WHERE chain = ? AND at < ? ORDER BY sequence DESC LIMIT 1", PUBLIC, before
    )
    return (0, "") if row is None else (int(row[0]), str(row[1]))


def entries(transaction: Transaction, until: int) -> Iterator[Entry]:
    """Yield the entries of the public chain up to a sequence, in order."""
    sql = f"SELECT {COLUMNS} FROM entry WHERE chain = ? AND sequence <= ? ORDER BY sequence"  # noqa: S608 - names of ours
    for row in transaction.each(sql, PUBLIC, until):
        yield Entry(*row)


def lines(transaction: Transaction, until: int) -> Iterator[Line]:
    """Yield the disclosures as they stood at a sequence, by id.

    What they say is there only where they were accepted then and are so now: what was withdrawn meanwhile is not published anew.
    """
    sql = f"SELECT {COLUMNS} FROM entry WHERE chain = ? AND sequence <= ? ORDER BY disclosure, sequence"  # noqa: S608 - the same
    rows = (Entry(*row) for row in transaction.each(sql, PUBLIC, until))
    for _, own in groupby(rows, key=lambda entry: entry.disclosure):
        line = standing(list(own))
        yield _filled(transaction, line) if line.status == PUBLIC_STATUS else line


def standing(own: list[Entry]) -> Line:
    """Return how a disclosure stands by its entries, without what it says."""
    status = ""
    for entry in own:
        status = next_status(status, entry.kind) or status
    version = next(entry for entry in reversed(own) if entry.canonical is not None)
    last = own[-1]
    return Line(
        last.disclosure, version.version, status, last.sequence, last.hash, own[0].at, last.at, own[0].account, own[0].publisher_id,
        version.format, version.canonical or "",
    )  # fmt: skip


def _filled(transaction: Transaction, line: Line) -> Line:
    row = transaction.one(
        "SELECT c.bytes FROM content c, disclosure d WHERE c.sha256 = ? AND d.id = ? AND d.status = ?",
        *(line.canonical, line.id, PUBLIC_STATUS),
    )
    if row is None:
        return line
    view = public_view(_decoder.decode(bytes(row[0])))
    withheld = tuple(dict.fromkeys(gap.id for gap in view.withheld))
    return msgspec.structs.replace(line, withheld=withheld, disclosure=view.disclosure)
