"""Tables as lines of JSON, alike for every database."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from opads.backups.model import BackupError
from opads.storage import Transaction
from opads.storage.database import Dialect
from opads.storage.migrations import PARTS, migrations_of

__all__ = ("columns_of", "lines_of", "rows_of", "tables_of", "written")

TABLE = re.compile(r"CREATE (\{unlogged\} )?TABLE (?:IF NOT EXISTS )?([a-z_]+)", re.IGNORECASE)
ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(list[Any])
AT_ONCE = 500
"""Rows that are put into a table with one statement."""


def tables_of(transaction: Transaction, dialect: Dialect, parts: Sequence[str] = PARTS) -> list[str]:
    """Return the tables that are kept, those first to which others refer; what may be lost is none of them.

    Raises BackupError for a table in the database that no migration makes: it would be left out unseen.
    """
    made: dict[str, bool] = {}
    for part in parts:
        for migration in migrations_of(part):
            for may_be_lost, name in TABLE.findall(migration.up):
                made.setdefault(name, not may_be_lost)
    there = set(_there(transaction, dialect)) - {"migration"}
    unknown = sorted(there - made.keys())
    if unknown:
        raise BackupError(f"the database has tables that are none of OPADS: {', '.join(unknown)}")
    return [name for name, kept in made.items() if kept and name in there]


def _there(transaction: Transaction, dialect: Dialect) -> list[str]:
    if dialect == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    else:
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    return [name for (name,) in transaction.all(sql)]


def columns_of(transaction: Transaction, dialect: Dialect, table: str) -> list[str]:
    """Return the columns of a table in their order."""
    if dialect == "sqlite":
        return [row[1] for row in transaction.all(f"PRAGMA table_info({table})")]
    sql = (
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? "
        "ORDER BY ordinal_position"
    )
    return [name for (name,) in transaction.all(sql, table)]


def lines_of(transaction: Transaction, table: str, columns: Sequence[str]) -> Iterator[bytes]:
    """Yield the rows of a table as lines; in the order of their ids, so that a row comes after one that it refers to."""
    names = ", ".join(f'"{column}"' for column in columns)
    for row in transaction.each(f"SELECT {names} FROM {table} ORDER BY 1"):  # noqa: S608 - names of our own migrations
        yield ENCODER.encode([_plain(value) for value in row]) + b"\n"


def rows_of(lines: Iterable[bytes], width: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows that lines hold; raises BackupError for a line that is none."""
    for line in lines:
        try:
            row = tuple(map(_value, DECODER.decode(line)))
        except (msgspec.DecodeError, ValueError, TypeError, KeyError):
            raise BackupError("a line of a table cannot be read") from None
        if len(row) != width:
            raise BackupError("a line of a table has another number of columns than it must")
        yield row


def written(transaction: Transaction, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """Put rows into a table; return how many."""
    names = ", ".join(f'"{column}"' for column in columns)
    sql = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in columns)})"  # noqa: S608 - the same
    count, some = 0, []
    for row in rows:
        some.append(row)
        count += 1
        if len(some) == AT_ONCE:
            transaction.many(sql, some)
            some.clear()
    if some:
        transaction.many(sql, some)
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview | bytearray):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    return value


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return base64.b64decode(value["base64"], validate=True)
    return value
