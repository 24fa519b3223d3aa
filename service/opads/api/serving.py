"""Starts the server: Granian, with the settings of the environment unless the caller says otherwise."""

from __future__ import annotations

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from opads.settings import Settings

__all__ = ("HEADER_TIMEOUT", "serve")

HEADER_TIMEOUT = 10_000
"""Milliseconds within which the head of a request must have arrived."""


def serve(host: str | None = None, port: int | None = None, workers: int | None = None) -> None:
    """Serve until interrupted."""
    settings = Settings()
    Granian(
        "opads.api.app:app",
        address=settings.host if host is None else host,
        port=settings.port if port is None else port,
        workers=settings.workers if workers is None else workers,
        interface=Interfaces.ASGI,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT),
    ).serve()
