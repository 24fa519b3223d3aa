"""What of the register and of batches is told to webhooks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from opads.storage import Transaction
from opads.webhooks.announcing import Event, announce

__all__ = ("TYPES", "tell_batch", "tell_entries")

TYPES = {
    "accepted": "disclosure.accepted",
    "amended": "disclosure.amended",
    "corrected": "disclosure.amended",
    "withdrawn": "disclosure.withdrawn",
    "suspended": "disclosure.suspended",
    "resumed": "disclosure.resumed",
}
"""Events by the kind of the entry in the log."""


class Logged(Protocol):
    """What is told of an entry of the log."""

    @property
    def chain(self) -> str:
        """``public`` or ``sandbox``."""

    @property
    def sequence(self) -> int:
        """Its number."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def disclosure(self) -> str:
        """To what."""

    @property
    def version(self) -> int:
        """To which version."""

    @property
    def at(self) -> str:
        """When."""


def tell_entries(transaction: Transaction, entries: Iterable[Logged], owner: str) -> int:
    """Tell of entries of the log about disclosures of an account, in their transaction; return how many deliveries were put down."""
    return announce(transaction, [_event(entry, owner) for entry in entries])


def _event(entry: Logged, owner: str) -> Event:
    chain: Literal["public", "sandbox"] = "sandbox" if entry.chain == "sandbox" else "public"
    data = {"disclosure": entry.disclosure, "version": entry.version, "sequence": entry.sequence, "kind": entry.kind}
    return Event(TYPES[entry.kind], owner, chain, entry.at, data)


def tell_batch(transaction: Transaction, id_: str, state: str, at: str) -> int:
    """Tell that a batch ended, in its transaction: well (``done``) or not (``failed``)."""
    row = transaction.one("SELECT account FROM batch WHERE id = ?", id_)
    if row is None:
        return 0
    return announce(transaction, [Event("batch.done", row[0], None, at, {"batch": id_, "state": state})])
