"""Who may read what the register publishes."""

from __future__ import annotations

from opads.access.caller import Caller, Role
from opads.settings import Settings

__all__ = ("may_read",)


def may_read(caller: Caller, settings: Settings) -> None:
    """Return where the caller may read what the register publishes; raises UnknownCallerError or AccessError where not.

    Everybody may where the operator lets the public read; else a key or token with the scope ``read`` is needed, of whatever role.
    """
    if not settings.public_reading:
        caller.need("read", *Role)
