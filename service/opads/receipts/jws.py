"""JWS in compact form (RFC 7515), narrowed to Ed25519 and to one way of writing everything.

Signed with ``EdDSA`` (RFC 8037), which libraries verify everywhere; its fully specified name ``Ed25519`` (RFC 9864, which
deprecates the other) is taken as well, so that a later version may write it. Header and payload are RFC 8785 JSON and base64url
without padding or stray bits, so no other text has the same meaning and every changed character is noticed.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry, deserialize_compact, serialize_compact

from opads.receipts.errors import ReceiptError
from opads.standard.jsonvalue import canonical

__all__ = ("ALGORITHM", "LONGEST", "TYPE", "Parsed", "parse", "sign", "signed_by")

TYPE = "opads-receipt+jws"
ALGORITHM = "EdDSA"
ALGORITHMS = frozenset({ALGORITHM, "Ed25519"})
LONGEST = 64 * 1024 * 1024
"""Characters of the longest receipt that is read."""
HEADER = frozenset({"alg", "kid", "typ"})


class _Registry(JWSRegistry):
    """The two names of the one algorithm, and receipts longer than tokens are."""

    max_payload_length = LONGEST

    def get_alg(self, name: str) -> Any:
        """Return the algorithm; raises JoseError for any but those allowed."""
        if name not in ALGORITHMS:
            raise JoseError(f"the algorithm {name} is not taken")
        return self.algorithms[name]


_REGISTRY = _Registry(algorithms=ALGORITHMS)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A JWS taken apart, its signature not looked at yet."""

    text: str
    kid: str
    payload: bytes


def sign(payload: bytes, key: OKPKey, kid: str) -> str:
    """Return the JWS over a payload."""
    return serialize_compact({"alg": ALGORITHM, "kid": kid, "typ": TYPE}, payload, key, registry=_REGISTRY)


def parse(text: str) -> Parsed:
    """Take a JWS apart; raises ReceiptError (malformed, algorithm)."""
    text = text.strip()
    parts = text.split(".")
    if len(text) > LONGEST or len(parts) != 3:
        raise ReceiptError(
            "malformed", "this is not a receipt: a receipt is three parts of base64url with dots between them"
        )
    header_bytes, payload, signature = (_decoded(part) for part in parts)
    try:
        header: Any = json.loads(header_bytes)
    except (ValueError, RecursionError):
        raise ReceiptError("malformed", "the header of the receipt is not JSON") from None
    if not isinstance(header, dict) or not isinstance(header.get("alg"), str):
        raise ReceiptError("malformed", "the header of the receipt names no algorithm")
    if header["alg"] not in ALGORITHMS:
        raise ReceiptError(
            "algorithm", f"the receipt is signed by {header['alg'][:40]!r}; receipts are signed by EdDSA with Ed25519"
        )
    if set(header) != HEADER or header["typ"] != TYPE or not isinstance(header["kid"], str):
        raise ReceiptError("malformed", f"the header of a receipt has alg, kid and typ ({TYPE}) and nothing else")
    if canonical(header) != header_bytes:
        raise ReceiptError("not-canonical", "the header of the receipt is not in the canonical form of RFC 8785")
    if len(signature) != 64:
        raise ReceiptError("malformed", "a signature has 64 bytes")
    return Parsed(text, header["kid"], payload)


def signed_by(parsed: Parsed, key: OKPKey) -> bool:
    """Say whether the signature is that of a key."""
    try:
        deserialize_compact(parsed.text, key, registry=_REGISTRY)
    except JoseError:
        return False
    return True


def _decoded(part: str) -> bytes:
    """Return the bytes of a part; raises ReceiptError where it is not the one way to write them."""
    try:
        found = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ReceiptError("malformed", "a part of the receipt is not base64url") from None
    if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != part:
        raise ReceiptError("malformed", "a part of the receipt is not base64url without padding")
    return found
