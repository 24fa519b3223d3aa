"""Starts the server: Granian, with the settings of the environment unless the caller says otherwise, and stops it with care.

Asked to stop (SIGTERM, SIGINT), it takes no more connections and answers the requests that are under way, for as long as the settings
grant; who asks a second time ends it at once.
"""

from __future__ import annotations

import logging
import os
from threading import Timer
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from opads.api.front import Service
from opads.operations.logs import configured
from opads.operations.running import VARIABLE, RunFolder
from opads.operations.spans import exporting, trace
from opads.settings import Settings

__all__ = ("HEADER_TIMEOUT", "Server", "serve", "service")

LOGGER = logging.getLogger("opads.api")
HEADER_TIMEOUT = 10_000
"""Milliseconds within which the head of a request must have arrived."""
HURRIED = 1
"""The exit code where requests were given up."""


class Server(MPServer):
    """The server, which can be told to hurry."""

    run: RunFolder | None = None
    delay: float = 0.0
    asked = 0

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Stop after the delay of the settings; at once where it is said again."""
        self.asked += 1
        if self.run is not None:
            self.run.stop()
        if self.asked > 1:
            self.interrupt_signal = True
            for worker in self.wrks:
                worker.kill()  # type: ignore[no-untyped-call]  # Granian's
            self.main_loop_interrupt.set()
        elif self.delay:
            timer = Timer(self.delay, super().signal_handler_interrupt, args, kwargs)
            timer.daemon = True
            timer.start()
        else:
            super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]  # Granian's


def serve(host: str | None = None, port: int | None = None, workers: int | None = None) -> int:
    """Serve until interrupted; return the exit code. Settings that are changed must stand in the environment: other processes read it."""
    settings = Settings()
    configured(settings)
    run = _run_folder(settings)
    server = Server(
        "opads.api.serving:service",
        factory=True,
        address=settings.host if host is None else host,
        port=settings.port if port is None else port,
        workers=settings.workers if workers is None else workers,
        interface=Interfaces.ASGI,
        websockets=False,
        backlog=settings.backlog,
        backpressure=settings.connections,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT),
        # A process that the system ends, for want of memory or whatever else, is replaced; the others go on meanwhile.
        respawn_failed_workers=True,
        workers_kill_timeout=settings.shutdown_grace,
        workers_max_rss=settings.max_rss or None,
        log_dictconfig={"version": 1, "incremental": False, "formatters": {}, "handlers": {}, "loggers": {}},
    )
    server.run, server.delay = run, settings.shutdown_delay
    try:
        server.serve()
    finally:
        if run is not None:
            run.close()
    return HURRIED if server.asked > 1 else 0


def _run_folder(settings: Settings) -> RunFolder | None:
    """Make the folder that the processes share, and name it to them."""
    try:
        run = RunFolder.made(settings.run)
    except OSError as error:
        LOGGER.warning("no folder for what processes share (%s): figures are those of one process each", error.strerror)
        return None
    os.environ[VARIABLE] = str(run.path)
    return run


def service() -> Service:
    """Return the application of one process of the server, with its log and its traces begun."""
    from opads.api.app import create_app  # noqa: PLC0415 - it reads all formats, which the process that only waits need not

    settings = Settings()
    configured(settings)
    if settings.traces:
        trace(exporting())
    return create_app(settings)
