"""Uploads and answers about batches: streams between the network and the disk, and what a client is told."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import msgspec
from litestar import Request

from opads.access.caller import Caller, Role, UnknownCallerError
from opads.api.body import body_in_pieces
from opads.api.problem import Fault, Refusal
from opads.batches.model import (
    ENDED,
    Batch,
    BatchGoneError,
    JudgedWith,
    KeyReusedError,
    NoBatchError,
    NotReadyError,
    QuotaError,
    RoomError,
    Wish,
)
from opads.batches.service import Batches
from opads.batches.zips import PackedTooLongError, PackingError
from opads.settings import Settings
from opads.storage.ids import new_id

__all__ = (
    "ENDED",
    "BatchAnswer",
    "ProgressAnswer",
    "answer_of",
    "asked",
    "events",
    "key_of",
    "upload",
    "who",
)

T = TypeVar("T")
KEY = re.compile(r"[\x21-\x7e]{1,255}")
PIECE = 1024 * 1024
LOOK = 0.5
"""Seconds between two looks at the table for those who listen."""
BEAT = 15.0
"""Seconds of silence after which a comment is sent, by which both ends know that the other is there."""
LONGEST = 600.0
"""Seconds after which a listener is let go, who comes back with the number of the last event."""
RETRY = 2000
"""Milliseconds after which a listener that was cut off is to come back."""


class ProgressAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """How far the work is; the counts are those of the records judged so far."""

    bytes: int
    share: float
    records: int
    valid: int
    invalid: int
    undetermined: int
    errors: int
    warnings: int
    failures: int
    remaining_seconds: float | None


class BatchAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """A batch as it stands. Times are in UTC; null is what is not known yet."""

    id: str
    state: str
    verdict: str | None
    error: str | None
    bytes: int
    """Of the file, as it was sent."""
    sha256: str
    progress: ProgressAnswer
    judged_with: JudgedWith | None
    created_at: str
    started_at: str | None
    ended_at: str | None
    expires_at: str | None
    """When the results are deleted; from the end on, and ``retentionSeconds`` after it."""
    retention_seconds: float
    links: dict[str, str]


def answer_of(batch: Batch, settings: Settings) -> BatchAnswer:
    """Return what is told of a batch."""
    at = settings.link(f"/v1/batches/{batch.id}")
    progress = msgspec.to_builtins(batch.progress)
    remaining = progress.pop("remaining") if batch.state == "running" else None
    shown = {name: progress[name] for name in ProgressAnswer.__struct_fields__ if name in progress}
    return BatchAnswer(
        id=batch.id,
        state=batch.state,
        verdict=batch.verdict,
        error=batch.error,
        bytes=batch.bytes,
        sha256=batch.sha256,
        progress=ProgressAnswer(**shown, remaining_seconds=remaining),
        judged_with=None if batch.judged_with is None else msgspec.json.decode(batch.judged_with, type=JudgedWith),
        created_at=batch.created_at,
        started_at=batch.started_at,
        ended_at=batch.ended_at,
        expires_at=batch.expires_at,
        retention_seconds=settings.batch_retention,
        links={"self": at, **{name: f"{at}/{name}" for name in ("report", "outcomes", "rejects", "events")}},
    )


def who(caller: Caller, settings: Settings) -> str:
    """Return whose batches a caller may see and make; raises AccessError where it may none."""
    if caller.account:
        caller.need("batch", Role.SUBMITTER, Role.REGULATOR)
    elif not settings.batch_anybody:
        raise UnknownCallerError("say who asks: send an API key or a bearer token")
    return caller.account


def key_of(request: Request[Any, Any, Any]) -> str:
    """Return the Idempotency-Key; raises Refusal."""
    given = request.headers.getall("idempotency-key", [])
    if len(given) != 1 or not KEY.fullmatch(given[0]):
        raise Refusal(
            "no-idempotency-key",
            "Send one header Idempotency-Key of 1 to 255 visible ASCII characters, such as a new UUID, the same when the request is sent again.",
            errors=(Fault("is missing, repeated or malformed", header="Idempotency-Key"),),
        )
    return str(given[0])


async def upload(
    request: Request[Any, Any, Any], batches: Batches, account: str, wish: Wish, settings: Settings
) -> Batch:
    """Take the body in as a batch; nothing of it is left where that fails."""
    key, id_ = key_of(request), new_id()
    pieces = body_in_pieces(request, settings.bulk_max_bytes, settings.body_timeout)
    incoming = await asked(lambda: batches.begin(id_, account))
    try:
        held = bytearray()
        async for chunk in pieces:
            held += chunk
            if len(held) >= PIECE:
                data, held = bytes(held), bytearray()
                await asked(partial(incoming.write, data))
        await asked(lambda: incoming.write(bytes(held)))
    except BaseException:
        incoming.discard()
        raise
    # What has come whole is taken whole, also where nobody waits for the answer any more: the same key finds it again.
    return await asked(lambda: batches.accept(incoming, account, key, wish))


async def asked(job: Callable[[], T]) -> T:
    """Return what a job of the store returns, done in a thread; raises Refusal for what the store refuses."""
    try:
        return await anyio.to_thread.run_sync(job)
    except NoBatchError:
        raise Refusal("not-found", "There is no such batch.") from None
    except BatchGoneError:
        raise Refusal("gone", "The batch was deleted, or its retention time has passed.") from None
    except NotReadyError as error:
        raise Refusal("conflict", str(error), headers={"Retry-After": "2"}) from None
    except KeyReusedError:
        raise Refusal("key-reused", "The key came with another file or other parameters before.") from None
    except QuotaError as error:
        raise Refusal("too-many-requests", f"{error}.".capitalize(), headers={"Retry-After": "30"}) from None
    except RoomError as error:
        raise Refusal("storage-unavailable", f"{error}.".capitalize(), headers={"Retry-After": "600"}) from None
    except PackedTooLongError as error:
        raise Refusal("too-large", f"The archive is not taken: {error}.") from None
    except PackingError as error:
        raise Refusal("bad-archive", f"The archive is not taken: {error}.") from None
    except OSError as error:
        raise Refusal(
            "storage-unavailable",
            f"The disk cannot be written ({error.strerror or 'for a reason not given'}); nothing was accepted.",
            headers={"Retry-After": "60"},
        ) from None


async def events(
    batches: Batches, batch: Batch, account: str, last: int | None, settings: Settings
) -> AsyncIterator[bytes]:
    """Yield the events of a batch (HTML Living Standard, server-sent events), read from the table: whoever works on it, wherever."""
    yield b"retry: %d\n\n" % RETRY
    now = anyio.current_time()
    end, spoken = now + LONGEST, now
    while True:
        if batch.version != last:
            last = batch.version
            name = "done" if batch.state in ENDED else "progress"
            data = msgspec.json.encode(answer_of(batch, settings))
            yield b"id: %d\nevent: %s\ndata: %s\n\n" % (last, name.encode(), data)
            spoken = anyio.current_time()
        if batch.state in ENDED or anyio.current_time() > end:
            return
        if anyio.current_time() - spoken >= BEAT:
            yield b": still here\n\n"
            spoken = anyio.current_time()
        await anyio.sleep(LOOK)
        if await anyio.to_thread.run_sync(batches.store.version, batch.id) != last:
            try:
                batch = await asked(partial(batches.store.get, batch.id, account))
            except Refusal:  # it was deleted
                yield b"event: done\ndata: null\n\n"
                return


async def pieces(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield what an iterator that reads files yields, which is asked in a thread."""
    while (chunk := await anyio.to_thread.run_sync(next, chunks, None)) is not None:
        yield chunk
