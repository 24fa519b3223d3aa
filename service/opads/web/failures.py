"""Refusals as pages, for people."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from opads.api.answers import refused
from opads.api.failures import refusal_of
from opads.api.negotiation import prefers_html
from opads.settings import Settings
from opads.web.render import HTML, page

__all__ = ("respond_in_kind",)

FOR_PROGRAMS = ("/v1/", "/health/", "/openapi.json")


def respond_in_kind(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Return a page to a person at a browser and a problem to a program."""
    settings: Settings = request.app.settings  # type: ignore[attr-defined]  # set in create_app
    refusal = refusal_of(error)
    if request.scope["path"].startswith(FOR_PROGRAMS) or not prefers_html(request.headers.get("accept")):
        return refused(refusal, settings)
    return Response(
        page("refusal.html", refusal=refusal),
        status_code=refusal.kind.status,
        media_type=HTML,
        headers={"Cache-Control": "no-store", **refusal.headers},
    )
