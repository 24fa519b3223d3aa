"""What receipts of the register say, and who signs them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, Protocol

from opads.receipts.claims import Claims, StepClaims, claims_of
from opads.receipts.claims import Entry as Told
from opads.receipts.claims import Head as End
from opads.register.accepting import Accepted
from opads.register.chain import Chained
from opads.register.model import Entry, Outcome
from opads.storage import Transaction

__all__ = ("STEP", "Signer", "step_claims", "submission_claims")

STEP: Literal["step-1.0"] = "step-1.0"
"""Version of what the receipt of a step says."""


class Signer(Protocol):
    """Signs receipts, within the transaction of what they tell of; it writes to the database in no other one meanwhile."""

    def sign_payload(self, payload: bytes, transaction: Transaction | None = None) -> str:
        """Return a compact JWS (RFC 7515) over bytes that are canonical JSON (RFC 8785)."""
        ...


def submission_claims(
    accepted: Accepted, outcomes: Iterable[Outcome], chain: Chained, *, submission: str, account: str
) -> Claims:
    """Return what the receipt of a document says: which bytes, judged by what, with which result, and where they stand in the log."""
    return claims_of(
        accepted.report,
        id=submission,
        chain=chain.name,
        issued_at=chain.clock,
        account=account,
        media_type=accepted.document.media_type,
        report_sha256=accepted.report_digest,
        entries=[
            Told(
                outcome.sequence,
                outcome.hash,
                outcome.outcome,
                outcome.disclosure,
                outcome.version,
                outcome.publisher_id,
                outcome.record,
                outcome.canonical,
            )
            for outcome in outcomes
        ],
        head=End(chain.head.sequence, chain.head.hash),
    )


def step_claims(entry: Entry, chain: Chained, *, step: str, status: str) -> StepClaims:
    """Return what the receipt of a step says: what was done to which disclosure, and why."""
    return StepClaims(
        receipt=STEP,
        id=step,
        chain=chain.name,
        issued_at=chain.clock,
        account=entry.account,
        status=status,
        reason=entry.reason or "",
        entries=(Told(entry.sequence, entry.hash, entry.kind, entry.disclosure, entry.version),),
        head=End(entry.sequence, entry.hash),
    )
