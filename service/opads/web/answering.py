"""Answers that are pages, in the language of who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.response import Redirect

from opads.api.answers import fresh, stored
from opads.api.problem import Refusal
from opads.settings import Settings
from opads.speech import Speech, speech_in
from opads.speech.choosing import preferred
from opads.speech.languages import offered
from opads.web.render import HTML, Look, page

__all__ = ("fresh_page", "kept_page", "led", "look_of", "made_page", "refusal_page", "speech_of", "stored_page")


def look_of(request: Request[Any, Any, Any]) -> Look:
    """Return how pages are to look for who asks: the language, and what the addresses of links begin with."""
    settings: Settings = request.app.settings  # type: ignore[attr-defined]  # set in create_app
    asked = request.scope.get("state", {}).get("language")
    tag = asked or preferred(request.headers.get("accept-language"), offered(pseudo=settings.pseudo_languages))
    prefix = f"/{tag}" if asked or tag != "en" else ""
    return Look(tag, prefix, settings.theme, settings.site_name, pseudo=settings.pseudo_languages)


def speech_of(request: Request[Any, Any, Any]) -> Speech:
    """Return the language in which to answer."""
    return speech_in(look_of(request).tag)


def stored_page(
    request: Request[Any, Any, Any], name: str, *, headers: Mapping[str, str] | None = None, **values: Any
) -> Response[bytes]:
    """Return a page that stays the same until the service changes, or 304 to whom has it already."""
    return kept_page(request, page(name, look_of(request), _at(request), **values), headers=headers)


def kept_page(
    request: Request[Any, Any, Any], content: bytes, *, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """Return a page that was filled in elsewhere and stays the same, or 304 to whom has it already."""
    return stored(request, content, HTML, headers={**_told(look_of(request)), **(headers or {})})


def fresh_page(
    request: Request[Any, Any, Any],
    name: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response[bytes]:
    """Return a page made for this request alone."""
    return made_page(request, page(name, look_of(request), _at(request), **values), status=status, headers=headers)


def made_page(
    request: Request[Any, Any, Any], content: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """Return a page that was filled in elsewhere (by :func:`opads.web.render.page`, such as in the workshop)."""
    answer = fresh(content, HTML, {**_told(look_of(request)), **(headers or {})})
    answer.status_code = status
    return answer


def led(request: Request[Any, Any, Any], path: str) -> Response[Any]:
    """Return an answer that leads to another page (303), in the language of this one."""
    return Redirect(look_of(request).prefix + path, status_code=303)


def refusal_page(request: Request[Any, Any, Any], refusal_: Refusal, name_: str, /, **values: Any) -> Response[bytes]:
    """Return the page that tells of a refusal, with its status."""
    return fresh_page(
        request, name_, status=refusal_.kind.status, headers=refusal_.headers, **{**values, "refusal": refusal_}
    )


def _at(request: Request[Any, Any, Any]) -> str:
    """Return the address of the page, without its language; that of a form's answer leads back to nothing that was sent."""
    query = request.scope.get("query_string", b"")
    path: str = request.scope["path"]
    return path + (f"?{query.decode('latin-1')}" if query else "") if request.method in ("GET", "HEAD") else path


def _told(look: Look) -> dict[str, str]:
    return {"Content-Language": look.tag, "Vary": "Accept, Accept-Language"}
