"""The webhooks of accounts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from opads.storage import Database, Transaction
from opads.storage.database import Row
from opads.storage.ids import new_id
from opads.storage.moments import later, now
from opads.webhooks.announcing import EVENTS
from opads.webhooks.errors import WebhookConflictError, WebhookError
from opads.webhooks.guard import Guard

__all__ = ("DISABLED_AFTER", "MOST", "Hook", "Webhooks")

MOST = 20
"""Webhooks that an account may have."""
DISABLED_AFTER = 5 * 86_400.0
"""Seconds after which an address at which nothing arrives is not called any more."""
COLUMNS = "id, account, chain, reach, url, events, created_at, delivered_at, failing_since, last_error, disabled_at"
Chain = Literal["public", "sandbox"]
Reach = Literal["own", "all"]


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook as it stands."""

    id: str
    account: str
    chain: Chain
    reach: Reach
    url: str
    events: tuple[str, ...]
    created_at: str
    delivered_at: str | None = None
    """When something arrived last."""
    failing_since: str | None = None
    last_error: str | None = None
    disabled_at: str | None = None
    """Since when it is not called any more."""


class Webhooks:
    """Makes, finds and removes webhooks; every one is its account's own."""

    def __init__(self, database: Database, guard: Guard) -> None:
        self._database = database
        self.guard = guard

    def create(
        self, account: str, url: str, events: Sequence[str] = EVENTS, *, chain: Chain = "public", reach: Reach = "own"
    ) -> Hook:
        """Return a new webhook, or the one that is the same already.

        Raises WebhookError for events that there are not, GuardError for an address that is not called, WebhookConflictError.
        """
        unknown = sorted(set(events) - set(EVENTS))
        if unknown or not events:
            raise WebhookError(
                f"there is no event {unknown[0][:60]!r}; there are {', '.join(EVENTS)}" if unknown else "name an event"
            )
        self.guard.look(url)
        wanted = tuple(event for event in EVENTS if event in events)
        made = Hook(new_id(), account, chain, reach, url, wanted, now())

        def job(transaction: Transaction) -> Hook:
            added = transaction.run(
                "INSERT INTO webhook (id, account, chain, reach, url, events, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (account, chain, url) DO NOTHING",
                *(made.id, account, chain, reach, url, json.dumps(wanted), made.created_at),
            )
            if not added:
                row = transaction.one(
                    f"SELECT {COLUMNS} FROM webhook WHERE account = ? AND chain = ? AND url = ?",  # noqa: S608 - our own names
                    *(account, chain, url),
                )
                found = _hook(row) if row is not None else None
                if found is None or (found.reach, found.events) != (reach, wanted) or found.disabled_at is not None:
                    raise WebhookConflictError(
                        "the address is called already, for other events, or is disabled; delete that webhook first"
                    )
                return found
            row = transaction.one("SELECT count(*) FROM webhook WHERE account = ?", account)
            if row is not None and row[0] > MOST:
                raise WebhookConflictError(f"an account may have {MOST} webhooks; delete one first")
            return made

        return self._database.write(job)

    def of(self, account: str, *, after: str | None = None, limit: int = MOST) -> list[Hook]:
        """Return the webhooks of an account by their ids, those after one where given."""
        sql = f"SELECT {COLUMNS} FROM webhook WHERE account = ? AND id > ? ORDER BY id LIMIT ?"  # noqa: S608 - our own names
        return [_hook(row) for row in self._database.read(lambda t: t.all(sql, account, after or "", limit))]

    def get(self, account: str, id_: str) -> Hook | None:
        """Return a webhook of an account; None where it has none of this id."""
        sql = f"SELECT {COLUMNS} FROM webhook WHERE account = ? AND id = ?"  # noqa: S608 - our own names
        row = self._database.read(lambda transaction: transaction.one(sql, account, id_))
        return _hook(row) if row is not None else None

    def delete(self, account: str, id_: str) -> bool:
        """Remove a webhook of an account; what is on its way to it is dropped. Return whether there was one."""
        return bool(
            self._database.write(lambda t: t.run("DELETE FROM webhook WHERE account = ? AND id = ?", account, id_))
        )

    def called(self, id_: str) -> Hook | None:
        """Return a webhook to be called, whosoever; None where it is gone or disabled, or its account is suspended."""
        sql = (
            f"SELECT {COLUMNS} FROM webhook WHERE id = ? AND disabled_at IS NULL "  # noqa: S608 - our own names
            "AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = webhook.account AND a.suspended_at IS NOT NULL)"
        )
        row = self._database.read(lambda transaction: transaction.one(sql, id_))
        return _hook(row) if row is not None else None


def arrived(transaction: Transaction, id_: str) -> None:
    """Note that something arrived at a webhook."""
    transaction.run(
        "UPDATE webhook SET delivered_at = ?, failing_since = NULL, last_error = NULL WHERE id = ?", now(), id_
    )


def failed(transaction: Transaction, id_: str, error: str, *, gone: bool = False) -> None:
    """Note that nothing arrived; disabled where the receiver says that it is gone, or where that is so for too long."""
    at = now()
    transaction.run(
        "UPDATE webhook SET failing_since = COALESCE(failing_since, ?), last_error = ? WHERE id = ?",
        at,
        error[:500],
        id_,
    )
    transaction.run(
        "UPDATE webhook SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL AND (failing_since <= ? OR ? = 1)",
        *(at, id_, later(-DISABLED_AFTER), int(gone)),
    )


def _hook(row: Row) -> Hook:
    """Return a webhook of its columns in their order."""
    values = list(row)
    values[5] = tuple(json.loads(values[5]))
    return Hook(*values)
