"""The table of batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from opads.batches.model import Batch, BatchGoneError, KeyReusedError, NoBatchError, Progress, QuotaError, Wish
from opads.storage.database import Database, DuplicateError, Row, Transaction
from opads.storage.moments import later, now
from opads.work import enqueue

__all__ = ("JOB", "Store", "change")

T = TypeVar("T")
JOB = "batches.judge"
"""The kind of the job that judges a batch."""
COLUMNS = ", ".join(Batch.__struct_fields__)


class Store:
    """Batches by their ids. Whose a batch is decides who finds it: nobody learns of another account's."""

    def __init__(self, database: Database, *, waiting: int, retention: float) -> None:
        self.database = database
        self.waiting = waiting
        """Batches that one account, or all who name none together, may have waiting or running."""
        self.retention = retention
        """Seconds for which results are kept."""

    def room(self, account: str) -> None:
        """Raise QuotaError where an account has as many batches waiting as it may have."""
        self.database.read(lambda transaction: self._room(transaction, account))

    def _room(self, transaction: Transaction, account: str) -> None:
        row = transaction.one(
            "SELECT count(*) FROM batch WHERE account = ? AND state IN ('waiting', 'running')", account
        )
        if row is not None and row[0] >= self.waiting:
            raise QuotaError(f"{row[0]} batches are waiting or running, and no more than {self.waiting} may")

    def replayed(self, account: str, key: str, digest: str) -> Batch | None:
        """Return the batch that a request with this key has made before; raises KeyReusedError where that was another request."""
        found = self.database.read(lambda t: _one(t, "account = ? AND request_key = ?", account, key))
        if found is not None and found.digest != digest:
            raise KeyReusedError("the key came with another file or other parameters before")
        return found

    def add(self, id_: str, account: str, key: str, digest: str, wish: Wish, *, size: int, sha256: str) -> Batch:
        """Put down a batch whose file is on the disk, and the job that judges it; return it, or the one that the key has made already.

        Raises QuotaError and KeyReusedError.
        """

        def job(transaction: Transaction) -> None:
            self._room(transaction, account)
            transaction.run(
                "INSERT INTO batch (id, account, request_key, digest, wish, bytes, sha256, state, version, progress, created_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 1, ?, ?)",
                *(id_, account, key, digest, _json(wish), size, sha256, _json(Progress()), now()),
            )
            enqueue(transaction, JOB, {"batch": id_}, subject=id_)

        try:
            self.database.write(job)
        except DuplicateError:
            found = self.replayed(account, key, digest)
            if found is None:
                raise
            return found
        return self.get(id_, account)

    def get(self, id_: str, account: str) -> Batch:
        """Return a batch of an account, or one of nobody's; raises NoBatchError, and BatchGoneError for one that is no longer kept."""
        found = self.database.read(lambda t: _one(t, "id = ? AND account IN (?, '')", id_, account))
        if found is None:
            raise NoBatchError("there is no such batch")
        if found.state == "gone":
            raise BatchGoneError("the batch is no longer kept")
        return found

    def version(self, id_: str) -> int | None:
        """Return the number of the newest change of a batch; None where there is no such batch."""
        row = self.database.read(lambda t: t.one("SELECT version FROM batch WHERE id = ?", id_))
        return None if row is None else int(row[0])

    def owned(self, account: str, limit: int, after: str | None = None) -> list[Batch]:
        """Return so many batches of an account, the newest first, from behind one of them on."""
        rows = self.database.read(
            lambda t: t.all(
                f"SELECT {COLUMNS} FROM batch WHERE account = ? AND state <> 'gone' AND id < ? ORDER BY id DESC LIMIT ?",  # noqa: S608 - names and values of our own
                *(account, after or "~", limit),
            )
        )
        return [_batch(row) for row in rows]

    def all(self, limit: int) -> list[Batch]:
        """Return the newest batches of all accounts, for operators."""
        sql = f"SELECT {COLUMNS} FROM batch ORDER BY id DESC LIMIT ?"  # noqa: S608 - our own words
        return [_batch(row) for row in self.database.read(lambda t: t.all(sql, limit))]

    def find(self, id_: str) -> Batch | None:
        """Return a batch whosever it is, for the work on it and for operators."""
        return self.database.read(lambda t: _one(t, "id = ?", id_))

    def end(self, id_: str, state: str) -> bool:
        """Cancel a batch that has not ended (``cancelled``), or say that one that has is no longer kept (``gone``); return whether it was so."""
        states = ("done", "failed", "cancelled") if state == "gone" else ("waiting", "running")

        def job(transaction: Transaction) -> bool:
            at = now()
            return change(
                transaction, id_, states, state=state, ended_at=at, expires_at=later(self.retention, at)
            )  # fmt: skip

        return self.database.write(job)

    def write(self, job: Callable[[Transaction], T]) -> T:
        """Run a job in one transaction."""
        return self.database.write(job)


def change(transaction: Transaction, id_: str, states: tuple[str, ...], **values: Any) -> bool:
    """Change a batch that is in one of some states, as a new version; return whether it was."""
    setting = ", ".join(f"{name} = ?" for name in values)
    marks = ", ".join("?" * len(states))
    given = [_json(value) if isinstance(value, msgspec.Struct) else value for value in values.values()]
    sql = f"UPDATE batch SET version = version + 1, {setting} WHERE id = ? AND state IN ({marks})"  # noqa: S608 - our own words
    return transaction.run(sql, *given, id_, *states) > 0


def _one(transaction: Transaction, where: str, *values: Any) -> Batch | None:
    row = transaction.one(f"SELECT {COLUMNS} FROM batch WHERE {where}", *values)  # noqa: S608 - our own words
    return None if row is None else _batch(row)


def _batch(row: Row) -> Batch:
    named = dict(zip(Batch.__struct_fields__, row, strict=True))
    named["wish"] = msgspec.json.decode(named["wish"], type=Wish)
    named["progress"] = msgspec.json.decode(named["progress"], type=Progress)
    return Batch(**named)


def _json(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode()
