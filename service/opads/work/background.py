"""The work for later of one process: begun as soon as the storage answers, ended in order."""

from __future__ import annotations

import logging
from threading import Event, Thread
from typing import TYPE_CHECKING

from opads.storage.database import StorageError
from opads.work.kinds import handlers_of
from opads.work.worker import WAITING, Worker

if TYPE_CHECKING:
    from opads.installation import Installation

__all__ = ("Background",)

LOGGER = logging.getLogger("opads.work")


class Background:
    """A worker with all handlers of an installation, in threads of this process."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._stopping = Event()
        self._thread: Thread | None = None
        self._worker: Worker | None = None

    def start(self) -> None:
        """Begin; returns at once, whether the storage answers already or not."""
        self._thread = Thread(target=self._begin, name="work", daemon=True)
        self._thread.start()

    def _begin(self) -> None:
        while not self._stopping.is_set():
            try:
                worker = Worker(self._installation.database, handlers_of(self._installation))
            except StorageError as error:
                LOGGER.warning("work waits for the storage: %s", error)
                self._stopping.wait(WAITING)
                continue
            self._worker = worker
            worker.start()
            return

    def stop(self, grace: float = 20.0) -> bool:
        """Finish or give back what is in hand; return whether that was done in this many seconds."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(grace)
        return self._worker is None or self._worker.stop(grace)
