"""SQLite: write-ahead log, every commit on the disk before it is told, one writer at a time, readers beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from opads.storage.database import (
    Database,
    Dialect,
    DuplicateError,
    FullError,
    Row,
    StorageError,
    Transaction,
    UnavailableError,
)

__all__ = ("SQLite",)

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that a writer waits for the others."""
LEAST = (3, 35)
"""The first version with ``RETURNING``."""
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


class SQLite(Database):
    """A file."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, *, durable: bool = True, patience: float = PATIENCE) -> None:
        """Open the file, made where it is not there; its folder must be. Raises StorageError where it cannot be used.

        What is not ``durable`` may be lost with the power, never with a process. ``patience`` is how long a writer waits for the
        others, in seconds.
        """
        if sqlite3.sqlite_version_info < LEAST:
            raise StorageError(f"SQLite {sqlite3.sqlite_version} is too old: {'.'.join(map(str, LEAST))} is the least")
        self.path = path
        self._synchronous = "FULL" if durable else "OFF"
        self._patience = patience
        self._lock = Lock()
        self._readers: list[sqlite3.Connection] = []
        self._writer: sqlite3.Connection | None = None
        with _told(path):
            self._writer = self._opened()

    def _opened(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, timeout=self._patience, isolation_level=None, check_same_thread=False)
        try:
            mode = base.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            for setting in (f"synchronous = {self._synchronous}", "foreign_keys = ON", "trusted_schema = OFF"):
                base.execute(f"PRAGMA {setting}")
        except BaseException:
            base.close()
            raise
        if mode != "wal":
            base.close()
            raise StorageError(f"{self.path}: no write-ahead log is possible here ({mode}); use a disk of this machine")
        return base

    def write(self, job: Callable[[Transaction], T]) -> T:
        """See ``Database.write``."""
        if not self._lock.acquire(timeout=self._patience):
            raise UnavailableError(f"{self.path}: others write for more than {self._patience:g} seconds")
        try:
            with _told(self.path):
                if self._writer is None:
                    self._writer = self._opened()
                base = self._writer
                base.execute("BEGIN IMMEDIATE")
                try:
                    result = job(_Transaction(base))
                    base.execute("COMMIT")
                except BaseException:
                    self._undo(base)
                    raise
                return result
        finally:
            self._lock.release()

    def _undo(self, base: sqlite3.Connection) -> None:
        """Take back what was begun; a connection on which that fails is not used again."""
        try:
            if base.in_transaction:
                base.execute("ROLLBACK")
        except sqlite3.Error:
            self._writer = None
            base.close()

    def read(self, job: Callable[[Transaction], T]) -> T:
        """See ``Database.read``."""
        with _told(self.path):
            try:
                base = self._readers.pop()
            except IndexError:
                base = self._opened()
                base.execute("PRAGMA query_only = ON")
            try:
                base.execute("BEGIN")
                result = job(_Transaction(base))
                base.execute("COMMIT")
            except BaseException:
                base.close()
                raise
            self._readers.append(base)
            return result

    def close(self) -> None:
        """See ``Database.close``."""
        with self._lock:
            while self._readers:
                self._readers.pop().close()
            if self._writer is not None:
                self._writer.close()
                self._writer = None


class _Transaction:
    """See ``Transaction``."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def run(self, sql: str, *values: Any) -> int:
        """See ``Transaction.run``."""
        return self._base.execute(_translated(sql), values).rowcount

    def many(self, sql: str, rows: Iterable[Iterable[Any]]) -> None:
        """See ``Transaction.many``."""
        self._base.executemany(_translated(sql), (tuple(row) for row in rows))

    def one(self, sql: str, *values: Any) -> Row | None:
        """See ``Transaction.one``."""
        cursor = self._base.execute(_translated(sql), values)
        row: Row | None = cursor.fetchone()
        cursor.close()
        return row

    def all(self, sql: str, *values: Any) -> list[Row]:
        """See ``Transaction.all``."""
        return self._base.execute(_translated(sql), values).fetchall()

    def each(self, sql: str, *values: Any) -> Iterator[Row]:
        """See ``Transaction.each``."""
        yield from self._base.execute(_translated(sql), values)


@lru_cache(maxsize=512)
def _translated(sql: str) -> str:
    """Return SQL without what has one writer wait for another: here there is never a second one."""
    return sql.replace(" FOR UPDATE", "").replace(" SKIP LOCKED", "")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into what is told of it."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode in {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}:
            raise DuplicateError(str(error)) from error
        raise StorageError(f"{path}: {error}") from error
    except sqlite3.DatabaseError as error:
        kind = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if kind in BUSY:
            raise UnavailableError(f"{path}: is busy ({error})") from error
        if kind in NO_ROOM:
            raise FullError(f"{path}: cannot be written ({error})") from error
        raise StorageError(f"{path}: {error}") from error
