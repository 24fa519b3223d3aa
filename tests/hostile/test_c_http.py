"""C: HTTP and transport (39 to 52), over raw sockets to a real server where a client library would mend what is sent."""

import random
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api.conftest import Client
from tests.hostile.asking import peak
from tests.hostile.served import DOCUMENT, JSON, Raw, receive, request

LENGTH = b"Content-Length: %d" % len(DOCUMENT)
CHUNKED = b"Transfer-Encoding: chunked"
CHUNK = b"%x\r\n%s\r\n" % (len(DOCUMENT), DOCUMENT)
LAST = b"0\r\n\r\n"
SMUGGLED = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raw]:
    """Start the service with little patience; its folder for temporary files is its own."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "temporary").mkdir()
    settings = {"OPADS_BODY_TIMEOUT": "1", "OPADS_MAX_BYTES": "1000000", "TMPDIR": str(folder / "temporary")}
    with Raw(folder / "log.txt", environment=settings) as served:
        before = files_in(folder / "temporary")
        yield served
        assert "Traceback" not in served.log.read_text(errors="replace")
        assert files_in(folder / "temporary") <= before


@pytest.mark.parametrize(
    "header",
    [None, b"", b"Content-Type: application/json; charset=utf-16", b"Content-Type: text/html", b"Content-Type: application/json, text/csv",
     b"Content-Type: multipart/form-data; boundary=x", b"Content-Type: \xff\xfe", b"Content-Type: " + b"a/b;" * 2_000],
)  # fmt: skip
def test_39_media_types(server: Raw, header: bytes | None) -> None:
    headers = [LENGTH] if header is None else [LENGTH, header or b"Content-Type:"]
    reply = server.send(request(*headers, body=DOCUMENT))
    assert reply.statuses == [415]
    assert b"/problems/unsupported-media-type" in reply.data


def test_40_packed_bodies_are_refused_by_the_doors_that_take_none(server: Raw) -> None:
    for encoding in (b"gzip", b"deflate", b"br", b"zstd", b"gzip, gzip", b"x-gzip", b"identity, gzip"):
        reply = server.send(
            request(JSON, b"Content-Encoding: " + encoding, b"Content-Length: 20000000", body=b"\x1f\x8b\x08")
        )
        assert reply.statuses == [415], encoding
        assert b"/problems/unsupported-encoding" in reply.data


BOMB = """
import gzip, zlib
from litestar.testing import TestClient
from opads.api.app import create_app
from opads.settings import Settings
client = TestClient(create_app(Settings(bulk_max_bytes=32 * 1024 * 1024, bulk_processes=0)))
def packed(length):
    made = zlib.compressobj(9, wbits=31)
    return b"".join(made.compress(bytes(1 << 20)) for _ in range(length >> 20)) + made.flush()
def sent(body):
    answer = client.post("/v1/bulk/validate", content=body, headers={"Content-Type": "application/gzip"})
    return [answer.status_code, answer.json().get("type") or "report"]
