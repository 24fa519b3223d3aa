"""Serves with the settings of the environment: ``python -m opads.api``."""

from __future__ import annotations

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from opads.settings import Settings

HEADER_TIMEOUT = 10_000
"""Milliseconds within which the head of a request must have arrived."""


def main() -> None:
    """Serve until interrupted."""
    settings = Settings()
    Granian(
        "opads.api.app:app",
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        interface=Interfaces.ASGI,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_TIMEOUT),
    ).serve()


if __name__ == "__main__":
    main()
