"""The keys of an issuer: from the address in its discovery document (OpenID Connect Discovery 1.0, section 4), and from nowhere else.

What a token says of where its key is (``jku``, ``x5u``, a path in ``kid``) is never followed. The set of keys is kept for some minutes;
an unknown ``kid`` has it fetched anew, but not more than once in so many seconds, whoever sends such tokens.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from opads.access.errors import CredentialError
from opads.access.outgoing import IssuerError, checked

__all__ = ("Issuer",)

LOGGER = logging.getLogger("opads.access")
Public = RSAKey | ECKey | OKPKey
Published = tuple[str | None, str | None, Public]
"""A key with its kid and the algorithm that it is said to be for."""
FITTING = {"RS256": ("RSA", None), "ES256": ("EC", "P-256"), "EdDSA": ("OKP", "Ed25519"), "Ed25519": ("OKP", "Ed25519")}
"""Type and curve of the keys that an algorithm takes."""
LONGEST = 256 * 1024
"""Bytes of an answer of an issuer."""
TIMEOUT = 5.0
"""Seconds within which it must have answered."""
KEPT = 600.0
"""Seconds for which keys are kept."""
STALE = 24 * 3600.0
"""Seconds for which they are kept where the issuer does not answer."""
SELDOM = 30.0
"""Seconds between two attempts to fetch them."""
MOST = 50
"""Keys of an issuer."""
SHORTEST = 2048
"""Bits of an RSA key (RFC 7518, section 3.3)."""
DISCOVERY = "/.well-known/openid-configuration"


class Issuer:
    """One issuer; for several threads at once."""

    def __init__(self, address: str, *, loopback: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        """``address`` is as in the claim ``iss``. Only tests, with ``loopback``, may name one without https, on this machine."""
        self.address = address
        self._loopback = loopback
        self._clock = clock
        self._lock = Lock()
        self._keys: tuple[Published, ...] = ()
        self._fetched: float | None = None
        self._tried: float | None = None

    def key(self, kid: Any, algorithm: str) -> Public:
        """Return the key that a token names; raises CredentialError where there is none."""
        if kid is not None and not isinstance(kid, str):
            raise CredentialError(f"token of {self.address}: its kid is no text")
        found = self._among(kid, algorithm) if self._fresh(KEPT) else None
        if found is None:
            self._fetch()
            found = self._among(kid, algorithm) if self._fresh(STALE) else None
        if found is None:
            raise CredentialError(f"token of {self.address}: signed by a key that the issuer does not publish")
        return found

    def _fresh(self, seconds: float) -> bool:
        return self._fetched is not None and self._clock() - self._fetched < seconds

    def _among(self, kid: str | None, algorithm: str) -> Public | None:
        """Return the key of a kid and for an algorithm; without a kid the one that there is, if there is only one."""
        fitting = [key for name, use, key in self._keys if (kid is None or name == kid) and _fits(key, use, algorithm)]
        return fitting[0] if len(fitting) == 1 or (fitting and kid is not None) else None

    def _fetch(self) -> None:
        """Fetch the keys, unless that was tried a moment ago; a failure is for the log, and the keys stay as they are."""
        with self._lock:
            if self._tried is not None and self._clock() - self._tried < SELDOM:
                return
            try:
                self._keys = self._fetched_keys()
                self._fetched = self._clock()
            except (IssuerError, httpx.HTTPError, httpx.InvalidURL) as error:
                LOGGER.warning(
                    "the keys of the issuer %s cannot be had: %s", self.address, error or type(error).__name__
                )
            finally:
                self._tried = self._clock()

    def _fetched_keys(self) -> tuple[Published, ...]:
        document = self._json(self.address.rstrip("/") + DISCOVERY)
        if document.get("issuer") != self.address:
            raise IssuerError("its discovery document is that of another issuer")
        address = document.get("jwks_uri")
        if not isinstance(address, str):
            raise IssuerError("its discovery document names no keys")
        listed = self._json(checked(address, loopback=self._loopback)).get("keys")
        if not isinstance(listed, list) or len(listed) > MOST:
            raise IssuerError(f"its keys are no list of at most {MOST}")
        return tuple(_imported(listed))

    def _json(self, address: str) -> dict[str, Any]:
        """Return a JSON object from an address of the issuer: bounded in time and size, and never from where a redirect leads."""
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", address, headers={"Accept": "application/json"}) as answer,
        ):
            if answer.status_code != 200:
                raise IssuerError(f"{address} answers {answer.status_code}")
            end, data = time.monotonic() + 2 * TIMEOUT, b""
            for piece in answer.iter_bytes():
                data += piece
                if len(data) > LONGEST or time.monotonic() > end:
                    raise IssuerError(f"{address} answers with more than {LONGEST} bytes, or too slowly")
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise IssuerError(f"{address} answers with no JSON object")
        return found


def _imported(listed: list[Any]) -> list[Published]:
    """Return the public keys for signatures among those listed; others are passed over (RFC 7517, section 5)."""
    found: list[Published] = []
    for row in listed:
        if not isinstance(row, dict) or row.get("kty") not in {"RSA", "EC", "OKP"} or row.get("use", "sig") != "sig":
            continue
        public = {name: row[name] for name in ("kty", "n", "e", "crv", "x", "y") if isinstance(row.get(name), str)}
        kid, use = row.get("kid"), row.get("alg")
        try:
            key = JWKRegistry.import_key(public)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(key, RSAKey | ECKey | OKPKey) and isinstance(kid, str | None) and isinstance(use, str | None):
            found.append((kid, use, key))
    return found


def _fits(key: Public, use: str | None, algorithm: str) -> bool:
    """Say whether a key is for an algorithm: of its type and curve, long enough, and not said to be for another one."""
    kind, curve = FITTING[algorithm]
    named = {None, "EdDSA", "Ed25519"} if curve == "Ed25519" else {None, algorithm}
    if key.key_type != kind or use not in named:
        return False
    if isinstance(key, RSAKey):
        return key.public_key.key_size >= SHORTEST
    return key.curve_name == curve
