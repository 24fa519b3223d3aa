"""Verifies what an installation keeps: the log, that kept bytes have their digests, and every receipt that was given."""

from __future__ import annotations

from hashlib import sha256

from opads.backups.model import Damage
from opads.receipts import Claims, Key, ReceiptError, verify
from opads.receipts.keyring import Keyring
from opads.receipts.vault import Vault
from opads.register.verifying import verify as verify_log
from opads.storage import Database, Transaction

__all__ = ("MOST", "prove")

MOST = 100
"""Damages of a kind that are told."""


def prove(database: Database) -> tuple[int, int, list[Damage]]:
    """Return how many receipts and entries of the log were verified, and what is wrong."""
    log = verify_log(database)
    found = [Damage("log", fault.message) for fault in log.faults]
    from pathlib import Path  # noqa: PLC0415 - of the vault, which is not looked into

    keys = {key.kid: key for key in Keyring(database, Vault(Path())).all()}
    receipts, wrong = database.read(lambda transaction: _receipts(transaction, keys))
    return receipts, log.entries, [*found, *wrong[:MOST]]


def _receipts(transaction: Transaction, keys: dict[str, Key]) -> tuple[int, list[Damage]]:
    count, wrong = 0, []
    rows = transaction.each(
        "SELECT submission.id, submission.receipt, submission.document, content.bytes FROM submission "
        "JOIN content ON content.sha256 = submission.document"
    )
    for id_, receipt, digest, data in rows:
        try:
            found = verify(receipt, keys, bytes(data)).claims
        except ReceiptError as error:
            wrong.append(Damage("receipt", f"the receipt of the submission {id_} is not verified: {error}"))
            continue
        if not isinstance(found, Claims) or found.id != id_ or sha256(bytes(data)).hexdigest() != digest:
            wrong.append(Damage("receipt", f"the receipt of the submission {id_} is that of another one"))
            continue
        count += 1
    return count, wrong