sent(packed(1 << 20))
bombs = [packed(256 << 20), gzip.compress(packed(256 << 20)), packed(8 << 20)[:-9], packed(8 << 20)[:-8] + bytes(8)]
"""


def test_40_bombs_are_cut_off_when_they_are_unpacked() -> None:
    """A quarter of a gigabyte of zeros in a quarter of a megabyte; a bomb within a bomb; one cut short; one with a wrong sum."""
    grown, said = peak(BOMB, "said = [sent(bomb) for bomb in bombs]")
    assert said[0] == [413, "/problems/too-large"]
    # What is packed twice is unpacked once, and the rest is bytes of no known format; they are never unpacked again.
    assert said[1][0] in (200, 413)
    assert [status for status, _ in said[2:]] == [400, 400]
    assert grown < 128 * 1024 * 1024


@pytest.mark.parametrize(
    ("headers", "body", "statuses"),
    [([b"Content-Length: 5"], DOCUMENT, [[200, 400]]), ([b"Content-Length: 50"], DOCUMENT, [[400], [408]]),
     ([b"Content-Length: -1"], DOCUMENT, [[400]]), ([b"Content-Length: +16"], DOCUMENT, [[400]]),
     ([b"Content-Length: 0x10"], DOCUMENT, [[400]]), ([b"Content-Length: 16, 5"], DOCUMENT, [[400]]),
     ([LENGTH, b"Content-Length: 5"], DOCUMENT, [[400]]), ([b"Content-Length: " + b"9" * 40], DOCUMENT, [[400], [413]]),
     ([LENGTH, CHUNKED], LAST + SMUGGLED, [[400]]), ([CHUNKED, b"Content-Length: 5"], CHUNK + LAST + SMUGGLED, [[200], [400]]),
     ([b"Transfer-Encoding: xchunked"], CHUNK + LAST, [[400]]), ([b"Transfer-Encoding: chunked, identity"], LAST, [[400]]),
     ([CHUNKED], b"zz\r\n" + DOCUMENT, [[400]]), ([CHUNKED], b"-1\r\n" + DOCUMENT, [[400]]),
     ([CHUNKED], b"f" * 17 + b"\r\n" + DOCUMENT, [[400]]), ([CHUNKED], b"10;" + b"a" * 100_000 + b"\r\n" + DOCUMENT, [[400]]),
     ([b"X : y", LENGTH], DOCUMENT, [[400]]), ([b"X: y\r\n folded", LENGTH], DOCUMENT, [[200], [400]])],
)  # fmt: skip
def test_41_lengths_that_lie(server: Raw, headers: list[bytes], body: bytes, statuses: list[list[int]]) -> None:
    """One request is one answer: what follows it on the wire is never taken for another one that somebody hid there."""
    reply = server.send(request(JSON, *headers, body=body, keep=True), half=b"Content-Length: 50" in headers)
    assert reply.statuses in statuses
    assert reply.closed or reply.statuses == [200]
    assert b'"status":"live"' not in reply.data.replace(b" ", b"")
    assert server.alive()


def test_41_chunks_as_they_should_be(server: Raw) -> None:
    reply = server.send(request(JSON, CHUNKED, body=b"10;a=b\r\n" + DOCUMENT + b"\r\n0\r\nX: y\r\n\r\n"))
    assert reply.statuses == [200]
    assert b'"verdict":"valid"' in reply.data


@pytest.mark.parametrize("sent", [bytes.fromhex("160301020001000001fc0303") + bytes(200), bytes(range(256)) * 4, b"GET /health/live\r\n",
                                  b"GET /health/live HTTP/2.0\r\nHost: x\r\n\r\n", b"\r\n" * 20_000])  # fmt: skip
def test_41_bytes_that_are_no_request(server: Raw, sent: bytes) -> None:
    reply = server.send(sent, half=True)
    assert reply.closed
    assert all(400 <= status < 500 for status in reply.statuses)
    assert server.alive()


def test_42_those_who_are_slow_hold_up_nobody(server: Raw) -> None:
    with ExitStack() as held:
        slow = [held.enter_context(server.connect()) for _ in range(200)]
        for number, connection in enumerate(slow):
            head = b"POST /v1/val" if number % 2 else request(JSON, b"Content-Length: 500", body=b"{")
            connection.sendall(head)
        assert all(server.alive() for _ in range(20))
        bodies = []
        for connection in slow[::40]:
            reply = receive(connection, 10)
            if (
                not reply.closed
            ):  # the server may wait for the client to end its side; it does not wait for more than that
                connection.shutdown(socket.SHUT_WR)
                reply = reply._replace(closed=receive(connection, 10).closed)
            bodies.append(reply)
    assert [reply.statuses for reply in bodies] == [[408]] * len(bodies)
    assert all(reply.closed for reply in bodies)
    assert server.alive()


def test_42_a_body_that_drips(server: Raw) -> None:
    """The time for a body is the time for all of it: a byte now and then does not make it longer."""
    with server.connect() as connection:
        connection.sendall(request(JSON, b"Content-Length: 1000", body=b"{"))
        begun = time.monotonic()
        connection.settimeout(0.1)
        while time.monotonic() - begun < 8:
            try:
                connection.sendall(b" ")
                if connection.recv(1):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        assert time.monotonic() - begun < 8
    assert server.alive()


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [([b"X-%d: y" % n for n in range(10_000)], b"/health/live", 431), ([b"X-%d: y" % n for n in range(120)], b"/health/live", 431),
     ([b"X: " + b"a" * 1_000_000], b"/health/live", 431), ([b"X: " + b"a" * 50_000], b"/health/live", 431),
     ([b"Cookie: " + b"a=b;" * 12_000], b"/health/live", 431), ([], b"/v1/formats?a=" + b"a" * 65_536, 414),
     ([], b"/" + b"a" * 9_000, 414), ([], b"/v1/formats?" + b"&".join([b"a"] * 3_000), 400), ([], b"/%00", 404),
     ([], b"/%zz", 404), ([], b"/%", 404), ([], b"/\xff", 400), ([], b"/a b", 400), ([], b"/v1/formats/%c0%af", 404),
     ([], b"/v1/formats/%ff%fe", 404), ([], b"/schema/../../etc/passwd", 404), ([], b"/schema/%2e%2e/%2e%2e/etc/passwd", 404),
     ([], b"/schema/1.0/..%2f..%2f..%2f..%2fetc%2fpasswd", 404), ([], b"/schema/1.0/%5c..%5c..%5cetc", 404),
     ([], b"//etc/passwd", 404), ([], b"/schema/1.0/disclosure.json%00.txt", 404), ([], b"/v1/formats?a=%", 400),
     ([], b"/v1/formats?%ff=1", 400)],
)  # fmt: skip
def test_43_headers_and_addresses(server: Raw, headers: list[bytes], path: bytes, status: int) -> None:
    reply = server.send(request(*headers, method=b"GET", path=path))
    assert reply.statuses == [status]
    assert b"root:" not in reply.data


FORGED = [
    b"X-Forwarded-Host: evil.example",
    b"X-Forwarded-Proto: gopher",
    b"Forwarded: host=evil.example",
    b"X-Forwarded-For: 6.6.6.6",
]


@pytest.mark.parametrize(
    "line",
    [b"GET /openapi.json HTTP/1.1", b"GET http://evil.example/openapi.json HTTP/1.1", b"GET /v1/formats HTTP/1.1"],
)
@pytest.mark.parametrize(
    "host", [b"Host: evil.example", b"Host: evil.example\r\nHost: also.example", b"Host: evil.example:99999"]
)
def test_44_hosts_that_the_request_names(server: Raw, line: bytes, host: bytes) -> None:
    reply = server.send(b"\r\n".join([line, host, *FORGED, b"", b""]))
    assert reply.statuses in ([200], [400])
    assert b"evil" not in reply.data
    assert b"also.example" not in reply.data


@pytest.mark.parametrize(
    "method", [b"TRACE", b"CONNECT", b"FOO", b"PATCH", b"DELETE", b"get", b"PRI", b"PROPFIND", b"M" * 300]
)
def test_45_methods(server: Raw, method: bytes) -> None:
    reply = server.send(
        request(b"X-HTTP-Method-Override: POST", JSON, LENGTH, method=method, path=b"/v1/validate", body=DOCUMENT)
    )
    assert reply.statuses == [405]
    assert b"allow: OPTIONS, POST" in reply.data
    assert DOCUMENT not in reply.data


def test_45_tunnels_are_not_opened(server: Raw) -> None:
    assert server.send(b"CONNECT 127.0.0.1:%d HTTP/1.1\r\nHost: x\r\n\r\n" % server.port).statuses in (
        [400],
        [404],
        [405],
    )


@pytest.mark.parametrize(
    "accept",
    [",".join(["text/x"] * 10_000)[:30_000], "*/*;q=0", "application/json;q=x", "application/json;q=-1", ";;;;,,,,", "text/*;q=0, */*;q=0",
     "application/json;q=1e-400", "*", "/", "a" * 20_000, "application/json;" + "a=b;" * 4_000],
)  # fmt: skip
def test_47_what_is_accepted(server: Raw, accept: str) -> None:
    reply = server.send(request(b"Accept: " + accept.encode(), JSON, LENGTH, body=DOCUMENT))
    assert reply.statuses in ([200], [406])


@pytest.mark.parametrize("path", ["/v1/formats", "/openapi.json", "/schema/1.0/disclosure.json"])
def test_48_conditions_and_ranges(door: Client, path: str) -> None:
    whole = door.get(path)
    tag = whole.headers["etag"]
    for value in ("*", tag, f"W/{tag.removeprefix('W/')}", f'"x", {tag}, W/"y"', f'W/"x",{tag}'):
        assert door.get(path, headers={"If-None-Match": value}).status_code == 304, value
    for value in ('"x"', "x", "", '"', tag[:-2], "W/*", '"' * 5_000):
        assert door.get(path, headers={"If-None-Match": value}).status_code == 200, value
    for value in ("bytes=0-0", "bytes=5-", "bytes=-5", "bytes=9-1", "lines=1-2", "bytes=0-0,2-3" + ",4-5" * 2_000, "x"):
        answer = door.get(path, headers={"Range": value})
        assert (answer.status_code, answer.content) == (200, whole.content), value


def test_51_clients_that_go_away(server: Raw) -> None:
    """In the middle of a head, of a body, of a chunk, and before the answer is read; no work, file or place is left over."""
    chance = random.Random(51)  # noqa: S311 - no secret
    whole = request(JSON, b"Content-Length: 900000", body=DOCUMENT.ljust(900_000))
    for path in (b"/v1/validate", b"/v1/convert?to=opads-disclosure", b"/v1/bulk/validate"):
        sent = whole.replace(b"/v1/validate?from=opads-disclosure", path)
        for _ in range(8):
            with server.connect() as connection:
                connection.sendall(sent[: chance.choice((10, 100, 200, 5_000, 500_000, len(sent)))])
                if chance.random() < 0.5:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    assert server.alive()


def test_52_other_sites_may_read_what_is_public_and_send_nothing_in_a_name(door: Client) -> None:
    origin = {
        "Origin": "https://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "Authorization, Cookie",
    }
    for path in ("/v1/validate", "/v1/formats"):
        answer = door.request("OPTIONS", path, headers=origin)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        assert "cookie" not in answer.headers["access-control-allow-headers"].lower()
    page = door.get("/", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in page.headers


def test_no_input_of_this_kind_is_a_failure_of_ours(server: Raw) -> None:
    """Fragments of requests put together by chance, each on a connection of its own: no answer is of 500 or more."""
    pieces = [b"POST ", b"GET ", b"/v1/validate", b"/v1/convert?to=eu-ttpa", b"?", b"%", b" HTTP/1.1", b"\r\n", b"\r\n\r\n", b"Host: x", JSON,
              LENGTH, CHUNKED, CHUNK, LAST, DOCUMENT, b":", b"\x00", b"\xff", b"Content-Encoding: gzip", b"Expect: 100-continue",
              b"Upgrade: websocket", b"Connection: Upgrade", b"Accept: ", b"\n", b"If-None-Match: ", b'"', b"Range: bytes="]  # fmt: skip
    chance = random.Random(96)  # noqa: S311 - no secret
    for _ in range(150):
        start = request(JSON) if chance.random() < 0.5 else b""
        sent = start[: chance.randrange(len(start) + 1)] + b"".join(chance.choices(pieces, k=chance.randrange(1, 12)))
        reply = server.send(sent, half=True, patience=2)
        assert all(status < 500 for status in reply.statuses), sent
    assert server.alive()
