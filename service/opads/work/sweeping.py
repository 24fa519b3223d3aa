"""Work that keeps the table of jobs small."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """Return who forgets what was done long ago."""
    del installation

    def sweep(held: Held) -> None:
        held.finish(lambda transaction: forget(transaction, later(-KEPT)))

    return [Handler("work.sweep", sweep, every=3600.0)]
