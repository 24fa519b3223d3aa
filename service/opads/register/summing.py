"""What the register holds, in numbers."""

from __future__ import annotations

from typing import Any

import msgspec

from opads.register.chain import head_of
from opads.register.model import CHAINS
from opads.storage import Database, Transaction

__all__ = ("summed",)


def summed(database: Database) -> dict[str, Any]:
    """Return for each chain its head, its submissions, and its disclosures by state; and how much is kept, in bytes."""
    return database.read(_summed)


def _summed(transaction: Transaction) -> dict[str, Any]:
    chains = {}
    for chain in CHAINS:
        states = transaction.all(
            "SELECT status, COUNT(*) FROM disclosure WHERE chain = ? GROUP BY status ORDER BY status", chain
        )
        submissions = transaction.one("SELECT COUNT(*) FROM submission WHERE chain = ?", chain)
        chains[chain] = {
            "head": msgspec.to_builtins(head_of(transaction, chain)),
            "submissions": submissions[0] if submissions else 0,
            "disclosures": dict(states),
        }
    row = transaction.one("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM content") or (0, 0)
    return {"chains": chains, "contents": {"count": row[0], "bytes": int(row[1])}}
