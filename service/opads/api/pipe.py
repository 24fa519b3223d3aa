"""A body on its way: chunks that arrive in the event loop, read as a file in the thread that works on them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import RawIOBase
from typing import Any

import anyio
from anyio import from_thread

from opads.api.problem import Refusal
from opads.bulk.errors import BulkError

__all__ = ("Pipe",)

AHEAD = 16
"""Chunks that wait to be read; the sender waits beyond these."""


class Pipe(RawIOBase):
    """The reading end. ``fault`` is why the body ended too early, where it did."""

    def __init__(self) -> None:
        self._inlet, self._outlet = anyio.create_memory_object_stream[bytes](AHEAD)
        self._rest = memoryview(b"")
        self.fault: Refusal | None = None

    async def fill(self, chunks: AsyncIterator[bytes]) -> None:
        """Take chunks until there are no more, or nobody reads them; keep the refusal that they may end with."""
        try:
            async with self._inlet:
                async for chunk in chunks:
                    await self._inlet.send(chunk)
        except Refusal as refusal:
            self.fault = refusal
        except anyio.BrokenResourceError:
            return

    def close(self) -> None:
        """Let nothing more be sent."""
        self._outlet.close()
        super().close()

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer, at least a byte until the body ends; to be called in a thread of anyio.

        Raises BulkError where the body was broken off.
        """
        while not self._rest:
            try:
                self._rest = memoryview(from_thread.run(self._outlet.receive))
            except anyio.EndOfStream:
                if self.fault is not None:
                    raise BulkError(str(self.fault)) from None
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
