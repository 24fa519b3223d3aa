"""Withdraws, suspends and resumes: entries without a document, each with a reason and a receipt."""

from __future__ import annotations

from opads.receipts.claims import payload_of
from opads.register.accepting import checked_text
from opads.register.chain import locked
from opads.register.errors import Clash, ConflictError
from opads.register.lookups import any_disclosure, owned_disclosure
from opads.register.model import LONGEST_REASON, Disclosure, Entry, Step
from opads.register.projection import project
from opads.register.receipting import Signer, step_claims
from opads.register.states import STEPS, allowed, next_status
from opads.storage import Transaction
from opads.storage.ids import new_id
from opads.webhooks.happening import tell_entries

__all__ = ("step",)


def step(
    transaction: Transaction, disclosure: str, kind: str, reason: str, *, account: str, chain: str, signer: Signer
) -> Step:
    """Take a step and return it with its receipt. Whether the account may oversee has been asked before.

    Raises UnknownDisclosureError, ConflictError where the state does not allow it, UnfitError for a reason that cannot be kept.
    """
    checked_text(reason, "a reason", LONGEST_REASON, "reason")
    end = locked(transaction, chain)
    if STEPS[kind].own:
        before = owned_disclosure(transaction, disclosure, account, chain)
    else:
        before = any_disclosure(transaction, disclosure, chain)
    if next_status(before.status, kind) is None:
        raise ConflictError((_clash(before, kind),))
    entry = end.append(
        Entry(
            chain="",
            sequence=0,
            kind=kind,
            disclosure=before.id,
            version=before.version,
            account=account,
            publisher_id=before.publisher_id,
            submission=None,
            record=None,
            document=None,
            canonical=None,
            format=None,
            verdict=None,
            report=None,
            reason=reason,
            at="",
            previous="",
        )
    )
    status = project(transaction, entry)
    id_ = new_id()
    claims = step_claims(entry, end, step=id_, status=status)
    receipt = signer.sign_payload(payload_of(claims), transaction)
    transaction.run(
        "INSERT INTO step (id, chain, sequence, disclosure, account, received_at, receipt) VALUES (?, ?, ?, ?, ?, ?, ?)",
        *(id_, chain, entry.sequence, before.id, account, end.clock, receipt),
    )
    tell_entries(transaction, [entry], before.account)
    return Step(
        id_, chain, kind, before.id, before.version, status, entry.sequence, entry.hash, end.clock, receipt, reason
    )


def _clash(before: Disclosure, kind: str) -> Clash:
    open_ = allowed(before.status)
    told = (
        f"{before.id} is {before.status} and cannot be {kind}; it can be {', '.join(open_)}"
        if open_
        else (f"{before.id} is {before.status} and stays so")
    )
    return Clash(told, before.id, before.version, before.status, open_)
