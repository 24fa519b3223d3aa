"""Verifies what an installation keeps: the log, that kept bytes have their digests, and every receipt that was given."""

from __future__ import annotations

from opads.backups.model import Damage
from opads.receipts import ReceiptError, verify
from opads.receipts.keyring import published
from opads.register.verifying import verify as verify_log
from opads.storage import Database, Transaction

__all__ = ("MOST", "prove")

MOST = 100
"""Receipts that are told of where more are not as they must be."""
SUBMISSIONS = (
    "SELECT submission.id, submission.receipt, content.bytes FROM submission "
    "JOIN content ON content.sha256 = submission.document"
)
STEPS = "SELECT id, receipt, NULL FROM step"


def prove(database: Database) -> tuple[int, int, list[Damage]]:
    """Return how many receipts and entries of the log were verified, and what is wrong."""
    log = verify_log(database)
    receipts, wrong = database.read(_receipts)
    return receipts, log.entries, [*(Damage("log", fault.message) for fault in log.faults), *wrong[:MOST]]


def _receipts(transaction: Transaction) -> tuple[int, list[Damage]]:
    """Verify the receipts of documents, each with its document, and those of steps."""
    keys = {key.kid: key for key in published(transaction)}
    count, wrong = 0, []
    for sql in (SUBMISSIONS, STEPS):
        for id_, receipt, data in transaction.each(sql):
            try:
                found = verify(receipt, keys, bytes(data) if data is not None else None).claims
            except ReceiptError as error:
                wrong.append(Damage("receipt", f"the receipt {id_} is not verified: {error}"))
                continue
            if found.id != id_:
                wrong.append(Damage("receipt", f"the receipt {id_} is that of {found.id}"))
                continue
            count += 1
    return count, wrong
