"""Refusals as pages, for people."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from opads.api.answers import refused
from opads.api.failures import refusal_of
from opads.api.negotiation import prefers_html
from opads.settings import Settings
from opads.web.answering import refusal_page

__all__ = ("respond_in_kind",)

FOR_PROGRAMS = ("/v1/", "/health/", "/openapi.json")


def respond_in_kind(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Return a page to a person at a browser and a problem to a program."""
    settings: Settings = request.app.settings  # type: ignore[attr-defined]  # set in create_app
    refusal = refusal_of(error)
    if request.scope["path"].startswith(FOR_PROGRAMS) or not prefers_html(request.headers.get("accept")):
        return refused(refusal, settings)
    return refusal_page(request, refusal, "refusal.html")
