"""Puts down, in the transaction of what happened, who is to be told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from opads.storage import Transaction
from opads.storage.ids import new_id
from opads.work import enqueue

__all__ = ("EVENTS", "KIND", "WAITS", "Event", "announce")

EVENTS = (
    "disclosure.accepted",
    "disclosure.amended",
    "disclosure.withdrawn",
    "disclosure.suspended",
    "disclosure.resumed",
    "batch.done",
)
"""What can be told of."""
KIND = "webhooks.deliver"
"""The kind of work."""
MINUTE, HOUR = 60.0, 3600.0
WAITS = (5.0, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
"""Seconds before an event is sent again, time after time: the schedule that Standard Webhooks gives as an example."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened. ``data`` holds ids and numbers, never what a disclosure says: who is told comes and reads as who it is."""

    type: str
    account: str
    """Whose disclosure or batch it is."""
    chain: Literal["public", "sandbox"] | None
    """Where it happened; None for what belongs to neither, and is told to the account's webhooks of both."""
    at: str
    data: Mapping[str, Any]


def announce(transaction: Transaction, events: Iterable[Event]) -> int:
    """Put down a delivery for each webhook that is to be told of an event; return how many.

    They are sent once the transaction is done, and not if it is not.
    """
    hooks: dict[tuple[str | None, str], list[tuple[str, frozenset[str]]]] = {}
    count = 0
    for event in events:
        key = (event.chain, event.account)
        if key not in hooks:
            rows = transaction.all(
                "SELECT id, events FROM webhook WHERE chain IN (?, ?) AND (account = ? OR reach = 'all') AND disabled_at IS NULL "
                "AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = webhook.account AND a.suspended_at IS NOT NULL) ORDER BY id",
                *(event.chain or "public", event.chain or "sandbox", event.account),
            )
            hooks[key] = [(id_, frozenset(json.loads(wanted))) for id_, wanted in rows]
        for hook, wanted in hooks[key]:
            if event.type in wanted:
                message = {
                    "webhook": hook,
                    "id": f"msg_{new_id()}",
                    "type": event.type,
                    "timestamp": event.at,
                    "data": dict(event.data),
                }
                enqueue(transaction, KIND, message, subject=hook, attempts=len(WAITS) + 1)
                count += 1
    return count
