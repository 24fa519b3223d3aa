"""Remembers answers in the transaction of what they tell of, so that there is never the one without the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from opads.replays.model import Answer, KeyReusedError, Request
from opads.storage import Database, Transaction
from opads.storage.moments import later, now

__all__ = ("KEPT", "Replays", "forget")

T = TypeVar("T")
KEPT = 7 * 24 * 3600.0
"""Seconds for which an answer is remembered."""


class Replays:
    """The answers that may have to be given again.

    Only what was done is remembered: a request that was refused has changed nothing, and its key may be used for a better one.
    """

    def __init__(self, database: Database, kept: float = KEPT) -> None:
        self._database = database
        self._kept = kept

    def found(self, request: Request) -> Answer | None:
        """Return the answer given before, None where there is none; raises KeyReusedError. Look before costly work."""
        return self._database.read(lambda transaction: _given(transaction, request, now()))

    def once(
        self, request: Request | None, job: Callable[[Transaction], T], answer: Callable[[T], Answer]
    ) -> tuple[Answer, bool]:
        """Do a job in one transaction unless the request was done before; return the answer and whether it is given again.

        Of two requests at once under one key, the second waits for the end of the first. Without a request the job is done and nothing
        remembered. Raises KeyReusedError, and whatever the job raises; then nothing is changed.
        """

        def both(transaction: Transaction) -> tuple[Answer, bool]:
            if request is None:
                return answer(job(transaction)), False
            before = self.claim(transaction, request)
            if before is not None:
                return before, True
            made = answer(job(transaction))
            self.keep(transaction, request, made)
            return made, False

        return self._database.write(both)

    def claim(self, transaction: Transaction, request: Request) -> Answer | None:
        """Return the answer given before; where there is none, take the key, which ``keep`` must follow in the same transaction."""
        at = now()
        key = (request.account, request.endpoint, request.key)
        transaction.run(
            "DELETE FROM replay WHERE account = ? AND endpoint = ? AND key = ? AND expires_at <= ?", *key, at
        )
        # Who inserts the same key at the same time waits here for the other's end.
        taken = transaction.run(
            "INSERT INTO replay (account, endpoint, key, digest, status, headers, body, at, expires_at) "
            "VALUES (?, ?, ?, ?, 0, '{}', ?, ?, ?) ON CONFLICT DO NOTHING",
            *(*key, request.digest, b"", at, later(self._kept, at)),
        )
        return None if taken == 1 else _given(transaction, request, at)

    def keep(self, transaction: Transaction, request: Request, answer: Answer) -> None:
        """Remember the answer to a request whose key was taken in this transaction."""
        transaction.run(
            "UPDATE replay SET status = ?, headers = ?, body = ? WHERE account = ? AND endpoint = ? AND key = ?",
            *(answer.status, msgspec.json.encode(answer.headers).decode(), answer.body),
            *(request.account, request.endpoint, request.key),
        )

    def sweep(self) -> int:
        """Forget what has been remembered long enough; return how many answers that were."""
        return self._database.write(forget)


def forget(transaction: Transaction) -> int:
    """Forget what has been remembered long enough; return how many answers that were."""
    return transaction.run("DELETE FROM replay WHERE expires_at <= ?", now())


def _given(transaction: Transaction, request: Request, at: str) -> Answer | None:
    row = transaction.one(
        "SELECT digest, status, headers, body FROM replay WHERE account = ? AND endpoint = ? AND key = ? AND expires_at > ?",
        *(request.account, request.endpoint, request.key, at),
    )
    if row is None:
        return None
    digest, status, headers, body = row
    if digest != request.digest:
        raise KeyReusedError("the key was used for another request; every request has a key of its own")
    return Answer(status, bytes(body), msgspec.json.decode(headers, type=dict[str, str]))
