"""What pages of other sites may do (CORS, by the Fetch standard).

What is public may be read by any of them. Keys and tokens may be sent by pages of the origins in the settings alone, and only they may
read the answers. No cookie is ever set or read, so there is nothing that a browser would send by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opads.access.lists import parts
from opads.settings import Settings

__all__ = ("preflight", "shared")

PLAIN = {"access-control-allow-headers": "Accept, Content-Type", "access-control-max-age": "86400"}
TRUSTED = {
    "access-control-allow-headers": "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match",
    "access-control-max-age": "600",
}
ORIGIN = b"access-control-allow-origin"


def preflight(headers: Iterable[tuple[bytes, bytes]], settings: Settings) -> dict[str, str]:
    """Return what a preflight request is answered, besides the methods."""
    origin = _trusted(headers, settings)
    if not settings.origins:
        return PLAIN
    if origin is None:
        return {**PLAIN, "vary": "Origin"}
    return {**TRUSTED, "access-control-allow-origin": origin, "vary": "Origin"}


def shared(send: Any, headers: Iterable[tuple[bytes, bytes]], settings: Settings) -> Any:
    """Return a send for the answer to a request with credentials: pages of trusted origins may read it, and no others."""
    origin = _trusted(headers, settings)

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message["headers"] if name.lower() != ORIGIN]
            kept.append((b"vary", b"Authorization, Origin"))
            if origin is not None:
                kept.append((ORIGIN, origin.encode()))
            message = {**message, "headers": kept}
        await send(message)

    return sending


def _trusted(headers: Iterable[tuple[bytes, bytes]], settings: Settings) -> str | None:
    """Return the origin of the page that asks where it is one of the settings."""
    sent = [value.decode("latin-1") for name, value in headers if name == b"origin"]
    return sent[0] if len(sent) == 1 and sent[0] in parts(settings.origins) else None
