"""Bearer tokens of issuers that the operator trusts: JSON Web Tokens (RFC 7519) of OpenID Connect providers, by RFC 8725 and RFC 9068.

An issuer says who somebody is; what that one may is in the account here, which names the issuer and the subject. Roles in a token can
narrow those of the account, never widen them.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from opads.access.caller import Role
from opads.access.errors import CredentialError
from opads.access.issuer import Issuer
from opads.access.lists import pairs, parts
from opads.settings import Settings

__all__ = ("ALGORITHMS", "LEEWAY", "Identity", "Tokens", "tokens_of")

ALGORITHMS = ("RS256", "ES256", "EdDSA", "Ed25519")
"""Signatures with a private key that only the issuer has; nothing symmetric, and never ``none``."""
LEEWAY = 30
"""Seconds by which clocks may differ."""
KINDS = (None, "jwt", "at+jwt", "application/at+jwt")
"""Values of the header ``typ``; logout tokens and other things that an issuer signs are no bearer tokens."""
DEEP = 8
"""Names that a path to a claim may have."""


class _Registry(JWSRegistry):
    """The algorithms of the list and no others. Headers that name keys (jku, jwk, x5u, x5c) are not heeded."""

    def __init__(self) -> None:
        super().__init__(algorithms=list(ALGORITHMS), strict_check_header=False)

    def get_alg(self, name: str) -> Any:
        """Return an algorithm; the library warns of EdDSA because it has a newer name, which issuers do not use yet."""
        if name not in ALGORITHMS:
            raise CredentialError("token: signed by an algorithm that is not taken")
        return self.algorithms[name]


REGISTRY = _Registry()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is, as an issuer says."""

    issuer: str
    subject: str
    roles: frozenset[Role] | None
    """To which those of the account are narrowed; None where the operator names no claim."""
    expires: float
    """In seconds since 1970."""
    id: str
    """The token's own id, for logs; empty where it has none."""


class Tokens:
    """Reads tokens; for several threads at once."""

    def __init__(
        self,
        issuers: Mapping[str, Issuer],
        audience: str,
        *,
        subject: str = "sub",
        roles: str = "",
        names: Mapping[str, Role] | None = None,
    ) -> None:
        """``subject`` and ``roles`` are paths of claims, parted by dots; ``names`` are the roles by what issuers call them."""
        self._issuers = issuers
        self._audience = audience
        self._subject = subject
        self._roles = roles
        self._names = names or {str(role): role for role in Role}

    def identity(self, text: str) -> Identity:
        """Return who a token is about; raises CredentialError, also where the keys of the issuer cannot be had."""
        head, body = _unverified(text)
        if str(head.get("typ", "")).lower() not in KINDS and head.get("typ") is not None:
            raise CredentialError("token: of another type than a bearer token's")
        said = body.get("iss")
        issuer = self._issuers.get(said) if isinstance(said, str) else None
        if issuer is None:
            raise CredentialError("token: of an issuer that is not trusted here")
        if head.get("alg") not in ALGORITHMS:
            raise CredentialError("token: signed by an algorithm that is not taken")
        key = issuer.key(head.get("kid"), str(head["alg"]))
        try:
            token = jwt.decode(text, key, registry=REGISTRY)
            self._claims(issuer.address).validate(token.claims)
        except (JoseError, ValueError, TypeError) as error:
            raise CredentialError(f"token of {issuer.address}: {type(error).__name__}") from None
        return self._identity(issuer.address, token.claims)

    def _claims(self, issuer: str) -> JWTClaimsRegistry:
        return JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    def _identity(self, issuer: str, claims: Mapping[str, Any]) -> Identity:
        subject = _at(claims, self._subject)
        if not isinstance(subject, str) or not subject:
            raise CredentialError(f"token of {issuer}: no text in the claim {self._subject}")
        roles = None
        if self._roles:
            told = _at(claims, self._roles)
            listed = told.split() if isinstance(told, str) else told if isinstance(told, list) else []
            roles = frozenset(self._names[name] for name in listed if isinstance(name, str) and name in self._names)
        return Identity(issuer, subject, roles, float(claims["exp"]), str(claims.get("jti", ""))[:100])


def tokens_of(settings: Settings) -> Tokens:
    """Return what reads the tokens of the issuers in the settings."""
    issuers = {address: Issuer(address, loopback=settings.oidc_loopback) for address in parts(settings.oidc_issuers)}
    names = {name: Role(role) for name, role in pairs(settings.oidc_role_names).items()}
    return Tokens(
        issuers, settings.oidc_audience, subject=settings.oidc_subject, roles=settings.oidc_roles, names=names or None
    )


def _unverified(text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the header and the body of a token say, of which nothing is believed yet; raises CredentialError."""
    pieces = text.split(".")
    if len(pieces) != 3:
        raise CredentialError("neither a key nor a signed token")
    try:
        head, body = (
            json.loads(base64.b64decode(part + "=" * (-len(part) % 4), b"-_", validate=True)) for part in pieces[:2]
        )
    except (ValueError, RecursionError):
        raise CredentialError("token: header or body is no JSON in base64url") from None
    if not isinstance(head, dict) or not isinstance(body, dict):
        raise CredentialError("token: header or body is no JSON object")
    return head, body


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """Return what stands at a path of claims; a claim whose name has dots in it is found first. None where there is nothing."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split(".")[:DEEP]:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
