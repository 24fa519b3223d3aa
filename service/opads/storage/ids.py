"""Identifiers that follow each other in time and cannot be guessed (RFC 9562, section 5.7: UUID version 7)."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

__all__ = ("new_id",)


def new_id() -> str:
    """Return a new UUID of version 7, in lower case."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))
