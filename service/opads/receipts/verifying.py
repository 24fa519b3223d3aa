"""Verifies receipts by pinned keys; needs no service and no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec

from opads.receipts import jws
from opads.receipts.claims import VERSION, Claims, StepClaims, payload_of
from opads.receipts.errors import ReceiptError
from opads.receipts.keys import Key
from opads.storage.moments import moment, now, parsed

STEP = "step-1.0"

__all__ = ("LEEWAY", "Verified", "read", "verify")

LEEWAY = 300.0
"""Seconds by which the clocks of machines may differ, and that a retired key may take to be put down."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A receipt that proves what it says."""

    claims: Claims | StepClaims
    """Of a document, or of a step that was done without one."""
    key: Key
    compared: bool
    """Whether a document was compared with the digest; else the receipt speaks of some document that is not here."""
    cautions: tuple[str, ...] = ()
    """What to know of the key before relying on it, in words."""


def read(text: str) -> tuple[jws.Parsed, Claims | StepClaims]:
    """Return what a receipt says, its signature not looked at; raises ReceiptError (malformed, algorithm, not-canonical, claims)."""
    parsed_ = jws.parse(text)
    claims: Claims | StepClaims
    try:
        version: Any = msgspec.json.decode(parsed_.payload, type=dict[str, Any]).get("receipt")
        if version == VERSION:
            claims = msgspec.json.decode(parsed_.payload, type=Claims)
        elif version == STEP:
            claims = msgspec.json.decode(parsed_.payload, type=StepClaims)
        else:
            told = f"this is a receipt of version {str(version)[:20]!r}; this program reads {VERSION} and {STEP}"
            raise ReceiptError("claims", told)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReceiptError("claims", f"what is signed is not a receipt as receipt.json has them ({error})") from None
    except RecursionError:
        raise ReceiptError("claims", "what is signed is not a receipt as receipt.json has them (too deep)") from None
    if payload_of(claims) != parsed_.payload:
        raise ReceiptError("not-canonical", "what is signed is not in the canonical form of RFC 8785")
    return parsed_, claims


def verify(
    text: str, keys: Mapping[str, Key], document: bytes | None = None, *, at: str | None = None, leeway: float = LEEWAY
) -> Verified:
    """Return what a receipt proves, by keys that are trusted (see ``read_key_set``); raises ReceiptError where it proves nothing.

    ``document`` is the bytes that were handed in; without them only the receipt itself is verified. ``at`` is the moment of
    verifying, the present one when None; ``leeway`` is in seconds.
    """
    parsed_, claims = read(text)
    key = keys.get(parsed_.kid)
    if key is None:
        raise ReceiptError(
            "unknown-key", f"the receipt names the key {parsed_.kid[:60]!r}, which is not among those trusted"
        )
    if not jws.signed_by(parsed_, key.public):
        raise ReceiptError("signature", "the signature does not fit: the receipt was changed, or another key made it")
    _in_time(claims.issued_at, key, at or now(), leeway)
    if document is not None:
        _same(claims, document)
    return Verified(claims, key, document is not None, _cautions(key))


def _in_time(issued_at: str, key: Key, at: str, leeway: float) -> None:
    try:
        parsed(issued_at)
    except ValueError:
        raise ReceiptError("claims", f"{issued_at!r} is no moment") from None
    if issued_at > _shifted(at, leeway):
        raise ReceiptError("time", f"the receipt says that it was given at {issued_at}, which is not yet")
    if issued_at < _shifted(key.valid_from, -leeway):
        raise ReceiptError("time", f"the receipt says {issued_at}, but its key is in use since {key.valid_from} only")
    if key.revoked_at is not None and issued_at >= key.revoked_at:
        raise ReceiptError(
            "revoked",
            f"the key was in other hands from {key.revoked_at} on ({key.reason or 'no reason given'}); the receipt says {issued_at}",
        )
    if key.retired_at is not None and issued_at > _shifted(key.retired_at, leeway):
        raise ReceiptError("retired", f"the key was taken out of use at {key.retired_at}; the receipt says {issued_at}")


def _same(claims: Claims | StepClaims, document: bytes) -> None:
    if isinstance(claims, StepClaims):
        raise ReceiptError("document", "the receipt is on a step, for which no document was handed in")
    found = sha256(document).hexdigest()
    if found != claims.document.sha256 or len(document) != claims.document.bytes:
        raise ReceiptError(
            "document",
            f"the document is another one: it has {len(document)} bytes with the SHA-256 {found}, the receipt is on "
            f"{claims.document.bytes} bytes with {claims.document.sha256}",
        )


def _cautions(key: Key) -> tuple[str, ...]:
    if key.revoked_at is None:
        return ()
    told = (
        f"the key was revoked as of {key.revoked_at} ({key.reason or 'no reason given'}). The receipt says that it is older, but whoever "
        "had the key could have written any date: compare its entries with the log of the register, or with a copy of its head"
    )
    return (told,)


def _shifted(text: str, seconds: float) -> str:
    try:
        return moment(parsed(text) + timedelta(seconds=seconds))
    except OverflowError:
        return text
