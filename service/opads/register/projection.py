"""Each disclosure as it stands, made from the log entry by entry."""

from __future__ import annotations

from opads.register.errors import RegisterError
from opads.register.model import Entry
from opads.register.states import VERSIONS, next_status
from opads.storage import Transaction

__all__ = ("COLUMNS", "project")

COLUMNS = "id, chain, account, publisher_id, status, version, sequence, format, canonical, first_at, changed_at"


def project(transaction: Transaction, entry: Entry) -> str:
    """Take an entry into account; return the state of the disclosure after it. Raises RegisterError where it does not follow."""
    row = transaction.one("SELECT status FROM disclosure WHERE id = ?", entry.disclosure)
    status = next_status("" if row is None else row[0], entry.kind)
    if status is None:
        raise RegisterError(f"entry {entry.sequence} of {entry.chain} does not follow from what is before it")
    if row is None:
        transaction.run(
            f"INSERT INTO disclosure ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - names of our own
            *(entry.disclosure, entry.chain, entry.account, entry.publisher_id, status, entry.version, entry.sequence),
            *(entry.format, entry.canonical, entry.at, entry.at),
        )
    elif entry.kind in VERSIONS:
        transaction.run(
            "UPDATE disclosure SET publisher_id = ?, status = ?, version = ?, sequence = ?, format = ?, canonical = ?, "
            "changed_at = ? WHERE id = ?",
            *(entry.publisher_id, status, entry.version, entry.sequence, entry.format, entry.canonical),
            *(entry.at, entry.disclosure),
        )
    else:
        transaction.run(
            "UPDATE disclosure SET status = ?, sequence = ?, changed_at = ? WHERE id = ?",
            *(status, entry.sequence, entry.at, entry.disclosure),
        )
    return status
