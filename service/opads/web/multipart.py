"""Forms as bytes: multipart/form-data (RFC 7578) and application/x-www-form-urlencoded, nothing decoded but names."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from opads.api.problem import Refusal

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

__all__ = ("Head", "Part", "multipart_in_pieces", "read_multipart", "read_urlencoded")

MOST_PARTS = 100
MOST_HEADERS = 16 * 1024
"""Bytes of the headers of one part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form; ``filename`` is None where it did not come as a file."""

    name: str
    data: bytes
    filename: str | None = None


class Head(NamedTuple):
    """What stands before the contents of a part."""

    name: str
    filename: str | None


class _Parser:
    """Takes the bytes of a form as they come, and gives what they are: parts, each with its contents and its end (None)."""

    def __init__(self, content_type: str) -> None:
        """Begin a form; raises Refusal (400) where its type names no boundary."""
        _, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if not re.fullmatch(rb"[!-~ ]{1,70}", boundary):
            raise Refusal("bad-form", "The Content-Type names no boundary of at most 70 characters.")
        self._parser = MultipartParser(boundary, self._callbacks())
        self._found: list[tuple[Head, bytes | None]] = []
        self._ended = False
        self._parts = 0
        self._headers: dict[bytes, bytes] = {}
        self._field = self._value = b""
        self._room = MOST_HEADERS
        self._head: Head | None = None

    def feed(self, data: bytes) -> list[tuple[Head, bytes | None]]:
        """Return what came whole with these bytes; raises Refusal (400) for what is no form."""
        self._found = []
        try:
            self._parser.write(data)
        except FormParserError:
            raise _no_form() from None
        return self._found

    def end(self) -> None:
        """Say that nothing more comes; raises Refusal (400) where something is missing."""
        try:
            self._parser.finalize()
        except FormParserError:
            raise _no_form() from None
        if not self._ended:
            raise Refusal("bad-form", "The form breaks off before its end.")

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_end,
            "on_part_data": self._data,
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise FormParserError("too many parts")
        self._headers, self._field, self._value, self._head = {}, b"", b"", None
        self._room = MOST_HEADERS

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]
        self._bounded(end - start)

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        self._bounded(end - start)

    def _bounded(self, more: int) -> None:
        self._room -= more
        if self._room < 0:
            raise FormParserError("the headers of a part are too long")

    def _header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _headers_end(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if kind != b"form-data" or b"name" not in options:
            raise FormParserError("a part has no name")
        filename = options.get(b"filename")
        self._head = Head(_text(options[b"name"]), None if filename is None else _text(filename))

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._found.append((self._of(), data[start:end]))

    def _end_part(self) -> None:
        self._found.append((self._of(), None))

    def _of(self) -> Head:
        if self._head is None:
            raise FormParserError("a part has no headers")
        return self._head

    def _end(self) -> None:
        self._ended = True


def read_multipart(body: bytes, content_type: str) -> list[Part]:
    """Return the parts of a multipart form; raises Refusal (400) for a body that is none."""
    parser = _Parser(content_type)
    parts: list[Part] = []
    chunks: list[bytes] = []
    for head, data in parser.feed(body):
        if data is not None:
            chunks.append(data)
        else:
            parts.append(Part(head.name, b"".join(chunks), head.filename))
            chunks = []
    parser.end()
    return parts


async def multipart_in_pieces(
    chunks: AsyncIterator[bytes], content_type: str
) -> AsyncIterator[tuple[Head, bytes | None]]:
    """Yield the contents of a form's parts as they come, in pieces, and None where one ends; nothing is kept.

    Raises Refusal (400) where the body is no form, and what the chunks raise.
    """
    parser = _Parser(content_type)
    async for chunk in chunks:
        for piece in parser.feed(chunk):
            yield piece
    parser.end()


def _no_form() -> Refusal:
    return Refusal("bad-form", "The body is not the multipart form that its Content-Type says.")


def read_urlencoded(body: bytes, most: int = MOST_PARTS) -> list[Part]:
    """Return the fields of a URL-encoded form; raises Refusal (400) for too many."""
    pieces = body.split(b"&", most)
    if len(pieces) > most:
        raise Refusal("bad-form", f"A form has at most {most} fields.")
    pairs = (piece.replace(b"+", b" ").partition(b"=") for piece in pieces)
    return [Part(_text(unquote_to_bytes(name)), unquote_to_bytes(value)) for name, _, value in pairs]


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")
