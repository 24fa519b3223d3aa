"""Where it is kept how much each caller may still ask for."""

from __future__ import annotations

from pathlib import Path

from opads.storage import Database
from opads.storage.migrations import migrate
from opads.storage.sqlite import SQLite

__all__ = ("PART", "open_limits")

PART = "opads.access.allowances"
PATIENCE = 1.0
"""Seconds that a request waits for others to be counted: a limit may cost little."""


def open_limits(path: Path) -> Database:
    """Return a database of its own in a file, which need not survive a loss of power, and so costs little.

    Raises StorageError where it cannot be used.
    """
    database = SQLite(path, durable=False, patience=PATIENCE)
    try:
        migrate(database, [PART])
    except BaseException:
        database.close()
        raise
    return database
