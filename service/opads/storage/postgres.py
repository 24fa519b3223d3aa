"""PostgreSQL: a pool of connections, transactions begun again where the server says that they may be."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg_pool import ConnectionPool, PoolTimeout

from opads.storage.database import (
    Database,
    Dialect,
    DuplicateError,
    FullError,
    Row,
    StorageError,
    Transaction,
    UnavailableError,
    UnsureError,
)

__all__ = ("Postgres",)

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that a job waits for a connection."""
ANSWER = 10.0
"""Seconds within which the server must answer when the database is opened."""
ATTEMPTS = 5
"""Times that a transaction is begun where others are in its way or the connection is lost before its end."""
MOST = 8
"""Connections of one process."""
AGAIN = (errors.SerializationFailure, errors.DeadlockDetected)
NO_ROOM = (errors.DiskFull, errors.ReadOnlySqlTransaction, errors.IoError)
LOST = (psycopg.OperationalError, psycopg.InterfaceError)


class Postgres(Database):
    """A database of a server."""

    dialect: Dialect = "postgresql"

    def __init__(self, address: str) -> None:
        """Connect; raises UnavailableError where the server does not answer."""
        self._pool = ConnectionPool(
            address,
            min_size=1,
            max_size=MOST,
            timeout=PATIENCE,
            kwargs={"autocommit": True, "application_name": "opads", "connect_timeout": 10},
            open=False,
        )
        try:
            self._pool.open(wait=True, timeout=ANSWER)
        except PoolTimeout as error:
            self._pool.close()
            raise UnavailableError("PostgreSQL does not answer at the address of the settings") from error

    def write(self, job: Callable[[Transaction], T]) -> T:
        """See ``Database.write``."""
        return self._done(job, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", writes=True)

    def read(self, job: Callable[[Transaction], T]) -> T:
        """See ``Database.read``."""
        return self._done(job, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", writes=False)

    def _done(self, job: Callable[[Transaction], T], begin: str, *, writes: bool) -> T:
        attempt = 1
        while True:
            ending = False
            try:
                with self._connection() as base:
                    base.execute(begin)
                    try:
                        result = job(_Transaction(base))
                    except BaseException:
                        _undo(base)
                        raise
                    ending = True
                    base.execute("COMMIT")
                    return result
            except PoolTimeout as error:
                raise UnavailableError("no connection to PostgreSQL became free in time") from error
            except errors.UniqueViolation as error:
                raise DuplicateError(str(error)) from error
            except NO_ROOM as error:
                raise FullError(f"PostgreSQL cannot write ({error})") from error
            except (*AGAIN, *LOST) as error:
                if ending and writes and not isinstance(error, AGAIN):
                    raise UnsureError("the connection to PostgreSQL broke while a transaction was ended") from error
                if attempt >= ATTEMPTS:
                    raise UnavailableError(f"PostgreSQL does not serve ({type(error).__name__})") from error
            except psycopg.Error as error:
                raise StorageError(f"PostgreSQL: {error}") from error
            time.sleep(0.05 * 2**attempt)
            attempt += 1

    @contextmanager
    def _connection(self) -> Iterator[psycopg.Connection[Row]]:
        with self._pool.connection() as base:
            yield base

    def close(self) -> None:
        """See ``Database.close``."""
        self._pool.close()


class _Transaction:
    """See ``Transaction``."""

    def __init__(self, base: psycopg.Connection[Row]) -> None:
        self._base = base

    def run(self, sql: str, *values: Any) -> int:
        """See ``Transaction.run``."""
        return self._base.execute(_translated(sql), values).rowcount

    def many(self, sql: str, rows: Iterable[Iterable[Any]]) -> None:
        """See ``Transaction.many``."""
        with self._base.cursor() as cursor:
            cursor.executemany(_translated(sql), [tuple(row) for row in rows])

    def one(self, sql: str, *values: Any) -> Row | None:
        """See ``Transaction.one``."""
        return self._base.execute(_translated(sql), values).fetchone()

    def all(self, sql: str, *values: Any) -> list[Row]:
        """See ``Transaction.all``."""
        return self._base.execute(_translated(sql), values).fetchall()

    def each(self, sql: str, *values: Any) -> Iterator[Row]:
        """See ``Transaction.each``."""
        with self._base.cursor(name="each") as cursor:
            cursor.itersize = 1000
            cursor.execute(_translated(sql), values)
            yield from cursor


@lru_cache(maxsize=512)
def _translated(sql: str) -> Any:
    """Return SQL with the parameters as the driver writes them; our own texts have no ``?`` in quotes."""
    return sql.replace("%", "%%").replace("?", "%s")


def _undo(base: psycopg.Connection[Row]) -> None:
    try:
        base.execute("ROLLBACK")
    except psycopg.Error:
        base.close()
