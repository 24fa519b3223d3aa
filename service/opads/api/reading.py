"""Who may read what of the register, and what is said of that which is not shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio

from opads.access.caller import Caller, Role
from opads.access.public import may_read
from opads.api.problem import Refusal
from opads.installation import Installation
from opads.register.reading.asking import PUBLIC_STATUS, Viewer
from opads.register.reading.store import NotShownError, Reading, UnknownError
from opads.rendering.characters import shortened
from opads.settings import Settings

__all__ = ("refused_reading", "seen", "the_public", "viewer_of")

T = TypeVar("T")


def viewer_of(caller: Caller, settings: Settings) -> Viewer:
    """Return who reads; raises AccessError where the public may not and the caller is not known or has not the scope."""
    may_read(caller, settings)
    reads = "read" in caller.scopes
    return Viewer(
        account=caller.account if reads else "",
        everything=reads and caller.has(Role.REGULATOR),
        public=settings.public_reading,
        sandbox=caller.sandbox,
    )


def the_public(caller: Caller, settings: Settings) -> Viewer:
    """Return who looks at a page: it has one address for all and is passed on, so it shows what is public, whoever looks.

    Raises AccessError as ``viewer_of`` does.
    """
    viewer_of(caller, settings)
    return Viewer()


async def seen(installation: Installation, job: Callable[[Reading], T]) -> T:
    """Return what the register tells; raises Refusal for what it has not, or does not show."""
    try:
        return await anyio.to_thread.run_sync(lambda: job(installation.reading))
    except (UnknownError, NotShownError) as error:
        raise refused_reading(error) from None


def refused_reading(error: UnknownError | NotShownError) -> Refusal:
    """Return the refusal: 404, 410 for what was withdrawn, 451 for what is suspended, 403 for an original that is not public."""
    if isinstance(error, UnknownError):
        return Refusal("not-found", "The register has no such disclosure or version.")
    held, step = error.held, error.step
    if held.status == PUBLIC_STATUS:
        return Refusal(
            "forbidden",
            "The original is not published: it holds what the public view leaves out, or other disclosures too. "
            "Its SHA-256 is in the log; the account that handed it in and the regulator can have it.",
        )
    at = f" on {step.at[:10]} at {step.at[11:19]} UTC" if step else ""
    by = f" by the account {shortened(step.account, 100)}" if step else ""
    why = f" The reason given: {shortened(step.reason, 500)}" if step and step.reason else ""
    named = f"Version {held.version} of the disclosure"
    if held.status == "withdrawn":
        return Refusal("gone", f"{named} was withdrawn{at}{by}; what it said is no longer shown.{why}")
    if held.status == "suspended":
        return Refusal(
            "suspended", f"{named} was suspended{at}{by}; what it says is not shown until it is resumed.{why}"
        )
    return Refusal("gone", f"{named} is {shortened(held.status, 40)}{at}; what it said is not shown.{why}")
