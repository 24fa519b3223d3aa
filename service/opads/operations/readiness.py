"""Whether what is kept can be used now: the database read and written with the newest tables, the folder written.

A load balancer asks every few seconds and every process, so what was found holds for a moment.
"""

from __future__ import annotations

from threading import Lock
from time import monotonic
from weakref import WeakKeyDictionary

from opads.installation import Installation
from opads.operations.folders import usable
from opads.storage import StorageError
from opads.storage.database import Transaction
from opads.storage.migrations import PARTS, applied, migrations_of
from opads.storage.moments import now

__all__ = ("HOLDS", "UnreadyError", "look_at")

HOLDS = 2.0
"""Seconds for which a look holds."""

_lock = Lock()
_good: WeakKeyDictionary[Installation, float] = WeakKeyDictionary()


class UnreadyError(Exception):
    """What is kept cannot be used; the message is for the operator's log."""


def look_at(installation: Installation) -> None:
    """Raise UnreadyError where an installation cannot use what it keeps; nothing is looked at where nothing is kept."""
    if not installation.keeps:
        return
    with _lock:
        if monotonic() < _good.get(installation, 0.0):
            return
    _look_at(installation)
    with _lock:
        _good[installation] = monotonic() + HOLDS


def _look_at(installation: Installation) -> None:
    try:
        if installation.settings.data and (why := usable(installation.folder)):
            raise UnreadyError(f"the folder of the data cannot be written ({why})")
        database = installation.database
        for part in PARTS:
            if len(applied(database, part)) != len(migrations_of(part)):
                raise UnreadyError(f"the tables of {part} are not the newest")
        database.write(_probe)
    except StorageError as error:
        raise UnreadyError("the database cannot be used") from error


def _probe(transaction: Transaction) -> None:
    """Write what nobody reads: a database that can only be read is not one that can accept anything."""
    transaction.run("INSERT INTO probe (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at", now())
