"""Sends one request to an address that was looked at, and to no other.

The connection goes to the address of the Internet Protocol; name, certificate and header Host are those of the URL. Nothing is taken from
the environment, no redirect is followed, the body of the answer is not read, and all of it together has its time.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import anyio
import anyio.to_thread
import httpx

from opads.webhooks.errors import DeliveryError, GuardError
from opads.webhooks.guard import Guard, Target

__all__ = ("PATIENCE", "WHOLE", "Sender")

logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, and those of webhooks may hold secrets
PATIENCE = 5.0
"""Seconds for each of: connecting, writing, waiting for the answer."""
WHOLE = 12.0
"""Seconds for all of it, looking the name up included."""
MOST_WAIT = 86_400.0
"""Seconds that a receiver may ask to be left alone."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends by a guard."""

    guard: Guard
    trusted: ssl.SSLContext | None = field(default=None, repr=False)
    """Whose certificates are trusted; those of the system when None."""
    patience: float = PATIENCE
    whole: float = WHOLE

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post some bytes; return the status, which is a success. Raises GuardError or DeliveryError."""
        return anyio.run(self._within, url, body, headers)

    async def _within(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        try:
            with anyio.fail_after(self.whole):
                target = await anyio.to_thread.run_sync(self.guard.look, url, abandon_on_cancel=True)
                return await self._send(target, body, headers)
        except TimeoutError:
            raise DeliveryError("there was no answer in time") from None
        except httpx.TimeoutException:
            raise DeliveryError("there was no answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            raise DeliveryError(f"no connection was possible ({type(error).__name__})") from error

    async def _send(self, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
        if not target.addresses:
            raise GuardError(f"{target.host} was not looked up")
        address = target.addresses[0]
        authority = f"[{address}]" if ":" in address else address
        async with (
            httpx.AsyncClient(
                verify=self.trusted or ssl.create_default_context(),
                trust_env=False,
                follow_redirects=False,
                timeout=self.patience,
                limits=httpx.Limits(max_keepalive_connections=0),
            ) as client,
            client.stream(
                "POST",
                f"{target.scheme}://{authority}:{target.port}{target.path}",
                content=body,
                headers={
                    "Host": target.authority,
                    "User-Agent": "opads",
                    "Accept": "*/*",
                    "Accept-Encoding": "identity",
                    **headers,
                },
                extensions={"sni_hostname": target.host},
            ) as answer,
        ):
            status, after = answer.status_code, answer.headers.get("retry-after")
        if 200 <= status < 300:
            return status
        raise DeliveryError(f"the answer was {status}", status=status, retry_after=_seconds(after))


def _seconds(header: str | None) -> float | None:
    """Return how long a header Retry-After (RFC 9110, section 10.2.3) asks to wait, within a day; None where it says nothing sound."""
    if header is None:
        return None
    if header.isascii() and header.isdigit() and len(header) < 10:
        return min(float(header), MOST_WAIT)
    try:
        return min(max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()), MOST_WAIT)
    except (ValueError, TypeError, OverflowError):
        return None
