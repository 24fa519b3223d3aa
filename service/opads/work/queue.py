"""The table of jobs: put down, leased, renewed, finished, failed.

Whoever holds a job has a lease that runs out; then anybody goes on with it. Each lease of a job has a higher number than the one before
(``fence``), and whatever is written for a job is written only where that number is still the newest: who lost a lease changes nothing.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opads.storage.database import Database, Transaction
from opads.storage.ids import new_id
from opads.storage.moments import later, now

__all__ = (
    "ATTEMPTS",
    "Lease",
    "LostError",
    "enqueue",
    "fail",
    "finish",
    "give_up",
    "hold",
    "lease",
    "progressed",
    "reclaim",
    "release",
    "renew",
    "wait_after",
)

ATTEMPTS = 8
"""Times that a job is begun without getting on before it is given up."""
FIRST = 2.0
LONGEST = 3600.0
"""Seconds before a job is begun again: after the first failure, and at most."""
ERROR = 2000
"""Characters of a failure that are kept."""
DUE = """
SELECT id, kind, subject, payload, attempts, most, fence FROM job
WHERE (state = 'waiting' AND kind IN ({kinds}) AND run_at <= ?) OR (state = 'running' AND kind IN ({kinds}) AND lease_until <= ?)
ORDER BY run_at, id LIMIT 1
"""


class LostError(Exception):
    """The lease is another's by now, or the job is done: nothing was changed."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in somebody's hands."""

    id: str
    kind: str
    subject: str
    payload: Mapping[str, Any]
    attempts: int
    """How often it was begun since it last got on, this time included."""
    most: int
    holder: str
    fence: int
    """The number of this lease; a later lease of the job has a higher one."""
    seconds: float
    """How long it lasts without being renewed."""


def enqueue(
    transaction: Transaction,
    kind: str,
    payload: Mapping[str, Any],
    *,
    subject: str = "",
    run_at: str | None = None,
    unique: str | None = None,
    attempts: int = ATTEMPTS,
) -> str | None:
    """Put a job down, to be done once the transaction is; return its id.

    ``subject`` is what it is about (an id of a batch, a disclosure), ``run_at`` the moment before which it is not begun. Of jobs of a kind with
    the same ``unique`` only one waits or runs at a time: where there is one, nothing is put down and None returned.
    """
    id_ = new_id()
    added = transaction.run(
        "INSERT INTO job (id, kind, subject, sole, payload, state, run_at, attempts, most, fence, created_at) "
        "VALUES (?, ?, ?, ?, ?, 'waiting', ?, 0, ?, 0, ?) "
        "ON CONFLICT (kind, sole) WHERE state IN ('waiting', 'running') DO NOTHING",
        *(id_, kind, subject, unique, json.dumps(payload), run_at or now(), attempts, now()),
    )
    return id_ if added else None


def lease(database: Database, kinds: Sequence[str], holder: str, seconds: float) -> Lease | None:
    """Take the job of these kinds that has waited longest, or whose lease ran out; None where there is none to be done now."""
    marks = ", ".join("?" * len(kinds))
    due = DUE.replace("{kinds}", marks)

    def values() -> tuple[str, ...]:
        return (*kinds, now(), *kinds, now())

    def job(transaction: Transaction) -> Lease | None:
        row = transaction.one(due + " FOR UPDATE SKIP LOCKED", *values())
        if row is None:
            return None
        id_, kind, subject, payload, attempts, most, fence = row
        transaction.run(
            "UPDATE job SET state = 'running', holder = ?, lease_until = ?, fence = ?, attempts = ? WHERE id = ?",
            *(holder, later(seconds), fence + 1, attempts + 1, id_),
        )
        return Lease(id_, kind, subject, json.loads(payload), attempts + 1, most, holder, fence + 1, seconds)

    # Looking first costs nothing where there is nothing to do; a writer would hold up the others.
    if not kinds or database.read(lambda transaction: transaction.one(due, *values())) is None:
        return None
    return database.write(job)


def renew(database: Database, held: Lease) -> None:
    """Hold a job for as long again from now on; raises LostError."""
    database.write(lambda transaction: hold(transaction, held))


def hold(transaction: Transaction, held: Lease) -> None:
    """Hold a job for as long again, in a transaction that must not be without the lease; raises LostError."""
    _change(transaction, held, "lease_until = ?", later(held.seconds))


def progressed(transaction: Transaction, held: Lease) -> None:
    """Note that a job got on for good, so that it has all its attempts before it again; raises LostError."""
    _change(transaction, held, "attempts = 1, lease_until = ?", later(held.seconds))


def finish(transaction: Transaction, held: Lease, *, again_at: str | None = None) -> None:
    """Note in the transaction of its result that a job is done; raises LostError, so that the result is not kept either.

    With ``again_at`` the same job waits for that moment instead: work that comes back.
    """
    if again_at is not None:
        _let_go(transaction, held, "waiting", "run_at = ?, attempts = 0, error = NULL", again_at)
    else:
        _let_go(transaction, held, "done", "error = NULL, done_at = ?", now())


def fail(transaction: Transaction, held: Lease, error: str, *, again_in: float | None = None) -> bool:
    """Note that a job failed: begun again later (after ``again_in`` seconds where given), or given up after its last attempt.

    Return whether it is begun again. Raises LostError.
    """
    if held.attempts >= held.most:
        give_up(transaction, held, error)
        return False
    wait = wait_after(held.attempts) if again_in is None else again_in
    _let_go(transaction, held, "waiting", "run_at = ?, error = ?", later(wait), error[:ERROR])
    return True


def give_up(transaction: Transaction, held: Lease, error: str) -> None:
    """Begin a job no more, until an operator says so; raises LostError."""
    _let_go(transaction, held, "given-up", "error = ?, done_at = ?", error[:ERROR], now())


def release(transaction: Transaction, held: Lease, wait: float = 0.0) -> None:
    """Give a job back, as one that was not begun: it may be taken after so many seconds; raises LostError."""
    _let_go(transaction, held, "waiting", "run_at = ?, attempts = ?", later(wait), held.attempts - 1)


def reclaim(database: Database, place: str, dead: Callable[[str], bool]) -> int:
    """Let the leases of holders run out that are known to be dead; return how many.

    ``place`` is what the names of holders begin with that ``dead`` can tell of.
    """
    running = "SELECT id, fence, holder FROM job WHERE state = 'running' AND lease_until > ?"
    found = database.read(lambda transaction: transaction.all(running, now()))
    lost = [(now(), id_, fence) for id_, fence, holder in found if holder.startswith(place) and dead(holder)]
    if lost:
        sql = "UPDATE job SET lease_until = ? WHERE id = ? AND fence = ? AND state = 'running'"
        database.write(lambda transaction: transaction.many(sql, lost))
    return len(lost)


def wait_after(attempts: int) -> float:
    """Return the seconds to wait after so many attempts: twice as long each time, by chance up to half of it less."""
    whole = min(LONGEST, FIRST * 2.0 ** min(attempts - 1, 32))
    return whole * random.uniform(0.5, 1.0)  # noqa: S311 - only to keep those that failed together from coming back together


def _let_go(transaction: Transaction, held: Lease, state: str, setting: str, *values: Any) -> None:
    _change(transaction, held, f"state = ?, holder = NULL, lease_until = NULL, {setting}", state, *values)


def _change(transaction: Transaction, held: Lease, setting: str, *values: Any) -> None:
    changed = transaction.run(
        f"UPDATE job SET {setting} WHERE id = ? AND state = 'running' AND fence = ?",  # noqa: S608 - our own words
        *(*values, held.id, held.fence),
    )
    if not changed:
        raise LostError(f"{held.kind} {held.id}: the lease {held.fence} is not the newest")
