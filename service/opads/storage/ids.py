"""Identifiers that follow each other in time and cannot be guessed (RFC 9562, section 5.7: UUID version 7).

Those of one process follow each other even within a millisecond: the twelve bits after the time are a counter (section 6.2,
method 1), which begins anew by chance with each millisecond. The 62 bits after it are by chance in every one.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from uuid import UUID

__all__ = ("new_id",)

COUNTED = 12
"""Bits of the counter."""
BEGINNING = 11
"""Bits of the number by chance that the counter begins with: one less, so that there is room to count (section 6.2)."""
CHANCE = 62


class _Sequence:
    """Numbers that grow from call to call, in all threads: milliseconds since 1970, and the counter below them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        """Return the next number; where the counter is full or the clock was put back, it runs ahead of the clock."""
        begun = (time.time_ns() // 1_000_000) << COUNTED | secrets.randbits(BEGINNING)
        with self._lock:
            same = self._last >> COUNTED >= begun >> COUNTED
            self._last = self._last + 1 if same else begun
            return self._last


_SEQUENCE = _Sequence()
# A process that is split off while another thread counts would find the lock taken for ever.
os.register_at_fork(after_in_child=_SEQUENCE.__init__)  # type: ignore[misc]  # begun anew, as in a new process


def new_id() -> str:
    """Return a new UUID of version 7, in lower case; it sorts after all that this process made before."""
    number = _SEQUENCE.next()
    at, count = number >> COUNTED, number & (1 << COUNTED) - 1
    return str(UUID(int=at << 80 | 0x7 << 76 | count << 64 | 0x2 << 62 | secrets.randbits(CHANCE)))
