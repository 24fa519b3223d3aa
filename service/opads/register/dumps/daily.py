"""Publishes the dump of each day, by and by: as work that comes back, whoever of the workers does it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from opads.register.dumps.store import Dumps
from opads.work.held import Held
from opads.work.kinds import Handler

if TYPE_CHECKING:
    from opads.installation import Installation

__all__ = ("EVERY", "due", "handlers")

EVERY = 1800.0
"""Seconds after which it is looked again whether a day is over."""
BACK = 7
"""Days that are made up for where nobody worked."""


def due(dumps: Dumps, today: date) -> list[date]:
    """Return the days that are over and have no dump yet, the oldest first: since the last dump, or yesterday where there is none."""
    published = [date.fromisoformat(one.date) for one in dumps.all()[:1]]
    yesterday = today - timedelta(days=1)
    first = max(published[0] + timedelta(days=1), today - timedelta(days=BACK)) if published else yesterday
    return [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]


def handlers(installation: Installation) -> list[Handler]:
    """Return who publishes the dumps; nobody where there is no folder for them, or the operator wants none."""
    if not installation.settings.data or not installation.settings.dumps:
        return []

    def publish(held: Held) -> None:
        for day in due(installation.dumps, datetime.now(UTC).date()):
            held.check()
            installation.dumps.publish(day)

    return [Handler("register.dump", publish, lane="register.dump", every=EVERY)]
