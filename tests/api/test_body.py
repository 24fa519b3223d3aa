"""How bodies are read: media type, encoding, length, time."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.api.body import DOCUMENT_TYPES, media_type_of
from opads.api.problem import Refusal
from opads.settings import Settings
from tests.api.conftest import Check, Client

SMALL = create_app(Settings(max_bytes=1000, body_timeout=0.2))


@pytest.fixture
def small() -> Iterator[Client]:
    with TestClient(SMALL, raise_server_exceptions=False) as client:
        yield client


async def call(
    receive: Callable[[], Awaitable[dict[str, Any]]],
    headers: Sequence[tuple[bytes, bytes]] = (),
    query: bytes = b"",
    path: str = "/v1/validate",
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Call the application without a server between; give status, headers and body."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "", "client": None,
        "server": ("testserver", 80), "headers": [(b"host", b"testserver"), *headers], "state": {}, "extensions": {},
    }  # fmt: skip
    await SMALL(scope, receive, send)
    start = next(m for m in sent if m["type"] == "http.response.start")
    return start["status"], dict(start["headers"]), b"".join(m.get("body", b"") for m in sent[1:])


@pytest.mark.parametrize("media_type", DOCUMENT_TYPES)
@pytest.mark.parametrize("parameter", ["", "; charset=utf-8", '; charset="UTF-8"', ";charset=US-ASCII; x=y"])
def test_accepted_types(client: Client, media_type: str, parameter: str) -> None:
    response = client.post("/v1/validate", content=b"{}", headers={"Content-Type": media_type + parameter})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "media_type",
    ["application/xhtml+xml", "multipart/form-data", "application/x-www-form-urlencoded", "text/html", "json", "", "a/b/c",
     "application/json; charset=utf-16", "text/csv; charset=iso-8859-1", "application/json, text/csv", "image/png"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/v1/validate", "/v1/detect", "/v1/convert?to=eu-ttpa"])
def test_refused_types(client: Client, problem: Check, media_type: str, path: str) -> None:
    response = client.post(path, content=b"{}", headers={"Content-Type": media_type})
    assert response.status_code == 415
    assert problem(response, "unsupported-media-type")["errors"][0]["header"] == "Content-Type"
    assert "application/json" in response.headers["accept-post"]


def test_a_missing_type_is_refused(client: Client, problem: Check) -> None:
    request = client.build_request("POST", "/v1/validate", content=b"{}")
    request.headers.pop("content-type", None)
    problem(client.send(request), "unsupported-media-type")


def test_types_are_compared_without_case() -> None:
    assert media_type_of("Application/JSON", DOCUMENT_TYPES) == "application/json"
    with pytest.raises(Refusal):
        media_type_of(None, DOCUMENT_TYPES)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "x"])
def test_encoded_bodies_are_refused_unread(client: Client, problem: Check, encoding: str) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    body = problem(client.post("/v1/validate", content=b"\x1f\x8b\x08 bomb", headers=headers), "unsupported-encoding")
    assert body["status"] == 415


def test_identity_is_no_encoding(client: Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "Identity"}
    assert client.post("/v1/validate", content=b"{}", headers=headers).status_code == 200


def test_an_empty_body_is_refused(client: Client, problem: Check) -> None:
    for path in ("/v1/validate", "/v1/detect"):
        problem(client.post(path, content=b"", headers={"Content-Type": "application/json"}), "empty-body")


@pytest.mark.parametrize(("length", "status"), [(999, 200), (1000, 200), (1001, 413)])
def test_the_limit_is_exact(small: Client, length: int, status: int) -> None:
    response = small.post("/v1/validate", content=b" " * length, headers={"Content-Type": "text/plain"})
    assert response.status_code == status


def test_an_announced_excess_is_refused_before_it_is_read() -> None:
    async def receive() -> dict[str, Any]:
        raise AssertionError("the body must not be asked for")

    headers = [(b"content-type", b"application/json"), (b"content-length", b"1001")]
    status, _, body = asyncio.run(call(receive, headers))
    assert status == 413
    assert json.loads(body)["errors"][0]["header"] == "Content-Length"


@pytest.mark.parametrize(
    ("announced", "expected"), [(None, 413), (b"5", 413), (b"-1", 413), (b"x", 400), (b"9" * 400, 413), (b"\xb2", 400)]
)
def test_a_stream_is_cut_off_at_the_limit_whatever_was_announced(announced: bytes | None, expected: Any) -> None:
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 600
        return {"type": "http.request", "body": b"x" * 600, "more_body": True}

    headers = [(b"content-type", b"text/plain")] + ([(b"content-length", announced)] if announced else [])
    status, sent, _ = asyncio.run(call(receive, headers))
    assert status == expected
    assert read <= 1200
    assert expected != 413 or sent[b"connection"] == b"close"


def test_a_slow_body_is_given_up() -> None:
    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    status, _, body = asyncio.run(call(receive, [(b"content-type", b"text/plain")]))
    assert status == 408
    assert json.loads(body)["type"] == "/problems/body-too-slow"


def test_a_client_that_goes_away_is_no_failure_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    status, _, _ = asyncio.run(call(receive, [(b"content-type", b"text/plain")]))
    assert status == 400
    assert not caplog.records


def test_the_query_is_judged_before_the_body_is_read() -> None:
    async def receive() -> dict[str, Any]:
        raise AssertionError("the body must not be asked for")

    status, _, _ = asyncio.run(call(receive, [(b"content-type", b"text/plain")], query=b"date=never"))
    assert status == 400


def test_a_long_body_may_be_slow_but_not_silent() -> None:
    pieces = iter(range(8))

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.05 if next(pieces, None) is not None else 1)
        return {"type": "http.request", "body": b"x", "more_body": True}

    headers = [(b"content-type", b"text/plain")]
    status, sent, body = asyncio.run(call(receive, headers, path="/v1/bulk/validate"))
    assert status == 408
    assert json.loads(body)["detail"] == "Nothing came for 0.2 seconds."
    assert sent[b"connection"] == b"close"
    assert next(pieces, None) is None


def test_a_client_that_goes_away_in_a_long_body_is_no_failure_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    pieces = iter([{"type": "http.request", "body": b"{}\n", "more_body": True}])

    async def receive() -> dict[str, Any]:
        return next(pieces, {"type": "http.disconnect"})

    status, _, _ = asyncio.run(call(receive, [(b"content-type", b"text/plain")], path="/v1/bulk/validate"))
    assert status == 400
    assert not caplog.records
