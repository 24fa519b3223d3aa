"""What is sent: bytes, a file by its path, or an open one, so that it can be sent again from its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

__all__ = ("MEDIA_TYPES", "Body", "Sent", "media_type_of")

Body: TypeAlias = bytes | Path | BinaryIO
"""A document. A file is read in pieces while it is sent, however long it is."""

PIECE = 256 * 1024
MEDIA_TYPES = {
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".ndjson": "application/x-ndjson",
    ".jsonl": "application/x-ndjson",
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".gz": "application/gzip",
    ".zst": "application/zstd",
    ".zip": "application/zip",
}
"""Media types by the ends of names; a service tells by the bytes what exactly a document is."""


def media_type_of(body: Body) -> str:
    """Return the media type that the name of a file says; that of any bytes where it says nothing."""
    name = body if isinstance(body, Path) else Path(str(getattr(body, "name", "")))
    return MEDIA_TYPES.get(name.suffix.lower(), "application/octet-stream")


class Sent:
    """A body that is sent, once or again."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._start: int | None = None
        if not isinstance(body, bytes | Path) and body.seekable():
            self._start = body.tell()

    @property
    def again(self) -> bool:
        """Whether it can be sent a second time."""
        return isinstance(self._body, bytes | Path) or self._start is not None

    def content(self) -> bytes | Iterator[bytes]:
        """Return what is sent, from its beginning; raises OSError for a file that cannot be read."""
        if isinstance(self._body, bytes):
            return self._body
        if isinstance(self._body, Path):
            return _pieces_at(self._body)
        if self._start is not None:
            self._body.seek(self._start)
        return _pieces(self._body)

    def length(self) -> int | None:
        """Return the number of bytes, None where only the end will tell."""
        if isinstance(self._body, bytes):
            return len(self._body)
        return self._body.stat().st_size if isinstance(self._body, Path) and self._body.is_file() else None


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def _pieces_at(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        yield from _pieces(stream)
