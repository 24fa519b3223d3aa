"""What a database is to the rest: jobs that run in one transaction, and what can go wrong with them.

SQL is written once, in what SQLite and PostgreSQL have in common: ``?`` for parameters, ``ON CONFLICT``,
``RETURNING``; ``FOR UPDATE`` and ``SKIP LOCKED``, which SQLite does without, having one writer at a time. Moments are
texts in UTC with microseconds (``opads.storage.moments``), which sort as they follow each other; JSON is text; bytes are bytes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

__all__ = (
    "Database",
    "Dialect",
    "DuplicateError",
    "FullError",
    "Row",
    "StorageError",
    "Transaction",
    "UnavailableError",
    "UnsureError",
)

T = TypeVar("T")
Row: TypeAlias = tuple[Any, ...]
Dialect = Literal["sqlite", "postgresql"]


class StorageError(Exception):
    """Something is wrong with the database that trying again does not mend."""


class UnavailableError(StorageError):
    """The database does not answer, or is busy for too long; nothing was changed. Trying again later may help."""


class FullError(UnavailableError):
    """There is no room, or the disk refuses to write; nothing was changed."""


class UnsureError(StorageError):
    """The connection broke while the end of the transaction was awaited: it is whole or not there, and which is not known."""


class DuplicateError(StorageError):
    """A row that must be the only one of its kind is there already; nothing was changed."""


class Transaction(Protocol):
    """What can be done in a transaction; all of it stays, or nothing does."""

    def run(self, sql: str, *values: Any) -> int:
        """Execute a statement; return how many rows it changed."""
        ...

    def many(self, sql: str, rows: Iterable[Iterable[Any]]) -> None:
        """Execute a statement once for each row of values."""
        ...

    def one(self, sql: str, *values: Any) -> Row | None:
        """Return the first row, None where there is none."""
        ...

    def all(self, sql: str, *values: Any) -> list[Row]:
        """Return all rows."""
        ...

    def each(self, sql: str, *values: Any) -> Iterator[Row]:
        """Yield the rows as they are fetched, for answers that may be long."""
        ...


class Database(ABC):
    """A database; safe to be used from several threads and processes at once."""

    dialect: Dialect

    @abstractmethod
    def write(self, job: Callable[[Transaction], T]) -> T:
        """Return what the job returns, its changes durable by then; begun again where that is safe and needed.

        So a job changes nothing but through the transaction. Whoever else writes waits, or is waited for. Raises DuplicateError,
        UnavailableError, FullError, UnsureError or StorageError.
        """

    @abstractmethod
    def read(self, job: Callable[[Transaction], T]) -> T:
        """Return what the job returns: it sees the database as it was at one moment. Raises as ``write`` does."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connections."""
