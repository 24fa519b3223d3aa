"""GET /.well-known/jwks.json and /v1/signing-keys: the keys that sign receipts and webhooks."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.api.answers import JSON, stored
from opads.api.contract import operation, problems, success
from opads.api.negotiation import negotiate
from opads.installation import Installation
from opads.receipts import Key, key_set

__all__ = ("get_jwks", "list_signing_keys")

JWKS = "application/jwk-set+json"
CACHE = "public, max-age=300"
FAULTS = ("no-storage", "storage-unavailable", "not-acceptable")


class SigningKeyRow(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A public key of Ed25519 in three forms, and when it holds. Moments are in UTC."""

    kid: str
    state: str
    """active, retired or revoked."""
    valid_from: str
    jwk: dict[str, Any]
    pem: str
    webhook_key: str
    """As Standard Webhooks write it."""
    retired_at: str | None = None
    revoked_at: str | None = None
    reason: str | None = None


class SigningKeysAnswer(msgspec.Struct, frozen=True):
    """Every key there was, the newest first."""

    keys: tuple[SigningKeyRow, ...]


async def _keys(installation: Installation) -> list[Key]:
    """Return the public keys; where there is none yet, the first is made."""

    def work() -> list[Key]:
        found = installation.keyring.all()
        if not found:
            installation.keyring.ensure()
            found = installation.keyring.all()
        return found

    return await run_sync(work)


@get(
    "/.well-known/jwks.json",
    operation_id="getJwks",
    summary="The keys that sign receipts and webhooks, as a JWK Set",
    description="RFC 7517. Keys that are out of use stay in it, with `exp` and `revoked` (OpenID Federation 1.0), so that what they signed can "
    "be verified. Keep a copy: a receipt is verified by keys that were pinned before.",
    tags=["register"],
    responses={**success(dict[str, Any], "The keys.", JWKS), **problems(*FAULTS)},
    operation_class=operation(also={JSON: "The same."}),
)
async def get_jwks(request: Request[Any, Any, Any], installation: NamedDependency[Installation]) -> Response[bytes]:
    """Return the JWK Set."""
    kind = negotiate(request.headers.get("accept"), (JWKS, JSON))
    return stored(request, msgspec.json.encode(key_set(await _keys(installation))), kind, cache=CACHE)


@get(
    "/v1/signing-keys",
    operation_id="listSigningKeys",
    summary="The keys that sign receipts and webhooks, with their dates",
    tags=["register"],
    responses={**success(SigningKeysAnswer, "The keys, the newest first."), **problems(*FAULTS)},
)
async def list_signing_keys(
    request: Request[Any, Any, Any], installation: NamedDependency[Installation]
) -> Response[bytes]:
    """List every key."""
    negotiate(request.headers.get("accept"), (JSON,))
    rows = tuple(_row(key) for key in await _keys(installation))
    return stored(request, msgspec.json.encode(SigningKeysAnswer(rows)), cache=CACHE)


def _row(key: Key) -> SigningKeyRow:
    state = "revoked" if key.revoked_at is not None else "retired" if key.retired_at is not None else "active"
    raw = base64.urlsafe_b64decode(key.x + "=")
    return SigningKeyRow(
        key.kid,
        state,
        key.valid_from,
        key.jwk(),
        key.public.as_pem(private=False).decode(),
        "whpk_" + base64.b64encode(raw).decode(),
        key.retired_at,
        key.revoked_at,
        key.reason,
    )
