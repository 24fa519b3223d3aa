"""The short way of checking answers as the long one does, header by header, and leaves to it what is not plain."""

import asyncio
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import pytest

from opads.api.app import create_app
from opads.api.front import Service
from opads.carriers import Limits
from opads.formats import default_registry
from opads.prompt import Prompt
from opads.settings import Settings
from opads.standard.jsonvalue import dumps
from tests.bulk.helpers import natives

SERVICE = create_app(Settings(body_timeout=0.2))
OWN = "opads-disclosure"
SOUND = next(
    data
    for data in map(dumps, natives(OWN))
    if Prompt(default_registry(), OWN, ("eu-ttpa",)).report(data, Limits()) is not None
)
KIND = (b"content-type", b"application/json")
Headers = Sequence[tuple[bytes, bytes]]


def ask(
    service: Service, query: bytes, headers: Headers, pieces: Sequence[bytes], *, announced: bool = True
) -> list[dict[str, Any]]:
    """Return the messages that an application sends in answer to a POST request."""
    sent: list[dict[str, Any]] = []
    coming = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    coming.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, Any]:
        return coming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    length = (b"content-length", str(sum(map(len, pieces))).encode())
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/v1/validate", "raw_path": b"/v1/validate", "query_string": query, "root_path": "", "client": None,
        "server": ("testserver", 80), "state": {}, "extensions": {},
        "headers": [(b"host", b"testserver"), *headers, *([length] if announced else [])],
    }  # fmt: skip
    asyncio.run(service(scope, receive, send))
    return sent


def same(query: bytes, headers: Headers, pieces: Sequence[bytes], *, announced: bool = True) -> bool:
    """Compare both ways; say whether the short one was taken."""
    taken: list[bool] = []
    report = Prompt.report

    def noted(*args: Any, **kwargs: Any) -> Any:
        found = report(*args, **kwargs)
        taken.append(found is not None)
        return found

    with patch.object(Prompt, "report", noted):
        short = ask(SERVICE, query, headers, pieces, announced=announced)
    with patch.object(SERVICE, "shortcut", None):
        long = ask(SERVICE, query, headers, pieces, announced=announced)
    assert [(m["type"], m.get("status")) for m in short] == [(m["type"], m.get("status")) for m in long]
    assert short[0]["headers"] == long[0]["headers"]
    assert b"".join(m["body"] for m in short[1:]) == b"".join(m["body"] for m in long[1:])
    return taken == [True]


@pytest.mark.parametrize(
    "query", [b"from=opads-disclosure", b"from=opads-disclosure&for=eu-ttpa", b"for=eu-ttpa&from=opads-disclosure"]
)
@pytest.mark.parametrize("pieces", [[SOUND], [SOUND[:700], SOUND[700:]], [b"", SOUND]])
def test_plain_requests_take_the_short_way(query: bytes, pieces: list[bytes]) -> None:
    assert same(query, [KIND], pieces)


@pytest.mark.parametrize(
    "accept", [b"*/*", b"application/json", b"application/*;q=0.5", b"text/html, application/json"]
)
def test_headers_that_ask_for_json_change_nothing(accept: bytes) -> None:
    assert same(b"from=opads-disclosure", [KIND, (b"accept", accept)], [SOUND])


@pytest.mark.parametrize(
    "query",
    [b"", b"from=", b"from=x", b"from=opads-disclosure&from=opads-disclosure", b"from=opads-disclosure&x=1",
     b"from=opads-disclosure&for=x", b"from=opads-disclosure&for=", b"from=opads-disclosure&date=2026-10-05",
     b"from=opads%2Ddisclosure", b"from=opads-disclosure&", b"from=opads-disclosure&format=text", b"FROM=opads-disclosure",
     b"from=opads-disclosure&carrier=ndjson", b"from=opads-disclosure&for=eu-ttpa&for=eu-ttpa"],
)  # fmt: skip
def test_queries_of_all_kinds_are_answered_alike(query: bytes) -> None:
    same(query, [KIND], [SOUND])


@pytest.mark.parametrize(
    "headers",
    [[], [(b"content-type", b"text/html")], [(b"content-type", b"application/json; charset=latin-1")], [KIND, KIND],
     [KIND, (b"content-encoding", b"gzip")], [KIND, (b"accept", b"text/plain")], [KIND, (b"accept", b"image/png")],
     [KIND, (b"accept", b"text/plain"), (b"accept", b"application/json")], [KIND, *[(b"x", b"y")] * 120],
     [KIND, (b"x", b"y" * 40000)], [(b"content-type", b"text/csv")]],
)  # fmt: skip
def test_headers_of_all_kinds_are_answered_alike(headers: Headers) -> None:
    same(b"from=opads-disclosure", headers, [SOUND])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"{",
        b"[" + SOUND + b"]",
        SOUND + b"x",
        b"\n" + SOUND,
        SOUND + b" " * 9000,
        SOUND.replace(b"{", b"{\n"),
    ],
)
def test_bodies_of_all_kinds_are_answered_alike(body: bytes) -> None:
    same(b"from=opads-disclosure", [KIND], [body])


def test_a_length_that_is_not_announced_is_left_to_the_long_way() -> None:
    assert not same(b"from=opads-disclosure", [KIND], [SOUND], announced=False)


@pytest.mark.parametrize("format_", [f for f in default_registry() if natives(f.id)], ids=lambda f: f.id)
def test_documents_of_all_formats_are_answered_alike(format_: Any) -> None:
    for record in natives(format_.id)[:3]:
        same(b"from=" + format_.id.encode(), [KIND], [dumps(record)])


def test_a_slow_body_is_given_up() -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(1)
        raise AssertionError("nobody waits so long")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": "/v1/validate", "raw_path": b"/v1/validate", "query_string": b"from=opads-disclosure", "root_path": "",
        "client": None, "server": ("testserver", 80), "state": {}, "extensions": {},
        "headers": [KIND, (b"content-length", b"20")],
    }  # fmt: skip
    asyncio.run(SERVICE(scope, receive, send))
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
