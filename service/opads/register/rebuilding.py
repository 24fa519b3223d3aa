"""Makes anew, from the log, how each disclosure stands."""

from __future__ import annotations

from opads.register.chain import COLUMNS as ENTRY
from opads.register.errors import RegisterError
from opads.register.model import CHAINS, Entry
from opads.register.projection import Standing, put
from opads.register.reading.indexing import reindex
from opads.storage import Database, Transaction

__all__ = ("rebuild",)

ENTRIES = f"SELECT {ENTRY} FROM entry WHERE chain = ? AND sequence > ? ORDER BY sequence LIMIT ?"  # noqa: S608 - names of our own
AT_ONCE = 1000


def rebuild(database: Database) -> int:
    """Make the table of disclosures from the log, and what they are found by; return how many there are. Whoever hands in waits meanwhile.

    Raises RegisterError where an entry does not follow from what is before it: then nothing is changed, and the log wants verifying.
    """

    def job(transaction: Transaction) -> int:
        standing = Standing()
        for chain in sorted(CHAINS):
            transaction.one("SELECT sequence FROM head WHERE chain = ? FOR UPDATE", chain)
        for chain in CHAINS:
            after = 0
            while rows := transaction.all(ENTRIES, chain, after, AT_ONCE):
                for entry in (Entry(*row) for row in rows):
                    if not standing.take(entry):
                        raise RegisterError(f"entry {entry.sequence} of {chain} does not follow from what is before it")
                after = rows[-1][1]
        transaction.run("DELETE FROM disclosure")
        for disclosure in standing.disclosures.values():
            put(transaction, disclosure)
        return len(standing.disclosures)

    count = database.write(job)
    reindex(database, everything=True)
    return count
