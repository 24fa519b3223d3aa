"""What a person asks for: the document or documents, the choices of the form, what of the answer is to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import anyio.to_thread
from litestar import Request

from opads.api.body import media_type_of, read_body, too_large
from opads.api.jobs import Wish
from opads.api.parameters import day
from opads.api.problem import Refusal
from opads.rendering.characters import shortened
from opads.settings import Settings
from opads.web.filters import EVERYTHING, Filters
from opads.web.multipart import Part, read_multipart, read_urlencoded
from opads.web.packing import PACKED, pack, unpack

__all__ = ("Document", "Entry", "entry_of", "read_entry")

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
ROOM = 64 * 1024
"""Bytes that a form may have besides the documents."""
AT_ONCE = 64 * 1024
"""Bytes of a form that is read at once; a longer one is read in a thread."""
EDITABLE = 500_000
"""Characters of a document that are put back into the text field."""
KEEPABLE = 4 * 1024 * 1024
"""Bytes of documents that a page may try to keep."""
MOST_FILES = 20
"""Files that one form may hold."""
MOST_FIXES = 1_000
"""Fixes that one form may choose."""
EARLIER = 256 * 1024
"""Characters that a page may keep of what was found before."""
UNCHOSEN = ("file", "text", "newline", "sent", "before")
"""Fields that are no choices."""


class Document(NamedTuple):
    """A document as it was sent, and its shown name; nothing is ever opened by that."""

    data: bytes
    name: str = ""


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
    others: tuple[Document, ...] = ()
    """Further files that came with the first one."""
    before: str = ""
    """What the page keeps of the findings before, for what has become of them."""
    filters: Filters = EVERYTHING
    """Which findings are to be shown."""
    alone: str = ""
    """Number of the one file that is to be looked at, counted from 1."""
    fixes: frozenset[str] = frozenset()
    """Ids of the fixes that are to be put in before the document is checked."""
    beginning: bool = False
    """Whether the document is the beginning of a longer one that is still being sent."""
    said: tuple[tuple[str, str], ...] = ()
    """All fields but the documents as they were sent, for pages that have more of them than these."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order in which they came; none where there is none yet."""
        return (Document(self.document, self.name), *self.others) if self.document or self.others else ()

    @property
    def apart(self) -> list[Entry]:
        """One entry for each document, with the same choices."""
        return [replace(self, document=d.data, name=d.name, others=()) for d in self.documents]

    @property
    def packed(self) -> list[str]:
        """The documents as a page keeps them, to be sent again; nothing where they are too long for that."""
        if self.beginning or sum(len(document.data) for document in self.documents) > KEEPABLE:
            return []
        kept = [pack(document.data, document.name) for document in self.documents]
        return kept if sum(map(len, kept)) <= PACKED else []

    @property
    def fits(self) -> bool:
        """Whether the text field can hold what was sent."""
        return not self.others and not self.beginning and self.text is not None

    @property
    def chosen(self) -> bool:
        """Whether anything but the document was chosen."""
        return bool(self.source or self.targets or self.date)

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
    most = settings.max_bytes * (3 if encoded else 1) + ROOM + PACKED
    try:
        body = await read_body(request, settings, limit=most)
    except Refusal as refusal:
        # What is told is the limit of a document; the form around it is no business of who sends it.
        raise too_large(settings.max_bytes) if refusal.kind.name == "too-large" else refusal from None
    read = partial(_entry, body, header, settings.max_bytes, encoded=encoded)
    return read() if len(body) <= AT_ONCE else await anyio.to_thread.run_sync(read)


def _entry(body: bytes, header: str, longest: int, *, encoded: bool) -> Entry:
    parts = read_urlencoded(body) if encoded else read_multipart(body, header)
    documents = _documents(parts, longest)
    choices = [(p.name, p.data.decode("utf-8", "replace")) for p in parts if p.name not in UNCHOSEN]
    first = documents[0] if documents else Document(b"")
    before = next((p.data for p in parts if p.name == "before" and len(p.data) <= EARLIER), b"")
    entry = entry_of(choices, first.data, first.name)
    return replace(entry, others=tuple(documents[1:]), before=before.decode("utf-8", "replace"), said=tuple(choices))


def _documents(parts: Sequence[Part], longest: int) -> list[Document]:
    """Return the files; without any, the text; without that, what the page kept. Raises Refusal (413) for too much."""
    uploads = [p for p in parts if p.name == "file" and p.filename is not None and p.data]
    # A text field sends each line end as CR LF, whatever it was; the form says what it was when it held a document.
    text = next((p.data.replace(b"\r\n", b"\n") for p in parts if p.name == "text"), b"")
    if any(p.name == "newline" and p.data == b"crlf" for p in parts):
        text = text.replace(b"\n", b"\r\n")
    found = [Document(p.data, _shown(p.filename or "")) for p in uploads]
    if not found and text:
        found = [Document(text)]
    elif not found:
        found = _kept([p.data for p in parts if p.name == "sent"], longest)
    if len(found) > MOST_FILES:
        raise Refusal("too-large", f"A form may hold at most {MOST_FILES} files.")
    if sum(len(document.data) for document in found) > longest:
        raise Refusal("too-large", f"A document may have at most {longest} bytes, and several together.")
    return found


def _kept(packed: Sequence[bytes], longest: int) -> list[Document]:
    """Return what the page kept; all together have so many bytes at most."""
    found: list[Document] = []
    for one in packed[: MOST_FILES + 1]:
        data, name = unpack(one, longest)
        longest -= len(data)
        found.append(Document(data, _shown(name)))
    return found


def entry_of(choices: Iterable[tuple[str, str]], document: bytes = b"", name: str = "") -> Entry:
    """Return the entry that names and values stand for; the last of repeated ones counts, except of ``for``."""
    one: dict[str, str] = {}
    targets: dict[str, None] = {}
    fixes: set[str] = set()
    for key, value in choices:
        cut = value.strip()[:200]
        one[key] = cut
        if key == "for" and cut:
            targets[cut] = None
        if key == "fix" and cut and len(fixes) < MOST_FIXES:
            fixes.add(cut)
    return Entry(
        document,
        name,
        one.get("from", ""),
        tuple(targets),
        one.get("to", ""),
        one.get("date", ""),
        "carry" in one,
        filters=Filters.of(one),
        alone=one.get("alone", ""),
        fixes=frozenset(fixes if "mend" in one else ()),
        beginning="beginning" in one,
    )


def _shown(filename: str) -> str:
    """Return the last part of a file's name as it may be shown."""
    return shortened(PurePosixPath(filename.replace("\\", "/")).name, 80)
