"""What a receipt says. It is signed by whoever keeps the keys."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Any, Protocol

import msgspec

from opads.register.model import Entry, Head, Outcome
from opads.report import Report
from opads.standard import resources
from opads.standard.jsonvalue import canonical

__all__ = ("RECEIPT", "Signer", "codelists_digest", "step_claims", "submission_claims")

RECEIPT = "1.0"
"""Version of what a receipt says."""


class Signer(Protocol):
    """Signs receipts."""

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a compact JWS (RFC 7515) with the RFC 8785 JSON of the claims as its payload.

        It is called within a transaction, so it must not write to the database of the register in another one.
        """
        ...


@lru_cache(maxsize=1)
def codelists_digest() -> str:
    """Return one digest of all code lists of the standard: the SHA-256 of the JSON (RFC 8785) of the SHA-256 of each file by name."""
    folder = resources.codelists()
    names = resources.codelist_names()
    digests = {name: sha256((folder / f"{name}.csv").read_bytes()).hexdigest() for name in names}
    return sha256(canonical(digests)).hexdigest()


def submission_claims(
    *, submission: str, head: Head, document: tuple[str, int], media_type: str, report: tuple[str, Report],
    outcomes: Iterable[Outcome], account: str, received_at: str, entered_at: str,
) -> dict[str, Any]:  # fmt: skip
    """Return what the receipt of a document says: which bytes, judged by what, with which result, and where it stands in the log.

    ``document`` is digest and length, ``report`` digest and report; ``head`` is the end of the chain with the entries of the document.
    """
    digest, about = report
    ledger = about.ledger
    return {
        "receipt": RECEIPT,
        "submission": submission,
        "account": account,
        "chain": head.chain,
        "entries": [msgspec.to_builtins(outcome) for outcome in outcomes],
        "document": {"sha256": document[0], "bytes": document[1], "mediaType": media_type},
        "format": about.input.format,
        "carrier": about.input.carrier,
        "verdict": about.verdict,
        "report": digest,
        "engine": dict(about.engine),
        "standard": dict(about.standard),
        "codelists": codelists_digest(),
        "packs": [{"id": pack.id, "digest": pack.digest} for pack in about.formats],
        "judgedFor": list(about.judged_for),
        "ledger": {
            "due": ledger.due,
            "passed": ledger.passed,
            "failed": ledger.failed,
            "notApplicable": ledger.not_applicable,
            "notEvaluated": ledger.not_evaluated,
            "needsHuman": ledger.needs_human,
        },
        "receivedAt": received_at,
        "enteredAt": entered_at,
        "head": {"sequence": head.sequence, "hash": head.hash},
    }


def step_claims(*, step: str, entry: Entry, status: str, received_at: str) -> dict[str, Any]:
    """Return what the receipt of a step says."""
    said: dict[str, Any] = {
        "receipt": RECEIPT,
        "step": step,
        "account": entry.account,
        "chain": entry.chain,
        "entries": [
            {
                "outcome": entry.kind,
                "disclosure": entry.disclosure,
                "version": entry.version,
                "sequence": entry.sequence,
                "hash": entry.hash,
            }
        ],
        "status": status,
        "receivedAt": received_at,
        "enteredAt": entry.at,
        "head": {"sequence": entry.sequence, "hash": entry.hash},
    }
    if entry.reason is not None:
        said["reason"] = entry.reason
    return said
