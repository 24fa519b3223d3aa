"""A form with files in it, taken in: each file goes to the disk as it comes, and none is ever held in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from litestar import Request

from opads.api.batches import PIECE, asked
from opads.api.body import body_in_pieces, media_type_of
from opads.api.problem import Fault, Refusal
from opads.batches.files import Incoming
from opads.batches.service import Batches
from opads.rendering.characters import shortened
from opads.settings import Settings
from opads.storage.ids import new_id
from opads.web.multipart import Head, multipart_in_pieces

__all__ = ("MOST_FILES", "Taken", "take")

FORM = "multipart/form-data"
ROOM = 64 * 1024
"""Bytes that a form may have besides the files."""
MOST_FILES = 10


@dataclass(slots=True)
class Taken:
    """What a form brought: its fields, and its files, which are on the disk but not batches yet."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[Incoming] = field(default_factory=list)

    def discard(self) -> None:
        """Leave nothing of the files; harmless for those that became batches."""
        for incoming in self.files:
            incoming.discard()


async def take(request: Request[Any, Any, Any], settings: Settings, batches: Batches, account: str) -> Taken:
    """Return what the form in a request's body brings; raises Refusal, and nothing of it is left then."""
    header = request.headers.get("content-type", "")
    media_type_of(header, (FORM,))
    body = body_in_pieces(request, settings.bulk_max_bytes + ROOM, settings.body_timeout)
    taken = Taken()
    try:
        await _Taking(taken, batches, account).all(multipart_in_pieces(body, header))
    except BaseException:
        taken.discard()
        raise
    return taken


class _Taking:
    """The work on one form."""

    def __init__(self, taken: Taken, batches: Batches, account: str) -> None:
        self.taken = taken
        self.batches = batches
        self.account = account
        self.room = ROOM
        self.held = bytearray()
        self.incoming: Incoming | None = None

    async def all(self, pieces: Any) -> None:
        """Take everything in."""
        async for head, data in pieces:
            if head.name != "file" or head.filename is None:
                self._field(head, data)
            elif data is None:
                await self._ended()
            else:
                await self._more(head, data)

    def _field(self, head: Head, data: bytes | None) -> None:
        if data is None:
            self.taken.fields.append((head.name, self.held.decode("utf-8", "replace")))
            self.held.clear()
            return
        self.room -= len(data)
        if self.room < 0:
            raise Refusal("bad-form", f"Besides its files the form may have {ROOM} bytes.")
        self.held += data

    async def _more(self, head: Head, data: bytes) -> None:
        if self.incoming is None and data:
            if len(self.taken.files) == MOST_FILES:
                fault = Fault("too many files", parameter="file")
                raise Refusal("bad-form", f"Send at most {MOST_FILES} files at once.", errors=(fault,))
            self.incoming = await asked(lambda: self.batches.begin(new_id(), self.account))
            self.taken.files.append(self.incoming)
            self.incoming.called(_shown(head.filename or ""))
        self.held += data
        if len(self.held) >= PIECE:
            await self._written()

    async def _ended(self) -> None:
        """Write what is left of a file; a file without contents is one that was not chosen."""
        if self.incoming is not None:
            await self._written()
        self.incoming = None

    async def _written(self) -> None:
        if self.incoming is not None:
            data = bytes(self.held)
            self.held.clear()
            await asked(partial(self.incoming.write, data))


def _shown(filename: str) -> str:
    """Return the last part of a file's name as it may be shown."""
    return shortened(PurePosixPath(filename.replace("\\", "/")).name, 80)
