"""Reads the body of a request as bytes: its media type, its length and its time are bounded, nothing is decoded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import anyio
from litestar import Request
from litestar.exceptions import InternalServerException

from opads.api.problem import Fault, Refusal
from opads.api.room import held_of
from opads.settings import Settings

__all__ = ("BATCH_TYPES", "DOCUMENT_TYPES", "PACKED_TYPES", "body_in_pieces", "media_type_of", "read_body", "too_large")

DOCUMENT_TYPES = (
    "application/json",
    "application/ld+json",
    "application/x-ndjson",
    "application/jsonl",
    "text/csv",
    "application/xml",
    "text/xml",
    "text/plain",
    "application/octet-stream",
)
"""Media types a document may be sent as; the document itself says what it is."""

PACKED_TYPES = ("application/gzip", "application/zstd")
"""Media types of packed documents, for doors that read in pieces."""

BATCH_TYPES = ("application/zip", "application/vnd.apache.parquet")
"""Media types of what is read from its end, for doors that have the whole file before they read it."""

UTF_8 = ("utf-8", "utf8", "us-ascii")


def media_type_of(header: str | None, accepted: Sequence[str]) -> str:
    """Return the media type that a Content-Type header names; raises Refusal (415) if it is not accepted."""
    types = ", ".join(accepted)
    if not header:
        raise _unsupported(f"The request has no Content-Type; send one of {types}.", types)
    bare, *parameters = (piece.strip().lower() for piece in header.split(";"))
    if bare not in accepted:
        raise _unsupported(f"The media type is not taken here; send one of {types}.", types)
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip().strip('"') not in UTF_8:
            raise _unsupported("The charset must be UTF-8.", types)
    return bare


async def read_body(request: Request[Any, Any, Any], settings: Settings, *, limit: int | None = None) -> bytes:
    """Return the whole body; raises Refusal for content encodings, excess length, slowness, emptiness and want of room."""
    limit = settings.max_bytes if limit is None else limit
    held = held_of(request.scope)
    held.expect(_look_at_headers(request, limit))
    chunks: list[bytes] = []
    total = 0
    try:
        with anyio.fail_after(settings.body_timeout):
            async for chunk in request.stream():
                total += len(chunk)
                if total > limit:
                    raise too_large(limit)
                held.grow(total)
                chunks.append(chunk)
    except TimeoutError:
        seconds = f"{settings.body_timeout:g}"
        raise Refusal(
            "body-too-slow",
            f"The body did not arrive within {seconds} seconds.",
            headers={"Connection": "close"},
        ) from None
    except InternalServerException:
        raise _closed() from None
    if not total:
        raise _empty()
    return b"".join(chunks)


async def body_in_pieces(request: Request[Any, Any, Any], limit: int, patience: float) -> AsyncIterator[bytes]:
    """Yield the body as it comes; raises Refusal as ``read_body`` does, for slowness where a piece takes too long."""
    _look_at_headers(request, limit)
    stream, total = request.stream(), 0
    while True:
        try:
            with anyio.fail_after(patience):
                chunk = await anext(stream, None)
        except TimeoutError:
            raise Refusal(
                "body-too-slow", f"Nothing came for {patience:g} seconds.", headers={"Connection": "close"}
            ) from None
        except InternalServerException:
            raise _closed() from None
        if chunk is None:
            break
        total += len(chunk)
        if total > limit:
            raise too_large(limit)
        if chunk:
            yield chunk
    if not total:
        raise _empty()


def _look_at_headers(request: Request[Any, Any, Any], limit: int) -> int:
    """Return the length that is announced, 0 where none is; raises Refusal for one beyond the limit, and for content encodings."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Refusal(
            "unsupported-encoding",
            "Send the body without Content-Encoding.",
            errors=(Fault("content encodings are not taken", header="Content-Encoding"),),
            headers={"Accept-Encoding": "identity"},
        )
    announced = request.headers.get("content-length", "")
    length = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 20 else 0
    if length > limit:
        raise too_large(limit)
    return length


def _closed() -> Refusal:
    return Refusal("bad-request", "The connection was closed before the body was complete.")


def _empty() -> Refusal:
    return Refusal("empty-body", "Send the document as the body of the request.")


def too_large(limit: int) -> Refusal:
    """Return the refusal of a body that is too long."""
    return Refusal(
        "too-large",
        f"A document may have at most {limit} bytes.",
        errors=(Fault(f"more than {limit} bytes", header="Content-Length"),),
        headers={"Connection": "close"},
    )


def _unsupported(detail: str, types: str) -> Refusal:
    return Refusal(
        "unsupported-media-type",
        detail,
        errors=(Fault("media type or charset is not taken", header="Content-Type"),),
        headers={"Accept-Post": types},
    )
