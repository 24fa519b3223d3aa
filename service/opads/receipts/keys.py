"""Public keys and when they hold, as JSON Web Keys.

``kid`` is the thumbprint of RFC 7638. When a key holds is told by the members ``nbf``, ``exp`` and ``revoked`` that OpenID
Federation 1.0 has for historical keys (seconds since 1970): readers that do not know them pass them over (RFC 7517, section 4).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from opads.receipts.errors import KeyFileError
from opads.receipts.jws import ALGORITHM
from opads.storage.moments import moment, parsed

__all__ = ("Key", "key_set", "read_key_set")


@dataclass(frozen=True)
class Key:
    """A public key of Ed25519. ``x`` is its 32 bytes in base64url; moments are texts in UTC."""

    kid: str
    x: str
    valid_from: str
    retired_at: str | None = None
    """From when on it signs nothing more; what it signed before holds."""
    revoked_at: str | None = None
    """From when on what bears its signature proves nothing: others may have had the private key."""
    reason: str | None = None

    @property
    def active(self) -> bool:
        """Whether it may sign."""
        return self.retired_at is None and self.revoked_at is None

    @cached_property
    def public(self) -> OKPKey:
        """The key as the library has it."""
        return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": self.x})

    def jwk(self) -> dict[str, Any]:
        """Return the JSON Web Key."""
        found: dict[str, Any] = {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": self.x,
            "kid": self.kid,
            "alg": ALGORITHM,
            "use": "sig",
            "nbf": _seconds(self.valid_from),
        }
        if self.retired_at is not None:
            found["exp"] = _seconds(self.retired_at)
        if self.revoked_at is not None:
            found["revoked"] = {"revoked_at": _seconds(self.revoked_at), "reason": self.reason or "unspecified"}
        return found


def key_set(keys: Iterable[Key]) -> dict[str, Any]:
    """Return the JWK Set (RFC 7517, section 5)."""
    return {"keys": [key.jwk() for key in keys]}


def read_key_set(data: bytes) -> dict[str, Key]:
    """Return the keys of a JWK Set or of a single JWK by their ids; keys of other kinds are passed over.

    Raises KeyFileError where the file is none, has no key of Ed25519, names a key otherwise than its thumbprint, or holds a private one.
    """
    try:
        value: Any = json.loads(data)
    except (ValueError, RecursionError):
        raise KeyFileError("the keys are not JSON; expected is a JWK Set, as /.well-known/jwks.json gives it") from None
    rows = value.get("keys", [value]) if isinstance(value, dict) else None
    if not isinstance(rows, list):
        raise KeyFileError("this is no JWK Set: it has no list of keys")
    found = {}
    for row in rows:
        if isinstance(row, dict) and row.get("kty") == "OKP" and row.get("crv") == "Ed25519":
            key = _key(row)
            found[key.kid] = key
    if not found:
        raise KeyFileError("no key of Ed25519 is in it")
    return found


def _key(row: Mapping[str, Any]) -> Key:
    if "d" in row:
        raise KeyFileError("it holds a private key, which belongs to the service alone; pin the public ones")
    try:
        kid = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": row["x"]}).thumbprint()
        revoked = row.get("revoked") or {}
        key = Key(
            kid,
            row["x"],
            _moment(row.get("nbf", row.get("iat", 0))),
            _moment(row["exp"]) if "exp" in row else None,
            _moment(revoked["revoked_at"]) if revoked else None,
            str(revoked["reason"]) if "reason" in revoked else None,
        )
        key.public.get_op_key("verify")
    except (JoseError, ValueError, TypeError, KeyError, OverflowError, OSError, AttributeError):
        raise KeyFileError("a key in it cannot be used") from None
    if row.get("kid", kid) != kid:
        raise KeyFileError(f"the key named {str(row['kid'])[:60]!r} is another one: its thumbprint (RFC 7638) is {kid}")
    return key


def _seconds(text: str) -> int:
    return int(parsed(text).timestamp())


def _moment(seconds: Any) -> str:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError
    return moment(datetime.fromtimestamp(seconds, UTC))
