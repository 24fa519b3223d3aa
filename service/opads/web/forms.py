"""What a person asks for: the document and the choices of the form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from litestar import Request

from opads.api.body import media_type_of, read_body
from opads.api.jobs import Wish
from opads.api.parameters import day
from opads.api.problem import Refusal
from opads.rendering.characters import shortened
from opads.settings import Settings
from opads.web.multipart import read_multipart, read_urlencoded

__all__ = ("Entry", "entry_of", "read_entry")

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
ROOM = 64 * 1024
"""Bytes that a form may have besides the document."""
EDITABLE = 500_000
"""Characters of a document that are put back into the text field."""


@dataclass(frozen=True)
class Entry:
    """The fields of the form as they were sent."""

    document: bytes = b""
    name: str = ""
    """Shown name of an uploaded file; nothing is ever opened by it."""
    source: str = ""
    targets: tuple[str, ...] = ()
    to: str = ""
    date: str = ""
    carry: bool = True

    @property
    def text(self) -> str | None:
        """The document for the text field; None where it is no text or too long to be edited there."""
        try:
            text = self.document.decode()
        except UnicodeDecodeError:
            return None
        return text if len(text) <= EDITABLE and "\0" not in text and "\r" not in text.replace("\r\n", "") else None

    @property
    def crlf(self) -> bool:
        """Whether every line of the document ends in CR LF."""
        return 0 < self.document.count(b"\r\n") == self.document.count(b"\n")

    def wish(self) -> Wish:
        """Return what is asked for; raises Refusal (400) for a date that is none."""
        return Wish(self.source or None, self.targets, None, day(self.date or None), self.to, None, self.carry)


async def read_entry(request: Request[Any, Any, Any], settings: Settings) -> Entry:
    """Return the form in a request's body; raises Refusal for one that cannot be taken."""
    header = request.headers.get("content-type", "")
    encoded = media_type_of(header, FORMS) == FORMS[1]
    body = await read_body(request, settings, limit=settings.max_bytes * (3 if encoded else 1) + ROOM)
    parts = read_urlencoded(body) if encoded else read_multipart(body, header)
    upload = next((p for p in parts if p.name == "file" and p.filename is not None and p.data), None)
    # A text field sends each line end as CR LF, whatever it was; the form says what it was when it held a document.
    text = next((p.data.replace(b"\r\n", b"\n") for p in parts if p.name == "text"), b"")
    if any(p.name == "newline" and p.data == b"crlf" for p in parts):
        text = text.replace(b"\n", b"\r\n")
    choices = ((p.name, p.data.decode("utf-8", "replace")) for p in parts if p.name not in ("file", "text", "newline"))
    document = upload.data if upload else text
    if len(document) > settings.max_bytes:
        raise Refusal("too-large", f"A document may have at most {settings.max_bytes} bytes.")
    name = _shown(upload.filename or "") if upload else ""
    return entry_of(choices, document, name)


def entry_of(choices: Iterable[tuple[str, str]], document: bytes = b"", name: str = "") -> Entry:
    """Return the entry that names and values stand for; the last of repeated ones counts, except of ``for``."""
    one: dict[str, str] = {}
    targets: dict[str, None] = {}
    for key, value in choices:
        cut = value.strip()[:200]
        one[key] = cut
        if key == "for" and cut:
            targets[cut] = None
    return Entry(
        document, name, one.get("from", ""), tuple(targets), one.get("to", ""), one.get("date", ""), "carry" in one
    )


def _shown(filename: str) -> str:
    """Return the last part of a file's name as it may be shown."""
    return shortened(PurePosixPath(filename.replace("\\", "/")).name, 80)
