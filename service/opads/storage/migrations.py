"""Changes of the tables over time, as numbered files that go up and down.

A migration is ``NNNN-name.sql`` in the folder of the part that it belongs to: first the statements up, then, behind a line ``-- down``,
those down. ``{bytes}`` stands for the type of bytes, ``{strict}`` ends a table's definition, ``{unlogged}`` stands before TABLE for what
may be lost. A part's migrations are applied in order, each in one transaction with the note that it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.resources import files

from opads.storage.database import Database, Dialect, StorageError, Transaction
from opads.storage.moments import now

__all__ = ("PARTS", "Migration", "applied", "migrate", "migrations_of")

PARTS: tuple[str, ...] = (
    "opads.access",
    "opads.work",
    "opads.batches",
    "opads.replays",
    "opads.receipts",
    "opads.webhooks",
    "opads.register",
    "opads.operations",
)
"""Packages with a folder ``migrations``, in the order in which their tables refer to each other."""

NAME = re.compile(r"(\d{4})-[a-z0-9-]+\.sql")
WORDS: dict[Dialect, dict[str, str]] = {
    "sqlite": {"bytes": "BLOB", "strict": "STRICT", "unlogged": "", "bigint": "INTEGER"},
    "postgresql": {"bytes": "BYTEA", "strict": "", "unlogged": "UNLOGGED", "bigint": "BIGINT"},
}
NOTES = """
CREATE TABLE IF NOT EXISTS migration (
  part TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL,
  PRIMARY KEY (part, number)
)
"""
LOCK = 7_203_117
"""What processes that migrate at the same time agree to wait for (PostgreSQL's advisory locks are numbers)."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One change."""

    part: str
    number: int
    name: str
    up: str
    down: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the statements up."""
        return sha256(self.up.encode()).hexdigest()


def migrations_of(part: str) -> list[Migration]:
    """Return the migrations of a part in order; raises StorageError where their numbers have gaps or one has no way down."""
    found = []
    for file in sorted(files(part).joinpath("migrations").iterdir(), key=lambda file: file.name):
        if not NAME.fullmatch(file.name):
            continue
        up, mark, down = file.read_text("utf-8").partition("\n-- down\n")
        if not mark or not down.strip():
            raise StorageError(f"{part}: migration {file.name} has no way down")
        found.append(Migration(part, int(file.name[:4]), file.name.removesuffix(".sql"), up, down))
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise StorageError(f"{part}: the numbers of migrations have gaps")
    return found


def applied(database: Database, part: str) -> list[tuple[int, str]]:
    """Return numbers and digests of the migrations of a part that the database has."""

    def job(transaction: Transaction) -> list[tuple[int, str]]:
        transaction.run(NOTES)
        rows = transaction.all("SELECT number, sha256 FROM migration WHERE part = ? ORDER BY number", part)
        return [(number, digest) for number, digest in rows]

    return database.write(job)


def migrate(database: Database, parts: Sequence[str] = PARTS, to: int | None = None) -> list[str]:
    """Bring the tables of some parts to a version, the newest when None; return the names of what was done.

    Each migration is one transaction. Raises StorageError for a database that a newer version made, or whose migrations are not those
    of this one.
    """
    done = []
    for part in parts:
        known = migrations_of(part)
        target = len(known) if to is None else to
        while name := database.write(partial(_step, part, known, target, database.dialect)):
            done.append(name)
    return done


def _step(part: str, known: Sequence[Migration], target: int, dialect: Dialect, transaction: Transaction) -> str | None:
    """Apply or take back one migration; return its name, None where nothing is to be done."""
    if dialect == "postgresql":
        transaction.one("SELECT pg_advisory_xact_lock(?)", LOCK)
    transaction.run(NOTES)
    rows = transaction.all("SELECT number, sha256, name FROM migration WHERE part = ? ORDER BY number", part)
    for number, digest, name in rows:
        if number > len(known):
            raise StorageError(f"the database was made by a newer version: it has the migration {name} of {part}")
        if known[number - 1].digest != digest:
            raise StorageError(f"the migration {name} of {part} in the database is another one than this version has")
    at = len(rows)
    if at < target:
        migration = known[at]
        for statement in _statements(migration.up, dialect):
            transaction.run(statement)
        transaction.run(
            "INSERT INTO migration (part, number, name, sha256, applied_at) VALUES (?, ?, ?, ?, ?)",
            *(part, migration.number, migration.name, migration.digest, now()),
        )
        return f"{part} up {migration.name}"
    if at > target:
        migration = known[at - 1]
        for statement in _statements(migration.down, dialect):
            transaction.run(statement)
        transaction.run("DELETE FROM migration WHERE part = ? AND number = ?", part, migration.number)
        return f"{part} down {migration.name}"
    return None


def _statements(text: str, dialect: Dialect) -> Iterable[str]:
    """Yield the statements of a text, each ended by a semicolon at the end of a line.

    A line ``-- sqlite`` or ``-- postgresql`` before one says where alone it is for.
    """
    for piece in re.split(r";[ \t]*\n", text + "\n"):
        lines = [line for line in piece.splitlines() if line.strip()]
        only = {line.strip()[3:] for line in lines if line.strip() in {"-- sqlite", "-- postgresql"}}
        statement = "\n".join(line for line in lines if not line.lstrip().startswith("--"))
        if statement and (not only or dialect in only):
            for word, meaning in WORDS[dialect].items():
                statement = statement.replace("{" + word + "}", meaning)
            yield statement
