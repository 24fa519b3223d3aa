"""Rate limits: who asks for too much is told when there is room again.

Where what is owed cannot be counted, requests pass: a limit protects the service from being unavailable, and must not be what makes it so.
The log says that it does not count. Who asks is another matter: without an answer to that, nobody passes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from anyio import CapacityLimiter, move_on_after, to_thread

from opads.access.allowances.store import MINUTE, Claim, Left, Spent
from opads.access.caller import Caller
from opads.api.addresses import address_of
from opads.api.problem import Refusal
from opads.installation import Installation

__all__ = ("Limiter",)

LOGGER = logging.getLogger("opads.access")
FREE = ("/health/",)
"""Paths that are asked by those who run the service, and cost nothing."""
PATIENCE = 1.0
"""Seconds that a request waits to be counted."""
PAUSE = 5.0
"""Seconds without counting after it failed, so that not every request waits in vain."""
PLACES = 4
UNITS = {"requests": "request", "bytes": "content-bytes"}
"""The quota units of the draft."""


class Limiter:
    """Counts requests and bytes by account, or by address for who does not say who asks."""

    def __init__(self, installation: Installation) -> None:
        settings = installation.settings
        self._installation = installation
        self._settings = settings
        self._anybody = (("requests", settings.rate_anybody), ("bytes", settings.rate_anybody_bytes))
        self._account = (("requests", settings.rate_account), ("bytes", settings.rate_account_bytes))
        if not installation.keeps and any(most is not None for _, most in (*self._anybody, *self._account)):
            raise ValueError(
                "a limit (OPADS_RATE_…) needs OPADS_DATA or OPADS_DATABASE, where all processes count together"
            )
        self._places: CapacityLimiter | None = None
        self._paused = 0.0

    async def open(self) -> None:
        """Open what counts before the first request; where that fails, the log says so and requests pass."""
        if any(most is not None for _, most in (*self._anybody, *self._account)):
            try:
                await to_thread.run_sync(lambda: self._installation.allowances)
            except Exception:
                LOGGER.exception("requests are not counted")

    @property
    def counts_anybody(self) -> bool:
        """Whether requests without credentials are counted."""
        return any(most is not None for _, most in self._anybody)

    def claims(self, scope: Any, caller: Caller | None) -> list[Claim]:
        """Return what a request claims: itself, and the bytes that it announces."""
        if scope["path"].startswith(FREE):
            return []
        rates = self._account if caller is not None else self._anybody
        if all(most is None for _, most in rates):
            return []
        who = (
            f"account {caller.account}"
            if caller is not None
            else f"address {address_of(scope, self._settings.proxies)}"
        )
        amounts = {"requests": 1, "bytes": _announced(scope)}
        return [Claim(kind, who, most, amounts[kind]) for kind, most in rates if most is not None]

    async def take(self, claims: Sequence[Claim]) -> tuple[Refusal | None, list[tuple[bytes, bytes]]]:
        """Count a request; return its refusal where it is one too many, and the headers that tell what is left."""
        if not claims:
            return None, []
        try:
            left = await self._counted(lambda: self._installation.allowances.take(claims))
        except Spent as spent:
            refusal = Refusal(
                "too-many-requests",
                f"{spent.claim.most} {spent.claim.kind} a minute are allowed; there is room again in {spent.wait} seconds.",
                headers={"Retry-After": str(spent.wait)},
            )
            return refusal, self._told([spent.left])
        return None, self._told(left or [])

    def counting(self, claims: Sequence[Claim], receive: Any) -> Any:
        """Return what receives a body whose length was not announced, and counts its bytes when it has ended."""
        claim = next((claim for claim in claims if claim.kind == "bytes"), None)
        if claim is None or claim.amount:
            return receive
        size = 0

        async def receiving() -> Any:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size and not message.get("more_body", False):
                used, size = size, 0
                await self._counted(lambda: self._installation.allowances.charge(claim._replace(amount=used)))
            return message

        return receiving

    async def _counted(self, job: Any) -> Any:
        """Return what a job returns; None where it fails or takes too long. Raises Spent."""
        if time.monotonic() < self._paused:
            return None
        if self._places is None:
            self._places = CapacityLimiter(PLACES)
        try:
            with move_on_after(PATIENCE):
                return await to_thread.run_sync(job, limiter=self._places, abandon_on_cancel=True)
            LOGGER.error("requests are not counted: that took more than %g seconds", PATIENCE)
        except Spent:
            raise
        except Exception:
            LOGGER.exception("requests are not counted")
        self._paused = time.monotonic() + PAUSE
        return None

    def _told(self, left: Sequence[Left]) -> list[tuple[bytes, bytes]]:
        if not left or not self._settings.rate_headers:
            return []
        window = MINUTE // 1_000_000
        policy = ", ".join(
            f'"{row.claim.kind}";q={row.claim.most};w={window};qu="{UNITS[row.claim.kind]}"' for row in left
        )
        state = ", ".join(f'"{row.claim.kind}";r={row.remaining};t={row.full_in}' for row in left)
        return [(b"ratelimit-policy", policy.encode()), (b"ratelimit", state.encode())]


def _announced(scope: Any) -> int:
    """Return the bytes that a body is said to have; 0 where nothing is said."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and len(value) < 16:
            return int(value)
    return 0
