"""The digest of records that have no order: the same however they are parted among machines.

Each record counts as the integer that is 4096 bits of its SHAKE256; the bag is their sum modulo 2^4096, and its digest the SHA-256 of
that (Bellare and Micciancio's AdHash, 1997, at a width that leaves no birthday attack).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

__all__ = ("EMPTY", "added", "bag_of", "digest_of")

WIDTH = 512
"""Bytes of a bag."""
EMPTY = bytes(WIDTH)


def bag_of(records: Iterable[bytes]) -> bytes:
    """Return the bag of some records."""
    return _bytes(sum(int.from_bytes(hashlib.shake_256(record).digest(WIDTH)) for record in records))


def added(one: bytes, two: bytes) -> bytes:
    """Return the bag of what is in both."""
    return _bytes(int.from_bytes(one) + int.from_bytes(two))


def digest_of(bag: bytes) -> str:
    """Return the digest of a bag, in hexadecimal digits."""
    return hashlib.sha256(bag).hexdigest()


def _bytes(total: int) -> bytes:
    return (total % (1 << 8 * WIDTH)).to_bytes(WIDTH)
