"""Reading forms as bytes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.api.problem import Refusal
from opads.web.forms import Entry, entry_of
from opads.web.multipart import MOST_HEADERS, Head, Part, multipart_in_pieces, read_multipart, read_urlencoded

BOUNDARY = "----limit7"


def encode(parts: list[Part]) -> bytes:
    body = b""
    for part in parts:
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{part.name}"'.encode()
        if part.filename is not None:
            body += f'; filename="{part.filename}"\r\nContent-Type: text/plain'.encode()
        body += b"\r\n\r\n" + part.data + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


NAMES = st.text("abcxyz-_é", min_size=1, max_size=8)
CONTENTS = st.binary(max_size=200).filter(lambda data: BOUNDARY.encode() not in data)
PARTS = st.lists(st.builds(Part, NAMES, CONTENTS, st.none() | NAMES), min_size=1, max_size=6)


@given(PARTS)
def test_multipart_gives_back_every_byte(parts: list[Part]) -> None:
    assert read_multipart(encode(parts), f"multipart/form-data; boundary={BOUNDARY}") == parts


async def in_pieces(body: bytes, size: int) -> list[tuple[Head, bytes | None]]:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            yield body[start : start + size]

    return [piece async for piece in multipart_in_pieces(chunks(), f"multipart/form-data; boundary={BOUNDARY}")]


@given(PARTS, st.integers(1, 80))
def test_multipart_in_pieces_is_the_same_however_it_is_cut(parts: list[Part], size: int) -> None:
    found: list[Part] = []
    data = b""
    for head, piece in asyncio.run(in_pieces(encode(parts), size)):
        if piece is None:
            found.append(Part(head.name, data, head.filename))
            data = b""
        else:
            assert len(piece) <= size + len(BOUNDARY) + 8, "more is held than came"
            data += piece
    assert found == parts


@pytest.mark.parametrize(
    "body",
    [
        b"--" + BOUNDARY.encode() + b"\r\nX: " + b"x" * MOST_HEADERS + b"\r\n\r\n",
        encode([Part("file", b"abc", "a")])[:-8],
        b"no form at all",
        b"",
    ],
)
def test_what_is_no_form_is_refused_in_pieces_too(body: bytes) -> None:
    with pytest.raises(Refusal):
        asyncio.run(in_pieces(body, 100))


@given(PARTS, st.integers(0, 400), st.binary(max_size=4))
def test_damaged_forms_are_read_or_refused(parts: list[Part], at: int, junk: bytes) -> None:
    body = encode(parts)
    body = body[:at] + junk + body[at + 3 :]
    try:
        read = read_multipart(body, f"multipart/form-data; boundary={BOUNDARY}")
    except Refusal as refusal:
        answer = refusal.kind.name
    else:
        answer = "read" if sum(len(part.data) for part in read) <= len(body) else "invented"
    assert answer in ("read", "bad-form")


@given(st.lists(st.tuples(NAMES, st.binary(max_size=50)), min_size=1, max_size=5))
def test_urlencoded_gives_back_every_byte(fields: Any) -> None:
    body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields).encode()
    assert [(p.name, p.data) for p in read_urlencoded(body)] == fields


@pytest.mark.parametrize(
    "header", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 71]
)
def test_a_boundary_is_needed(header: Any) -> None:
    with pytest.raises(Refusal):
        read_multipart(b"--x--", header)


def test_too_many_fields() -> None:
    with pytest.raises(Refusal):
        read_urlencoded(b"a=1&" * 100 + b"a=1")


def test_choices() -> None:
    entry = entry_of(
        [("from", " a "), ("for", "x"), ("for", "y"), ("for", "x"), ("for", ""), ("to", "b"), ("to", "c"), ("z", "1")]
    )
    assert (entry.source, entry.targets, entry.to, entry.carry) == ("a", ("x", "y"), "c", False)
    assert len(entry_of([("from", "a" * 1000)]).source) == 200


@pytest.mark.parametrize(
    ("document", "text", "crlf"),
    [(b"a\nb", "a\nb", False), (b"a\r\nb\r\n", "a\r\nb\r\n", True), (b"a\r\nb\n", "a\r\nb\n", False), (b"\xff", None, False),
     (b"a\rb", None, False), (b"a\x00", None, False), (b"x" * 500_001, None, False), (b"\x1c", "\x1c", False)],
)  # fmt: skip
def test_what_a_text_field_can_hold(document: Any, text: str | None, crlf: Any) -> None:
    entry = Entry(document)
    assert entry.text == text
    assert entry.crlf is crlf


def test_the_date_of_a_wish() -> None:
    assert Entry(date="2026-10-05").wish().as_of == date(2026, 10, 5)
    assert Entry().wish().as_of is None
    with pytest.raises(Refusal):
        Entry(date="2026-02-30").wish()
