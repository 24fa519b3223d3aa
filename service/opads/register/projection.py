"""Each disclosure as it stands, made from the log entry by entry."""

from __future__ import annotations

from msgspec.structs import astuple, replace

from opads.register.errors import RegisterError
from opads.register.model import Disclosure, Entry
from opads.register.reading.indexing import index_kept
from opads.register.states import VERSIONS, next_status
from opads.storage import Transaction

__all__ = ("COLUMNS", "Standing", "followed", "project", "put")

COLUMNS = ", ".join(Disclosure.__struct_fields__)
PLACES = ", ".join("?" for _ in Disclosure.__struct_fields__)
# Names of our own are all that is put into the texts.
SELECT = f"SELECT {COLUMNS} FROM disclosure WHERE id = ?"  # noqa: S608 - names and values of our own
INSERT = f"INSERT INTO disclosure ({COLUMNS}) VALUES ({PLACES})"  # noqa: S608 - names and values of our own
CHANGED = Disclosure.__struct_fields__[1:]
UPDATE = f"UPDATE disclosure SET {', '.join(f'{name} = ?' for name in CHANGED)} WHERE id = ?"  # noqa: S608 - names and values of our own


def followed(before: Disclosure | None, entry: Entry) -> Disclosure | None:
    """Return how a disclosure stands after an entry, None where the entry is not allowed there."""
    status = next_status("" if before is None else before.status, entry.kind)
    if status is None:
        return None
    if before is None:
        if entry.version != 1 or entry.canonical is None or entry.format is None:
            return None
        return Disclosure(
            *(entry.disclosure, entry.chain, entry.account, entry.publisher_id, status, 1, entry.sequence),
            *(entry.format, entry.canonical, entry.at, entry.at),
        )
    if entry.chain != before.chain:
        return None
    after = replace(before, status=status, sequence=entry.sequence, changed_at=entry.at)
    if entry.kind not in VERSIONS:
        return after if entry.version == before.version else None
    if entry.version != before.version + 1 or entry.account != before.account:
        return None
    if entry.canonical is None or entry.format is None:
        return None
    return replace(
        after,
        publisher_id=entry.publisher_id,
        version=entry.version,
        format=entry.format,
        canonical=entry.canonical,
    )


def project(transaction: Transaction, entry: Entry) -> str:
    """Take an entry into account; return the state of the disclosure after it. Raises RegisterError where it does not follow."""
    row = transaction.one(SELECT, entry.disclosure)
    before = None if row is None else Disclosure(*row)
    after = followed(before, entry)
    if after is None:
        raise RegisterError(f"entry {entry.sequence} of {entry.chain} does not follow from what is before it")
    if before is None:
        put(transaction, after)
    else:
        transaction.run(UPDATE, *astuple(after)[1:], after.id)
    if entry.canonical is not None:
        index_kept(transaction, entry.disclosure, entry.canonical)
    return after.status


def put(transaction: Transaction, disclosure: Disclosure) -> None:
    """Put a disclosure down as it stands."""
    transaction.run(INSERT, *astuple(disclosure))


class Standing:
    """How all disclosures stand after some entries, kept in memory."""

    def __init__(self) -> None:
        self.disclosures: dict[str, Disclosure] = {}

    def take(self, entry: Entry) -> bool:
        """Take the next entry into account; say whether it is allowed there."""
        after = followed(self.disclosures.get(entry.disclosure), entry)
        if after is None:
            return False
        self.disclosures[entry.disclosure] = after
        return True
