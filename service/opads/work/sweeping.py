"""Work that keeps the tables of jobs and of answers small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opads.replays import forget as forget_replays
from opads.storage.moments import later
from opads.work.held import Held
from opads.work.kinds import Handler
from opads.work.operating import forget

if TYPE_CHECKING:
    from opads.installation import Installation

__all__ = ("KEPT", "handlers")

KEPT = 7 * 86_400.0
"""Seconds for which it is kept that a job is done."""


def handlers(installation: Installation) -> list[Handler]:
    """Return who forgets what was done long ago, and answers that need not be given again any more."""
    del installation

    def sweep(held: Held) -> None:
        held.finish(lambda transaction: forget(transaction, later(-KEPT)))

    def sweep_replays(held: Held) -> None:
        held.finish(forget_replays)

    return [Handler("work.sweep", sweep, every=3600.0), Handler("replays.sweep", sweep_replays, every=3600.0)]
