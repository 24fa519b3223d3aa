"""What routes about accounts and keys have in common: who may see an account, and what errors of the store are to a client."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio import to_thread

from opads.access.caller import Caller, Role
from opads.access.errors import AccountError, NameTakenError, NotThereError
from opads.api.problem import Refusal

__all__ = ("TROUBLES", "asked", "is_admin", "may_see")

T = TypeVar("T")
TROUBLES = ("unauthenticated", "forbidden", "not-acceptable", "no-storage", "storage-unavailable")
"""Problems that every operation about accounts can answer with."""


def is_admin(caller: Caller) -> bool:
    """Say whether the caller may make and change accounts and keys."""
    return "admin" in caller.scopes and caller.has(Role.ADMIN)


def may_see(caller: Caller, account: str) -> None:
    """Return where the caller may see an account: its own, or any as an administrator. Raises NotThereError, as for one that is not."""
    if not is_admin(caller):
        caller.need("read", *Role)
        if caller.account != account:
            raise NotThereError("there is no such account")


async def asked(job: Callable[..., T], *args: object, **named: object) -> T:
    """Return what a job of a store returns, off the loop; its errors are refusals."""
    try:
        return await to_thread.run_sync(partial(job, *args, **named))
    except NotThereError:
        # The same words for what is not there and for what is not the caller's.
        raise Refusal("not-found", "There is no such account or key.") from None
    except NameTakenError as error:
        raise Refusal("conflict", _sentence(error)) from None
    except AccountError as error:
        raise Refusal("bad-object", _sentence(error)) from None


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
