"""Forms as bytes: multipart/form-data (RFC 7578) and application/x-www-form-urlencoded, nothing decoded but names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from opads.api.problem import Refusal

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

__all__ = ("Part", "read_multipart", "read_urlencoded")

MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form; ``filename`` is None where it did not come as a file."""

    name: str
    data: bytes
    filename: str | None = None


class _Collector:
    """Takes what the parser calls out, in the order in which it does."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.ended = False
        self._chunks: list[bytes] = []
        self._headers: dict[bytes, bytes] = {}
        self._field = self._value = b""

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) >= MOST_PARTS:
            raise FormParserError("too many parts")
        self._chunks, self._headers, self._field, self._value = [], {}, b"", b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._chunks.append(data[start:end])

    def _end_part(self) -> None:
        kind, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if kind != b"form-data" or b"name" not in options:
            raise FormParserError("a part has no name")
        filename = options.get(b"filename")
        self.parts.append(
            Part(_text(options[b"name"]), b"".join(self._chunks), None if filename is None else _text(filename))
        )

    def _end(self) -> None:
        self.ended = True


def read_multipart(body: bytes, content_type: str) -> list[Part]:
    """Return the parts of a multipart form; raises Refusal (400) for a body that is none."""
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not re.fullmatch(rb"[!-~ ]{1,70}", boundary):
        raise Refusal("bad-form", "The Content-Type names no boundary of at most 70 characters.")
    collector = _Collector()
    try:
        parser = MultipartParser(boundary, collector.callbacks())
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise Refusal("bad-form", "The body is not the multipart form that its Content-Type says.") from None
    if not collector.ended:
        raise Refusal("bad-form", "The form breaks off before its end.")
    return collector.parts


def read_urlencoded(body: bytes, most: int = MOST_PARTS) -> list[Part]:
    """Return the fields of a URL-encoded form; raises Refusal (400) for too many."""
    pieces = body.split(b"&", most)
    if len(pieces) > most:
        raise Refusal("bad-form", f"A form has at most {most} fields.")
    pairs = (piece.replace(b"+", b" ").partition(b"=") for piece in pieces)
    return [Part(_text(unquote_to_bytes(name)), unquote_to_bytes(value)) for name, _, value in pairs]


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")
