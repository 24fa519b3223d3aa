"""What can be wrong with receipts and their keys."""

from __future__ import annotations

from typing import Literal

__all__ = ("Fault", "KeyFileError", "NoSuchKeyError", "ReceiptError", "ReceiptsError", "SigningError")

Fault = Literal[
    "malformed",
    "algorithm",
    "unknown-key",
    "signature",
    "not-canonical",
    "claims",
    "time",
    "retired",
    "revoked",
    "document",
]
"""Why a receipt proves nothing, in the order in which it is looked for."""


class ReceiptsError(Exception):
    """Something is wrong with receipts or keys."""


class ReceiptError(ReceiptsError):
    """A receipt that does not prove what it says: ``fault`` is the kind, the message says it in words."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault: Fault = fault


class KeyFileError(ReceiptsError):
    """A file of keys that cannot be read or used."""


class SigningError(ReceiptsError):
    """Nothing can be signed: no private key is at hand that is in use, or it cannot be read."""


class NoSuchKeyError(ReceiptsError):
    """There is no key of this id, or it has been taken out of use already."""
