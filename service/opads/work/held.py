"""One job in the hands of a worker: what its handler sees of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from threading import Event
from typing import Any, TypeVar

from opads.storage.database import Database, Transaction
from opads.work import queue
from opads.work.queue import Lease, LostError

__all__ = ("Held", "LostError", "PermanentError", "ReleasedError")

T = TypeVar("T")


class ReleasedError(Exception):
    """The job is given back as it stands, for others to go on with, since the worker is to stop; or after some seconds."""

    def __init__(self, wait: float = 0.0) -> None:
        super().__init__("the job is given back")
        self.wait = wait


class PermanentError(Exception):
    """Trying again would not help: the job is given up at once."""


class Held:
    """A leased job. The lease is renewed by the worker while the handler runs."""

    def __init__(self, database: Database, lease: Lease, stopping: Event, again_at: Callable[[], str | None]) -> None:
        self.database = database
        self.lease = lease
        self.stopping = stopping
        """Set when the worker is to stop."""
        self.lost = Event()
        """Set when the lease is another's."""
        self.until = time.monotonic() + lease.seconds
        """Up to when the lease holds by this machine's own clock."""
        self.ended = False
        self._again_at = again_at

    @property
    def payload(self) -> Mapping[str, Any]:
        """What was put down."""
        return self.lease.payload

    def check(self) -> None:
        """Raise LostError or ReleasedError where the handler must not go on; to be called between steps."""
        if self.lost.is_set():
            raise LostError(f"{self.lease.kind} {self.lease.id}: the lease was lost")
        if self.stopping.is_set():
            raise ReleasedError

    def write(self, result: Callable[[Transaction], T]) -> T:
        """Write while the lease holds, as what does not count as getting on. Raises LostError."""

        def job(transaction: Transaction) -> T:
            queue.hold(transaction, self.lease)
            return result(transaction)

        return self.database.write(job)

    def progress(self, result: Callable[[Transaction], T]) -> T:
        """Keep a part of the result while the lease holds; the job has all its attempts before it again. Raises LostError."""

        def job(transaction: Transaction) -> T:
            queue.progressed(transaction, self.lease)
            return result(transaction)

        return self.database.write(job)

    def finish(self, result: Callable[[Transaction], T]) -> T:
        """Keep the result and note that the job is done, both or neither. Raises LostError."""

        def job(transaction: Transaction) -> T:
            queue.finish(transaction, self.lease, again_at=self._again_at())
            return result(transaction)

        found = self.database.write(job)
        self.ended = True
        return found

    def renew(self) -> None:
        """Hold the job for as long again; raises LostError."""
        begun = time.monotonic()
        queue.renew(self.database, self.lease)
        self.until = begun + self.lease.seconds
