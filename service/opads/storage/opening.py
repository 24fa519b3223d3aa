"""Opens the database that an address names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from opads.storage.database import Database, StorageError

__all__ = ("open_database",)


def open_database(address: str) -> Database:
    """Return the database of an address: ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or ``postgresql://…``.

    Nothing is migrated. Raises StorageError where there is no such database, or the driver is not installed; UnavailableError where it
    does not answer.
    """
    scheme = urlsplit(address).scheme
    if scheme == "sqlite":
        from opads.storage.sqlite import SQLite  # noqa: PLC0415 - only the driver that is used

        return SQLite(Path(unquote(urlsplit(address).path.removeprefix("/"))))
    if scheme in {"postgresql", "postgres"}:
        try:
            from opads.storage.postgres import Postgres  # noqa: PLC0415 - the same
        except ImportError:
            raise StorageError("PostgreSQL needs its driver: pip install 'opads[postgres]'") from None
        return Postgres(address)
    raise StorageError("the address of a database begins with sqlite:/// or postgresql://")
