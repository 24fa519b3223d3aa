"""Runs work that takes processor time in threads, few at once, so that the service stays answerable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from opads.api.problem import Refusal

__all__ = ("Workshop",)

T = TypeVar("T")


class Workshop:
    """A bounded number of places for work.

    A thread cannot be stopped from outside, so a job is never abandoned: what bounds it is the size of its document.
    What is bounded in time is the wait for a place.
    """

    def __init__(self, places: int, patience: float) -> None:
        self._places = anyio.Semaphore(places)
        self._patience = patience

    async def run(self, job: Callable[[], T]) -> T:
        """Return what the job returns; raises Refusal (503) when no place becomes free in time."""
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
