"""The chain: every entry's hash covers the one before it, so that what is changed, left out or put in later shows.

The hash is the SHA-256, in hexadecimal, of the entry's JSON (RFC 8785) without the member ``hash``, as ``/v1/log`` gives it: whoever
has the log can check it. The first entry's ``previous`` is empty.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec
from msgspec.structs import astuple, replace

from opads.register.model import PUBLIC, SANDBOX, Chain, Entry, Head
from opads.standard.jsonvalue import canonical
from opads.storage import StorageError, Transaction
from opads.storage.moments import now

__all__ = ("COLUMNS", "Chained", "hash_of", "head_of", "locked")

COLUMNS = ", ".join(Entry.__struct_fields__)
"""The columns of an entry, in the order of the fields."""
PLACES = ", ".join("?" for _ in Entry.__struct_fields__)
INSERT = f"INSERT INTO entry ({COLUMNS}) VALUES ({PLACES})"  # noqa: S608 - names of our own


def hash_of(entry: Entry) -> str:
    """Return the hash that an entry should have."""
    said = msgspec.to_builtins(entry)
    del said["hash"]
    return sha256(canonical(said)).hexdigest()


def head_of(transaction: Transaction, chain: str) -> Head:
    """Return the end of a chain. Raises StorageError where the chain has none."""
    return _head(transaction, chain, "SELECT chain, sequence, hash, at FROM head WHERE chain = ?")


def locked(transaction: Transaction, chain: str) -> Chained:
    """Take the end of a chain, which nobody else has until the transaction ends, to add to it."""
    return Chained(
        transaction, _head(transaction, chain, "SELECT chain, sequence, hash, at FROM head WHERE chain = ? FOR UPDATE")
    )


def _head(transaction: Transaction, chain: str, sql: str) -> Head:
    row = transaction.one(sql, chain)
    if row is None:
        raise StorageError(f"the register has no end of the chain {chain}")
    return Head(*row)


class Chained:
    """The end of a chain that is being added to.

    All entries of a transaction have one moment: that of the clock, or that of the entry before where the clock went back.
    """

    def __init__(self, transaction: Transaction, head: Head) -> None:
        self._transaction = transaction
        self.head = head
        self.clock = now()
        self.at = max(self.clock, head.at)

    @property
    def name(self) -> Chain:
        """The name of the chain."""
        return SANDBOX if self.head.chain == SANDBOX else PUBLIC

    def append(self, entry: Entry) -> Entry:
        """Add an entry, whose sequence, moment, ``previous`` and hash are given to it; return it as added."""
        head = self.head
        linked = replace(entry, chain=head.chain, sequence=head.sequence + 1, at=self.at, previous=head.hash)
        added = replace(linked, hash=hash_of(linked))
        self._transaction.run(INSERT, *astuple(added))
        self.head = Head(head.chain, added.sequence, added.hash, self.at)
        self._transaction.run(
            "UPDATE head SET sequence = ?, hash = ?, at = ? WHERE chain = ?",
            *(added.sequence, added.hash, self.at, head.chain),
        )
        return added
