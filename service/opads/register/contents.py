"""Bytes by their SHA-256: the same bytes are kept once."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from opads.storage import Transaction

__all__ = ("content", "keep")


def keep(transaction: Transaction, contents: Iterable[bytes]) -> None:
    """Keep some bytes."""
    by_digest = {sha256(data).hexdigest(): data for data in contents}
    # In the order of digests, so that no two transactions wait for each other.
    transaction.many(
        "INSERT INTO content (sha256, bytes, size) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(digest, data, len(data)) for digest, data in sorted(by_digest.items())],
    )


def content(transaction: Transaction, digest: str) -> bytes | None:
    """Return the bytes of a digest, None where they are not kept."""
    row = transaction.one("SELECT bytes FROM content WHERE sha256 = ?", digest)
    return None if row is None else bytes(row[0])
