"""What the pages of the register say where there is none: the service runs, and keeps nothing."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from opads.api.failures import refusal_of
from opads.installation import Installation, NoStorageError
from opads.web.answering import refusal_page

__all__ = ("not_enabled",)


def not_enabled(request: Request[Any, Any, Any], installation: Installation) -> Response[bytes] | None:
    """Return the page (503) that says what the operator can do; None where there is a register."""
    try:
        installation.reading  # noqa: B018 - whether there is one is all that is asked
    except NoStorageError as error:
        return refusal_page(request, refusal_of(error), "register/off.html")
    return None
