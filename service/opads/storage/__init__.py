"""Where what was accepted stays: one interface over SQLite (embedded) and PostgreSQL (production)."""

from opads.storage.database import (
    Database,
    DuplicateError,
    FullError,
    StorageError,
    Transaction,
    UnavailableError,
    UnsureError,
)
from opads.storage.opening import open_database

__all__ = (
    "Database",
    "DuplicateError",
    "FullError",
    "StorageError",
    "Transaction",
    "UnavailableError",
    "UnsureError",
    "open_database",
)
