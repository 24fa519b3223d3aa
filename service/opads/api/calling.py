"""Who asks, as the gate before routing found out."""

from __future__ import annotations

from typing import Any

from litestar import Request

from opads.access.caller import ANYBODY, Caller

__all__ = ("CALLER", "caller_of")

CALLER = "caller"
"""The name under which the gate leaves the caller in the state of a request."""


def caller_of(request: Request[Any, Any, Any]) -> Caller:
    """Return who asks, nobody in particular where no key or token was sent."""
    found = request.scope.get("state", {}).get(CALLER, ANYBODY)
    return found if isinstance(found, Caller) else ANYBODY
