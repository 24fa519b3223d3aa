"""Signed receipts: what was handed in, what was found in it, and by which versions; verifiable offline by a published key."""

from opads.receipts.claims import Claims, Entry, Head, StepClaims, claims_of
from opads.receipts.errors import KeyFileError, ReceiptError, ReceiptsError
from opads.receipts.keys import Key, key_set, read_key_set
from opads.receipts.verifying import Verified, verify

__all__ = (
    "Claims",
    "Entry",
    "Head",
    "Key",
    "KeyFileError",
    "ReceiptError",
    "ReceiptsError",
    "StepClaims",
    "Verified",
    "claims_of",
    "key_set",
    "read_key_set",
    "verify",
)
