"""GET /v1/dumps: the daily dumps of the public register."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import anyio
import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Link
from litestar.params import FromPath
from litestar.response import Stream

from opads.access.caller import Caller
from opads.api.answers import JSON, matches, stored
from opads.api.contract import OPTIONAL, operation, problems, success
from opads.api.negotiation import negotiate
from opads.api.problem import Refusal
from opads.api.reading import viewer_of
from opads.installation import Installation
from opads.register.dumps.store import Published, UnknownDumpError

__all__ = ("HANDLERS",)

STORED = ("no-storage", "storage-unavailable", "unauthenticated", "forbidden")
RAW = "application/octet-stream"
PIECE = 256 * 1024
SHOWN = 1000
"""Days that are listed; older dumps are still found by their day."""
_RANGE = re.compile(r"bytes=([0-9]{1,18})?-([0-9]{1,18})?")


class DumpsAnswer(msgspec.Struct, frozen=True):
    """The dumps, the newest first."""

    dumps: tuple[Published, ...]


@get(
    "/v1/dumps",
    operation_id="listDumps",
    summary="List the daily dumps",
    description="A dump has what was public at the end of a day (UTC), as lines and in columns, with the whole log, so that anyone can verify it "
    "(`opads register verify --dump`). A day that is published never changes; `digest` is the SHA-256 of its `SHA256SUMS`.",
    tags=["register"],
    security=OPTIONAL,
    responses={**success(DumpsAnswer, "The dumps."), **problems("not-acceptable", *STORED)},
    operation_class=operation(
        links={
            "file": Link(
                operation_id="getDumpFile",
                parameters={
                    "path.day": "$response.body#/dumps/0/date",
                    "path.name": "$response.body#/dumps/0/files/0/name",
                },
            )
        }
    ),
)
async def list_dumps(
    request: Request[Any, Any, Any], installation: NamedDependency[Installation], caller: NamedDependency[Caller]
) -> Response[bytes]:
    """List the dumps."""
    negotiate(request.headers.get("accept"), (JSON,))
    viewer_of(caller, installation.settings)
    found = await anyio.to_thread.run_sync(lambda: installation.dumps.all())  # noqa: PLW0108 - it is opened in the thread too
    return stored(request, msgspec.json.encode(DumpsAnswer(tuple(found[:SHOWN]))))


@get(
    "/v1/dumps/{day:str}/{name:str}",
    operation_id="getDumpFile",
    summary="A file of a dump",
    description="As it is; one range of bytes can be asked for, so that a transfer that broke off goes on.",
    tags=["register"],
    security=OPTIONAL,
    responses={
        **success(bytes, "The file, or the range of it (206).", RAW),
        **problems("not-acceptable", "not-found", *STORED),
    },
    operation_class=operation(),
)
async def get_dump_file(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    day: FromPath[str],
    name: FromPath[str],
) -> Response[Any]:
    """Return a file."""
    negotiate(request.headers.get("accept"), (RAW,))
    viewer_of(caller, installation.settings)

    def find() -> tuple[Path, Any]:
        dumps = installation.dumps
        return dumps.file(dumps.of(date.fromisoformat(day)), name)

    try:
        path, file = await anyio.to_thread.run_sync(find)
    except (UnknownDumpError, ValueError):
        raise Refusal("not-found", "There is no such dump or file; /v1/dumps lists all of them.") from None
    tag = f'"{file.sha256}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "public, max-age=31536000, immutable"
        if installation.settings.public_reading
        else "private, no-cache",
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'attachment; filename="{day}-{file.name}"',
    }
    if matches(request.headers.get("if-none-match"), tag):
        return Response(b"", status_code=304, headers=headers)
    start, end = 0, file.bytes
    wanted = _range(request, tag, file.bytes)
    if wanted is not None:
        start, end = wanted
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.bytes}"
    headers["Content-Length"] = str(end - start)
    return Stream(
        _pieces(path, start, end), status_code=200 if wanted is None else 206, media_type=RAW, headers=headers
    )


def _range(request: Request[Any, Any, Any], tag: str, size: int) -> tuple[int, int] | None:
    """Return the range asked for, from and to (exclusive); None for the whole: what is not understood is ignored (RFC 9110, 14.2)."""
    match = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if match is None or (match[1] is None and match[2] is None) or size == 0:
        return None
    if request.headers.get("if-range", tag) != tag:
        return None
    if match[1] is None:
        start, end = max(0, size - int(match[2])), size
    else:
        start, end = int(match[1]), min(size, int(match[2]) + 1) if match[2] else size
    return (start, end) if start < end else None


async def _pieces(path: Path, start: int, end: int) -> AsyncIterator[bytes]:
    async with await anyio.open_file(path, "rb") as file:
        await file.seek(start)
        while start < end and (piece := await file.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece


HANDLERS = (list_dumps, get_dump_file)
