"""Who does which kind of work. A part of the service that has work for later names here the function that lists its handlers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from opads.storage.database import Transaction
from opads.work.held import Held
from opads.work.queue import Lease

if TYPE_CHECKING:
    from opads.installation import Installation

__all__ = ("SOURCES", "Handler", "handlers_of")

SOURCES: tuple[str, ...] = (
    "opads.work.sweeping",
    "opads.batches.service",
    "opads.webhooks.delivering",
    "opads.register.dumps.daily",
)
"""Modules with a function ``handlers``, which takes an installation and returns the handlers of one part of the service."""


@dataclass(frozen=True, slots=True)
class Handler:
    """How work of a kind is done."""

    kind: str
    """``<part>.<what>``."""
    run: Callable[[Held], None]
    """Does it. Whatever it raises is a failure, and the job is begun again later; effects outside the database must bear repetition.

    What returns without ``Held.finish`` is finished then.
    """
    lane: str = ""
    """Work of one lane is done one after the other by each worker; lanes do not wait for each other. Long work has one of its own."""
    seconds: float = 30.0
    """How long a lease lasts; it is renewed three times as often."""
    every: float | None = None
    """Seconds after which the work comes back, where it does; then there is always one such job, and nobody puts it down."""
    given_up: Callable[[Transaction, Lease, str], None] | None = None
    """Told, in the transaction that gives a job up, that it is and why."""


def handlers_of(installation: Installation, sources: Iterable[str] = SOURCES) -> list[Handler]:
    """Return all handlers; raises ValueError where two are for the same kind."""
    found: dict[str, Handler] = {}
    for source in sources:
        for handler in import_module(source).handlers(installation):
            if handler.kind in found:
                raise ValueError(f"two handlers for {handler.kind}")
            found[handler.kind] = handler
    return list(found.values())
