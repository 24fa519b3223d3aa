"""Runs work that takes processor time in threads, few at once, so that the service stays answerable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from opads.api.problem import Refusal

__all__ = ("SMALL", "Workshop")

T = TypeVar("T")

SMALL = 8 * 1024
"""Bytes of a document that is worked on at once: handing it to a thread and back would take longer than the work."""


class Workshop:
    """A bounded number of places for work.

    A thread cannot be stopped from outside, so a job is never abandoned: what bounds it is the size of its document.
    What is bounded in time is the wait for a place.
    """

    def __init__(self, places: int, patience: float) -> None:
        self._places = anyio.Semaphore(places)
        self._patience = patience

    async def run(self, job: Callable[[], T], *, size: int | None = None) -> T:
        """Return what the job returns; raises Refusal (503) when no place becomes free in time.

        ``size`` is the length of the document that the job is about, where there is one.
        """
        if size is not None and size <= SMALL:
            return job()
        try:
            with anyio.fail_after(self._patience):
                await self._places.acquire()
        except TimeoutError:
            seconds = max(1, round(self._patience))
            raise Refusal("busy", "All places are taken.", headers={"Retry-After": str(seconds)}) from None
        try:
            return await anyio.to_thread.run_sync(job)
        finally:
            self._places.release()
