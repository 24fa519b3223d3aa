"""Delivers events from the queue: at least once, each time with the same id, signed anew.

Standard Webhooks 1.0.0: ``webhook-id``, ``webhook-timestamp``, ``webhook-signature`` with ``v1a`` (Ed25519), so that receivers verify by
the published keys and share no secret. The signature is by the keys that sign receipts; what is signed there begins otherwise (``msg_``
here, ``eyJ`` there), so that neither can be taken for the other. The id of the webhook is in what is signed, so that what one receiver
was told cannot be passed on to another.
"""

from __future__ import annotations

import base64
import logging
import random
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from opads.standard.jsonvalue import canonical
from opads.webhooks.announcing import KIND, WAITS
from opads.webhooks.errors import DeliveryError, GuardError
from opads.webhooks.sending import Sender
from opads.webhooks.store import Webhooks, arrived, failed
from opads.work import Handler, Held
from opads.work.queue import fail

if TYPE_CHECKING:
    from opads.installation import Installation
    from opads.receipts.signing import Signer
    from opads.settings import Settings

__all__ = ("Deliverer", "body_of", "handlers", "headers_of")

LOGGER = logging.getLogger("opads.webhooks")
GONE = 410


def handlers(installation: Installation) -> list[Handler]:
    """Return who delivers. Its lane is its own, so that slow receivers hold up nothing else."""
    deliverer: list[Deliverer] = []

    def run(held: Held) -> None:
        if not deliverer:
            hooks = installation.webhooks
            deliverer.append(Deliverer(hooks, Sender(hooks.guard), installation.signer, installation.settings))
        deliverer[0].deliver(held)

    return [Handler(KIND, run, lane="webhooks")]


class Deliverer:
    """Sends what the queue holds."""

    def __init__(self, hooks: Webhooks, sender: Sender, signer: Signer, settings: Settings) -> None:
        self._hooks = hooks
        self._sender = sender
        self._signer = signer
        self._settings = settings

    def deliver(self, held: Held) -> None:
        """Send one event; where it does not arrive it waits for its next turn, or is given up after the last one."""
        message = held.payload
        hook = self._hooks.called(message["webhook"])
        if hook is None:
            held.finish(lambda _: None)
            return
        body = body_of(message, self._settings)
        try:
            self._sender.send(hook.url, body, headers_of(message["id"], body, self._signer))
        except (DeliveryError, GuardError) as error:
            self._not(held, hook.id, error)
        else:
            held.finish(lambda transaction: arrived(transaction, hook.id))

    def _not(self, held: Held, hook: str, error: DeliveryError | GuardError) -> None:
        gone = isinstance(error, DeliveryError) and error.status == GONE
        asked = error.retry_after if isinstance(error, DeliveryError) else None
        wait = max(WAITS[min(held.lease.attempts, len(WAITS)) - 1] * random.uniform(0.8, 1.2), asked or 0.0)  # noqa: S311 - to part those that failed together
        LOGGER.info("webhook %s: %s, attempt %d", hook, error, held.lease.attempts)
        if gone:

            def disable(transaction: Any) -> None:
                failed(transaction, hook, str(error), gone=True)

            held.finish(disable)
            return

        def again(transaction: Any) -> None:
            failed(transaction, hook, str(error))
            fail(transaction, held.lease, str(error), again_in=wait)

        held.database.write(again)
        held.ended = True


def body_of(message: Mapping[str, Any], settings: Settings) -> bytes:
    """Return the bytes of an event, the same each time."""
    data: dict[str, Any] = {"webhook": message["webhook"], **message["data"]}
    links = {
        name: settings.link(f"/v1/{path}/{data[name]}")
        for name, path in (("disclosure", "disclosures"), ("batch", "batches"))
        if name in data
    }
    if links:
        data["links"] = links
    return canonical({"type": message["type"], "timestamp": message["timestamp"], "data": data})


def headers_of(id_: str, body: bytes, signer: Signer, at: int | None = None) -> dict[str, str]:
    """Return the headers of an attempt, made now or at some second since 1970."""
    at = int(time.time()) if at is None else at
    signature = signer.sign_bytes(f"{id_}.{at}.".encode() + body)
    return {
        "Content-Type": "application/json",
        "webhook-id": id_,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1a,{base64.b64encode(signature).decode()}",
    }
