"""What an operator sees of jobs, and may do: list, count, begin again what was given up, forget what is done."""

from __future__ import annotations

from dataclasses import dataclass

from opads.storage.database import Database, DuplicateError, Transaction
from opads.storage.moments import now

__all__ = ("Count", "Seen", "counts", "forget", "jobs", "retry")


@dataclass(frozen=True, slots=True)
class Seen:
    """A job as it stands."""

    id: str
    kind: str
    subject: str
    state: str
    run_at: str
    attempts: int
    holder: str | None
    lease_until: str | None
    error: str | None
    created_at: str
    done_at: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many jobs of a kind are in a state, and since when the one due longest is due."""

    kind: str
    state: str
    jobs: int
    oldest: str


COLUMNS = "id, kind, subject, state, run_at, attempts, holder, lease_until, error, created_at, done_at"


def jobs(database: Database, state: str | None = None, *, subject: str | None = None, most: int = 100) -> list[Seen]:
    """Return the newest jobs, of a state or about a subject where one is named."""
    where = "(? IS NULL OR state = ?) AND (? IS NULL OR subject = ?)".replace("? IS NULL", "CAST(? AS TEXT) IS NULL")
    sql = f"SELECT {COLUMNS} FROM job WHERE {where} ORDER BY id DESC LIMIT ?"  # noqa: S608 - our own words
    return [Seen(*row) for row in database.read(lambda t: t.all(sql, state, state, subject, subject, most))]


def counts(database: Database) -> list[Count]:
    """Return how many jobs there are, by kind and state."""
    sql = "SELECT kind, state, count(*), min(run_at) FROM job GROUP BY kind, state ORDER BY kind, state"
    return [Count(*row) for row in database.read(lambda t: t.all(sql))]


def retry(database: Database, id_: str) -> bool:
    """Let a job that was given up wait to be begun at once, with all its attempts; return whether there is such a job.

    A job of which another of the same kind has taken the place (see ``enqueue``, ``unique``) is left as it is.
    """
    sql = (
        "UPDATE job SET state = 'waiting', run_at = ?, attempts = 0, done_at = NULL WHERE id = ? AND state = 'given-up'"
    )
    try:
        return database.write(lambda t: t.run(sql, now(), id_)) > 0
    except DuplicateError:
        return False


def forget(transaction: Transaction, before: str) -> int:
    """Delete what was done before a moment; return how many. What was given up stays until somebody looks at it."""
    return transaction.run("DELETE FROM job WHERE state = 'done' AND done_at < ?", before)
