"""Finds what the register holds; whose it is, is part of every question about one's own."""

from __future__ import annotations

import msgspec

from opads.register.chain import COLUMNS as ENTRY
from opads.register.errors import UnknownDisclosureError
from opads.register.model import Disclosure, Entry, Outcome, Step, Submission
from opads.register.projection import COLUMNS as DISCLOSURE
from opads.register.states import STEPS
from opads.storage import Transaction
from opads.storage.database import Row

__all__ = (
    "any_disclosure",
    "disclosure_by_publisher_id",
    "history",
    "log",
    "owned_disclosure",
    "step_taken",
    "submission",
    "submissions",
)

SUBMISSION = (
    "id, chain, account, received_at, document, media_type, format, carrier, verdict, report, outcomes, receipt"
)
OUTCOMES = msgspec.json.Decoder(tuple[Outcome, ...])
# Names of our own are all that is put into the texts below.
_DISCLOSURE = f"SELECT {DISCLOSURE} FROM disclosure WHERE "  # noqa: S608 - names and values of our own
DISCLOSURES = f"SELECT {DISCLOSURE} FROM disclosure"  # noqa: S608 - names and values of our own
_SUBMISSION = f"SELECT {SUBMISSION} FROM submission WHERE "  # noqa: S608 - names and values of our own
BROUGHT = (
    "account = ? AND chain = ? AND id > ? AND id IN (SELECT entry.submission FROM entry JOIN disclosure "
    "ON disclosure.id = entry.disclosure WHERE disclosure.chain = ? AND disclosure.account = ? "
    "AND disclosure.publisher_id = ?) ORDER BY id LIMIT ?"
)
_ENTRY = f"SELECT {ENTRY} FROM entry WHERE "  # noqa: S608 - names and values of our own


def any_disclosure(transaction: Transaction, id_: str, chain: str) -> Disclosure:
    """Return a disclosure as it stands, whoever asks; raises UnknownDisclosureError."""
    row = transaction.one(_DISCLOSURE + "id = ? AND chain = ?", id_, chain)
    if row is None:
        raise UnknownDisclosureError("the register has no such disclosure")
    return Disclosure(*row)


def owned_disclosure(transaction: Transaction, id_: str, account: str, chain: str) -> Disclosure:
    """Return a disclosure of an account; raises UnknownDisclosureError, also for what is another's."""
    row = transaction.one(_DISCLOSURE + "id = ? AND account = ? AND chain = ?", id_, account, chain)
    if row is None:
        raise UnknownDisclosureError("the register has no such disclosure of this account")
    return Disclosure(*row)


def disclosure_by_publisher_id(
    transaction: Transaction, publisher_id: str, account: str, chain: str
) -> Disclosure | None:
    """Return the disclosure that an account calls by an identifier, None where there is none."""
    row = transaction.one(_DISCLOSURE + "chain = ? AND account = ? AND publisher_id = ?", chain, account, publisher_id)
    return None if row is None else Disclosure(*row)


def submission(transaction: Transaction, id_: str, account: str | None, chain: str) -> Submission | None:
    """Return a document that was accepted, of an account or (None) of any."""
    row = transaction.one(
        _SUBMISSION + "id = ? AND chain = ?" + ("" if account is None else " AND account = ?"),
        *(id_, chain, *(() if account is None else (account,))),
    )
    return None if row is None else _submission(row)


def submissions(
    transaction: Transaction, account: str, chain: str, *, after: str = "", publisher_id: str | None = None, limit: int
) -> list[Submission]:
    """Return an account's documents, the oldest first, from behind an id; with an identifier those that brought versions of it."""
    if publisher_id is None:
        rows = transaction.all(
            _SUBMISSION + "account = ? AND chain = ? AND id > ? ORDER BY id LIMIT ?", account, chain, after, limit
        )
    else:
        rows = transaction.all(
            _SUBMISSION + BROUGHT,
            *(account, chain, after, chain, account, publisher_id, limit),
        )
    return [_submission(row) for row in rows]


def step_taken(transaction: Transaction, id_: str, chain: str, account: str | None) -> Step:
    """Return a step that an account took, or that was taken with a disclosure of it; (None) any.

    Raises UnknownDisclosureError where there is none. The state is that after the step.
    """
    row = transaction.one(
        "SELECT step.id, step.chain, entry.kind, entry.disclosure, entry.version, entry.sequence, entry.hash, "
        "step.received_at, step.receipt, entry.reason, step.account, disclosure.account FROM step "
        "JOIN entry ON entry.chain = step.chain AND entry.sequence = step.sequence "
        "JOIN disclosure ON disclosure.id = step.disclosure WHERE step.id = ? AND step.chain = ?",
        *(id_, chain),
    )
    if row is None or (account is not None and account not in row[10:12]):
        raise UnknownDisclosureError("the register has no such step")
    return Step(*(*row[:5], STEPS[row[2]].status, *row[5:10]))


def history(transaction: Transaction, disclosure: str, chain: str) -> list[Entry]:
    """Return the entries of a disclosure in order."""
    rows = transaction.all(_ENTRY + "disclosure = ? AND chain = ? ORDER BY sequence", disclosure, chain)
    return [Entry(*row) for row in rows]


def log(transaction: Transaction, chain: str, after: int, limit: int) -> list[Entry]:
    """Return the entries of a chain behind a sequence."""
    rows = transaction.all(
        _ENTRY + "chain = ? AND sequence > ? ORDER BY sequence LIMIT ?", chain, min(after, 2**62), limit
    )
    return [Entry(*row) for row in rows]


def _submission(row: Row) -> Submission:
    return Submission(*(*row[:10], OUTCOMES.decode(row[10]), row[11]))
