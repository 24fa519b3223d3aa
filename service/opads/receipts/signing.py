"""Gives receipts."""

from __future__ import annotations

import time
from threading import Lock

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from opads.receipts import jws
from opads.receipts.claims import Claims, payload_of
from opads.receipts.errors import SigningError
from opads.receipts.keyring import Keyring
from opads.receipts.keys import Key
from opads.storage import Transaction

__all__ = ("Signer",)

FRESH = 5.0
"""Seconds after which it is looked up again which key is in use, outside transactions."""


class Signer:
    """Signs by the key in use; safe to be used from several threads."""

    def __init__(self, keyring: Keyring, register: str = "") -> None:
        """Make sure that there is a key; raises SigningError. ``register`` is scheme and host of the service, told in receipts."""
        self.keyring = keyring
        self._register = register
        self._lock = Lock()
        self._key = keyring.ensure()
        self._looked = time.monotonic()

    def sign(self, claims: Claims, transaction: Transaction | None = None) -> str:
        """Return the receipt of some claims: a JWS in compact form.

        In a transaction the key is looked up there, so that a key taken out of use before it signs nothing in it. Raises SigningError where
        no key is in use.
        """
        if self._register and claims.register is None:
            claims = replace(claims, register=self._register)
        return self.sign_payload(payload_of(claims), transaction)

    def sign_payload(self, payload: bytes, transaction: Transaction | None = None) -> str:
        """Return the JWS over bytes that are canonical JSON."""
        kid = self.key(transaction).kid
        return jws.sign(payload, self.keyring.private(kid), kid)

    def sign_bytes(self, data: bytes) -> bytes:
        """Return the bare signature (64 bytes) over bytes that are no JWS: they must not begin as one does, with ``eyJ``."""
        if data.startswith(b"eyJ"):
            raise ValueError("what begins as a receipt does is not signed as something else")
        private = self.keyring.private(self.key().kid).get_op_key("sign")
        if not isinstance(private, Ed25519PrivateKey):
            raise SigningError("the key is not one of Ed25519")
        return private.sign(data)

    def key(self, transaction: Transaction | None = None) -> Key:
        """Return the key in use; raises SigningError where there is none."""
        with self._lock:
            if transaction is None and time.monotonic() - self._looked < FRESH:
                return self._key
            found = self.keyring.current(transaction)
            if found is None:
                raise SigningError(
                    "every key of this machine is retired or revoked; make one by `opads receipt keys new`"
                )
            self._key = found
            self._looked = time.monotonic()
            return found
