"""When the client tries again, and when it must not: against a server that fails as it is told."""

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import pytest

from opads.client import Client, OpadsProblem, UnreachableError
from opads.client.transport import LONGEST_WAIT, Transport

PROBLEM = b'{"type":"https://a.example/problems/%s","title":"T","status":503,"detail":"D","errors":[{"detail":"x"},7]}'
BROKEN = "broken"


class Failing(BaseHTTPRequestHandler):
    """Answers with what is next in the plan, and notes what was asked."""

    protocol_version = "HTTP/1.1"
    plan: ClassVar[list[Any]] = []
    seen: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def handle_any(self) -> None:
        length = self.headers.get("content-length")
        body = self.rfile.read(int(length)) if length else self.chunks() if "transfer-encoding" in self.headers else b""
        self.seen.append((f"{self.command} {self.path}", {k.lower(): v for k, v in self.headers.items()}, body))
        step = self.plan.pop(0)
        if step == BROKEN:
            self.close_connection = True
            self.connection.close()
            return
        status, headers, content = step
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def chunks(self) -> bytes:
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    do_GET = do_POST = handle_any  # noqa: N815 - names of the library

    def log_message(self, *arguments: Any) -> None:
        """Be silent."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


Plan = Callable[..., Any]


@pytest.fixture
def plan(address: str) -> Plan:
    """Give a client of a server that answers so, and the waits between its tries."""

    @contextmanager
    def planned(*steps: Any, **settings: Any) -> Iterator[tuple[Transport, list[float]]]:
        Failing.plan[:], waits = steps, list[float]()
        Failing.seen.clear()
        with Client(address, "secret", sleep=waits.append, **settings) as client:
            yield client, waits
        assert not Failing.plan, "not all was asked for"

    return planned


def told(kind: str, status: int = 503, wait: str | None = None) -> Any:
    headers = {} if wait is None else {"Retry-After": wait}
    return status, {"Content-Type": "application/problem+json", **headers}, PROBLEM % kind.encode()


FINE = (200, {"Content-Type": "application/json"}, b"{}")


@pytest.mark.parametrize(
    "failure", [told("busy"), told("storage-unavailable"), told("too-many-requests", 429), BROKEN, (503, {}, b"proxy")]
)
def test_reading_is_tried_again(plan: Plan, failure: Any) -> None:
    with plan(failure, failure, FINE) as (client, waits):
        assert client.send("GET", "/x").content == b"{}"
    assert len(waits) == 2


@pytest.mark.parametrize("failure", [told("storage-unavailable"), told("in-progress", 409), told("busy"), BROKEN])
def test_what_has_a_key_is_sent_again_with_the_same_key_and_bytes(plan: Plan, failure: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"{}\n" * 200_000)
    for body in (path, path.read_bytes(), BytesIO(path.read_bytes())):
        with plan(failure, FINE) as (client, _):
            client.send("POST", "/x", body=body, idempotency_key="k")
        (_, first, sent), (_, second, again) = Failing.seen
        assert first["idempotency-key"] == second["idempotency-key"] == "k"
        assert sent == again == path.read_bytes()
    assert Failing.seen[0][1]["authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("failure", "error"), [(told("storage-unavailable"), OpadsProblem), (BROKEN, UnreachableError)]
)
def test_what_could_happen_twice_is_not_sent_again(plan: Plan, failure: Any, error: type[Exception]) -> None:
    with plan(failure) as (client, waits), pytest.raises(error):
        client.send("POST", "/x", body=b"{}")
    assert not waits


def test_what_was_never_taken_is_sent_again(plan: Plan) -> None:
    with plan(told("busy"), told("too-many-requests", 429), FINE) as (client, waits):
        client.send("POST", "/x", body=b"{}")
    assert len(waits) == 2


def test_a_stream_that_cannot_be_rewound_is_sent_once(plan: Plan) -> None:
    class Once(BytesIO):
        def seekable(self) -> bool:
            return False

    with plan(told("busy")) as (client, waits), pytest.raises(OpadsProblem):
        client.send("POST", "/x", body=Once(b"{}"), idempotency_key="k")
    assert not waits
    assert Failing.seen[0][2] == b"{}"


@pytest.mark.parametrize("kind", ["not-accepted", "key-reused", "conflict", "forbidden"])
def test_a_refusal_is_final(plan: Plan, kind: str) -> None:
    with plan(told(kind, 422)) as (client, waits), pytest.raises(OpadsProblem) as caught:
        client.send("POST", "/x", body=b"{}", idempotency_key="k")
    assert not waits
    problem = caught.value
    assert (problem.status, problem.kind, problem.title, problem.detail) == (422, kind, "T", "D")
    assert problem.errors == ({"detail": "x"},)
    assert str(problem) == "422 T: D"


def test_without_storage_there_is_no_use_in_trying(plan: Plan) -> None:
    with plan(told("no-storage")) as (client, waits), pytest.raises(OpadsProblem):
        client.send("GET", "/x")
    assert not waits


def test_it_waits_as_long_as_it_is_asked_to(plan: Plan) -> None:
    steps = [told("busy", wait=value) for value in ("7", "9999999999999", "Mon, 01 Jan 2024 00:00:00 GMT", "soon")]
    with plan(*steps, FINE) as (client, waits):
        client.send("GET", "/x")
    assert waits[:3] == [7, LONGEST_WAIT, 0]
    assert 0 < waits[3] <= LONGEST_WAIT


def test_it_gives_up(plan: Plan) -> None:
    with plan(*[told("busy", wait="3")] * 3, retries=2) as (client, waits):
        with pytest.raises(OpadsProblem) as caught:
            client.send("GET", "/x")
        assert caught.value.retry_after == 3
    assert len(waits) == 2


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"<html>", "text/html"), (b"[]", "application/problem+json"), (b"{", "application/problem+json")],
)
def test_what_a_proxy_says_is_a_problem_too(plan: Plan, content: bytes, kind: str) -> None:
    with plan((502, {"Content-Type": kind}, content)) as (client, _), pytest.raises(OpadsProblem) as caught:
        client.send("GET", "/x")
    assert (caught.value.status, caught.value.kind, caught.value.title) == (502, "", "Bad Gateway")


def test_redirects_are_not_followed(plan: Plan) -> None:
    with plan((307, {"Location": "http://127.0.0.1:9/elsewhere"}, b"")) as (client, _), pytest.raises(OpadsProblem):
        client.send("GET", "/x")


def test_what_is_deprecated_is_told(plan: Plan) -> None:
    aged = (
        200,
        {"Content-Type": "application/json", "Deprecation": "@1", "Sunset": "Fri, 01 Jan 2027 10:00:00 GMT"},
        b"{}",
    )
    with plan(aged) as (client, _), pytest.warns(DeprecationWarning, match="stops to answer on Fri"):
        client.send("GET", "/x")
    with plan(FINE) as (client, _), warnings.catch_warnings(record=True) as caught:
        client.send("GET", "/x")
    assert not caught


def test_nobody_there() -> None:
    waits = list[float]()
    with Client("http://127.0.0.1:9", sleep=waits.append) as client, pytest.raises(UnreachableError):
        client.send("POST", "/x", body=b"{}")
    assert len(waits) == 4


@pytest.mark.parametrize("address", ["", "opads.example", "ftp://opads.example", "https://", "file:///etc/passwd"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="not the address"):
        Client(address)


def test_a_key_is_not_sent_in_the_clear_and_not_shown() -> None:
    with pytest.raises(ValueError, match="https alone"):
        Client("http://opads.example", "secret")
    for address in ("https://opads.example", "http://127.0.0.1:9", "http://[::1]:9", "http://localhost:9"):
        with Client(address, "secret") as client:
            assert "secret" not in repr(client)
