"""The loop that takes jobs up, one after the other in each lane, until it is told to stop."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from threading import Event, Lock, Thread

from opads.storage.database import Database, StorageError, Transaction, UnsureError
from opads.storage.moments import later
from opads.work import holders, queue
from opads.work.held import Held, LostError, PermanentError, ReleasedError
from opads.work.kinds import Handler
from opads.work.queue import Lease

__all__ = ("IDLE", "Worker")

LOGGER = logging.getLogger("opads.work")
IDLE = 0.5
"""Seconds between two looks for work where there was none."""
WAITING = 5.0
"""Seconds before the database is asked again after it did not answer."""
NO_END = 2**31 - 1
"""Attempts of work that comes back: it is never given up."""


class Worker:
    """Threads that do the work of some handlers: one for each lane, and one that renews leases. Ends with ``stop``."""

    def __init__(self, database: Database, handlers: Iterable[Handler], *, idle: float = IDLE) -> None:
        self.holder = holders.holder()
        self._database = database
        self._handlers = {handler.kind: handler for handler in handlers}
        self._idle = idle
        self._stopping = Event()
        self._lock = Lock()
        self._held: set[Held] = set()
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Begin; returns at once."""
        lanes: dict[str, list[str]] = defaultdict(list)
        for handler in self._handlers.values():
            lanes[handler.lane].append(handler.kind)
        for lane, kinds in lanes.items():
            self._threads.append(Thread(target=self._loop, args=(kinds,), name=f"work {lane}".strip(), daemon=True))
        self._threads.append(Thread(target=self._renewing, name="work leases", daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self, grace: float = 20.0) -> bool:
        """Take nothing up any more, and wait for what is in hand to end or be given back; return whether all did in that time.

        What did not is another's when its lease runs out.
        """
        self._stopping.set()
        end = time.monotonic() + grace
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the worker is told to stop; return whether it was."""
        return self._stopping.wait(seconds)

    def until_idle(self) -> int:
        """Do in this thread all there is to do now, without being started; return how many jobs were begun."""
        self._prepare()
        done = 0
        while self._step(list(self._handlers)):
            done += 1
        return done

    def _loop(self, kinds: list[str]) -> None:
        ready = False
        while not self._stopping.is_set():
            try:
                if not ready:
                    self._prepare()
                    ready = True
                if not self._step(kinds):
                    self._stopping.wait(self._idle)
            except StorageError as error:
                LOGGER.warning("work waits for the storage: %s", error)
                self._stopping.wait(WAITING)

    def _prepare(self) -> None:
        def job(transaction: Transaction) -> None:
            for handler in self._handlers.values():
                if handler.every is not None:
                    queue.enqueue(transaction, handler.kind, {}, unique="every", attempts=NO_END)

        self._database.write(job)
        # What the workers of a process had that was killed here is gone on with at once.
        queue.reclaim(self._database, holders.place(), holders.dead)

    def _step(self, kinds: list[str]) -> bool:
        """Do one job; return whether there was one."""
        seconds = min((self._handlers[kind].seconds for kind in kinds), default=0.0)
        lease = queue.lease(self._database, kinds, self.holder, seconds)
        if lease is None:
            return False
        handler = self._handlers[lease.kind]
        if lease.attempts > lease.most:
            self._end(
                handler, lease, f"whoever began it came to its end without a word, {lease.most} times", for_good=True
            )
            return True
        held = Held(self._database, lease, self._stopping, partial(_again_at, handler))
        with self._lock:
            self._held.add(held)
        try:
            self._do(handler, held)
        finally:
            with self._lock:
                self._held.discard(held)
        return True

    def _do(self, handler: Handler, held: Held) -> None:
        lease = held.lease
        try:
            handler.run(held)
            if not held.ended:
                held.finish(lambda _: None)
        except LostError as error:
            LOGGER.warning("work was lost to another: %s", error)
        except ReleasedError as released:
            wait = released.wait
            with suppress(LostError):
                self._database.write(lambda transaction: queue.release(transaction, lease, wait))
        except PermanentError as error:
            self._end(handler, lease, str(error), for_good=True)
        except Exception as error:
            if isinstance(error, UnsureError):
                LOGGER.warning("%s %s: it is not known whether its end was reached", lease.kind, lease.id)
            else:
                LOGGER.warning("%s %s failed", lease.kind, lease.id, exc_info=error)
            self._end(handler, lease, f"{type(error).__name__}: {error}", for_good=False)

    def _end(self, handler: Handler, lease: Lease, error: str, *, for_good: bool) -> None:
        """Note a failure; where its end was reached after all, or the lease is lost, nothing is to be noted."""

        def job(transaction: Transaction) -> None:
            if not for_good and lease.attempts < lease.most:
                queue.fail(transaction, lease, error)
                return
            queue.give_up(transaction, lease, error)
            if handler.given_up is not None:
                handler.given_up(transaction, lease, error)

        with suppress(LostError):
            self._database.write(job)

    def _renewing(self) -> None:
        """Renew leases until nothing is held any more after the worker was told to stop."""
        while True:
            with self._lock:
                held = list(self._held)
            if self._stopping.is_set() and not held and not any(t.is_alive() for t in self._threads[:-1]):
                return
            for one in held:
                left = one.until - time.monotonic()
                if left > one.lease.seconds * 2 / 3 or one.lost.is_set() or one.ended:
                    continue
                try:
                    one.renew()
                except LostError:
                    if not one.ended:
                        one.lost.set()
                except StorageError:
                    if left <= 0:
                        one.lost.set()
            pause = min([self._idle, *(handler.seconds / 10 for handler in self._handlers.values())])
            if self._stopping.is_set():
                time.sleep(min(pause, 0.05))
            else:
                self._stopping.wait(pause)


def _again_at(handler: Handler) -> str | None:
    return None if handler.every is None else later(handler.every)
