"""Who asks: reads the header Authorization before anything else is done, and leaves the caller in the state of the request.

A request without credentials passes at once: nothing is opened or looked up for it. Whatever is wrong with a key or token, the answer
is the same; the log of the operator says what it is.
"""

from __future__ import annotations

import logging
import re
from typing import Any, NamedTuple

from anyio import CapacityLimiter, to_thread

from opads.access.caller import Caller
from opads.access.errors import CredentialError
from opads.access.secrets import IN_TEXT
from opads.api.calling import CALLER
from opads.api.failures import refusal_of
from opads.api.limiting import Limiter
from opads.api.problem import Fault, Refusal
from opads.api.sharing import shared
from opads.installation import Installation

__all__ = ("Entry", "Gate")

LOGGER = logging.getLogger("opads.access")
LONGEST = 8 * 1024
"""Bytes of the header Authorization."""
NAMED = re.compile(rb"(?:^|&)(?:access[_-]?token|api[_-]?key|authorization)=", re.IGNORECASE)
"""Names under which keys and tokens are sent in addresses elsewhere (RFC 6750, section 2.3, and custom)."""
BEARER = re.compile(rb"[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9\-._~+/]+=*)")
"""The credentials of RFC 6750, section 2.1."""
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="opads", error="invalid_token"'}
PLACES = 8
"""Threads of one process that look up keys: their own, so that they do not wait for work that takes long. Tokens
have as many, since an issuer may be slow to say what its keys are."""


class Entry(NamedTuple):
    """How a request goes on."""

    receive: Any
    send: Any
    refusal: Refusal | None


FIGURES = "/metrics"
"""Has a token of its own, which is none of an account."""


class Gate:
    """Tells who asks, and counts what is asked for."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._limiter = Limiter(installation)
        self._counts_anybody = self._limiter.counts_anybody
        self._places: tuple[CapacityLimiter, CapacityLimiter] | None = None

    async def open(self) -> None:
        """Open what is needed before the first request."""
        await self._limiter.open()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Entry | None:
        """Leave the caller in the state of a request; return how it goes on, None where as it came."""
        query = scope["query_string"]
        if query and _holds_a_key(query):
            return Entry(receive, send, _in_address())
        if scope["path"] == FIGURES:
            return None
        sent = [value for name, value in scope["headers"] if name == b"authorization"]
        if not sent and not self._counts_anybody:
            return None
        try:
            return await self._entry(scope, receive, send, sent)
        except Exception as error:  # noqa: BLE001 - the framework, which else tells of them, is not reached yet
            return Entry(receive, send, refusal_of(error))

    async def _entry(self, scope: Any, receive: Any, send: Any, sent: list[bytes]) -> Entry:
        """Find out who asks, and count it."""
        caller = refusal = None
        if sent:
            send = shared(send, scope["headers"], self._installation.settings)
            try:
                caller = await self._caller(sent)
            except CredentialError as error:
                LOGGER.info("refused: %s", error)
                refusal = Refusal(
                    "unauthenticated", "The key or token that was sent is not valid now.", headers=CHALLENGE
                )
            else:
                # A dictionary of its own: what a server might share among requests must never hold a caller.
                scope["state"] = {**scope.get("state", {}), CALLER: caller}
        # Who sends what is not valid is counted as anybody, so that to try keys is no way around the limit.
        claims = self._limiter.claims(scope, caller)
        spent, told = await self._limiter.take(claims)
        return Entry(self._limiter.counting(claims, receive), _telling(send, told), spent or refusal)

    async def _caller(self, sent: list[bytes]) -> Caller:
        """Return whose credentials were sent; raises CredentialError, or StorageError where that cannot be found out."""
        if len(sent) > 1:
            raise CredentialError("more than one header Authorization")
        if len(sent[0]) > LONGEST:
            raise CredentialError(f"a header Authorization of {len(sent[0])} bytes; at most {LONGEST} are read")
        found = BEARER.fullmatch(sent[0])
        if found is None:
            raise CredentialError("the header Authorization is not Bearer and one key or token")
        text = found[1].decode("ascii")
        if not self._installation.keeps:
            raise CredentialError("a key was sent to a service that keeps no accounts")
        if self._places is None:
            self._places = (CapacityLimiter(PLACES), CapacityLimiter(PLACES))

        return await self._of_text(text, self._places[text.startswith("opads_")])

    async def _of_text(self, text: str, places: CapacityLimiter) -> Caller:
        known = self._installation.opened_access
        caller = known.verifier.remembered(text) if known is not None else None
        if caller is not None:
            return caller
        return await to_thread.run_sync(lambda: self._installation.access.verifier.caller(text), limiter=places)


def _telling(send: Any, headers: list[tuple[bytes, bytes]]) -> Any:
    """Return a send that adds headers to the answer."""
    if not headers:
        return send

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *headers]}
        await send(message)

    return sending


def _holds_a_key(query: bytes) -> bool:
    """Say whether a key or token stands in a query; the first look is a quick one."""
    low = query.lower()
    if b"opads_" not in low and b"token=" not in low and b"key=" not in low and b"authorization=" not in low:
        return False
    return NAMED.search(query) is not None or IN_TEXT.search(query) is not None


def _in_address() -> Refusal:
    return Refusal(
        "key-in-address",
        "Send keys and tokens in the header Authorization, and have the one that stood in this address revoked.",
        errors=(Fault("a key or token, or a name under which one is sent elsewhere", header="Authorization"),),
    )
