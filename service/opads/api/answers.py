"""Makes responses: stored things with an entity tag, fresh things that nobody may store, problems."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response

from opads.api.problem import MEDIA_TYPE, Refusal
from opads.settings import Settings

__all__ = ("JSON", "fresh", "matches", "refused", "stored")

JSON = "application/json"


def fresh(content: bytes, media_type: str = JSON, headers: Mapping[str, str] | None = None) -> Response[bytes]:
    """Return an answer made for this request alone."""
    return Response(content, media_type=_bare(media_type), headers={"Cache-Control": "no-store", **(headers or {})})


def stored(
    request: Request[Any, Any, Any],
    content: bytes,
    media_type: str = JSON,
    *,
    cache: str = "no-cache",
    headers: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """Return something that stays the same until the service changes, or 304 to whom has it already."""
    tag = f'"{hashlib.sha256(content + media_type.encode()).hexdigest()}"'
    known = {"ETag": tag, "Cache-Control": cache, "Vary": "Accept", **(headers or {})}
    if matches(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, media_type=_bare(media_type), headers=known)
    return Response(content, media_type=_bare(media_type), headers=known)


def matches(header: str | None, tag: str) -> bool:
    """Whether an If-None-Match header names the tag, by weak comparison (RFC 9110, section 13.1.2)."""
    if header is None:
        return False
    if header.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == tag for part in header.split(","))


def _bare(media_type: str) -> str:
    """Return a media type without the charset, which the framework adds to every text."""
    return media_type.removesuffix("; charset=utf-8")


def refused(refusal: Refusal, settings: Settings) -> Response[bytes]:
    """Return the problem that a refusal is."""
    problem = refusal.problem(settings.link(f"/problems/{refusal.kind.name}"))
    return Response(
        msgspec.json.encode(problem),
        status_code=refusal.kind.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **refusal.headers},
    )
