"""Over HTTP: one document against a handler that does nothing, and long files against the command line."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import orjson

from bench.goals import Goal, Race
from bench.measures.bulk import FORMAT, bulk, long_file
from bench.records import disclosures
from bench.timing import Contender, race
from opads.formats import Registry

__all__ = ("measure",)

REQUESTS = 300
BARE = """
from litestar import Litestar, Request, Response, post

ANSWER = b'{"report":"1.0","verdict":"valid"}'

@post("/v1/validate", status_code=200)
async def bare(request: Request) -> Response:
    await request.body()
    return Response(ANSWER, media_type="application/json")

app = Litestar([bare], openapi_config=None, logging_config=None)
"""


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Measure both."""
    own = next(format_.id for format_ in registry if format_.lens.identity)
    (folder / "bare.py").write_text(BARE, encoding="utf-8")
    body = orjson.dumps(next(disclosures(1)))
    with _server("bare:app", folder) as bare, _server("opads.api.app:app", folder) as full:
        where = f"/v1/validate?from={own}"
        results = race(
            [
                Contender(
                    "Litestar handler that reads the body and answers a constant",
                    _posts(bare, "/v1/validate", body),
                    REQUESTS,
                ),
                Contender("POST /v1/validate", _posts(full, where, body), REQUESTS),
            ],
            rounds,
        )
        goal = Goal.of("POST /v1/validate", "bare handler", 0.85, results[-1])
        yield Race("One disclosure of 2.3 kB over HTTP, one connection", results, [goal], unit="requests/s")
        path = folder / "sent.ndjson"
        count = long_file(path, 8_000_000)
        results = race(
            [
                Contender("opads bulk validate --jobs 2", partial(bulk, path, "--jobs", "2"), count),
                Contender(
                    "POST /v1/bulk/validate", partial(_send, full, f"/v1/bulk/validate?from={FORMAT}", path), count
                ),
            ],
            min(rounds, 3),
        )
        goal = Goal.of("bulk endpoint", "bulk on the command line", 0.8, results[-1])
        yield Race(f"{path.stat().st_size / 1e6:.0f} MB of NDJSON over HTTP", results, [goal])


@contextmanager
def _server(app: str, folder: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--no-access-log", "--log-level", "warning"]
    environment = {**os.environ, "PYTHONPATH": f"{os.environ.get('PYTHONPATH', '')}{os.pathsep}{folder}"}
    process = subprocess.Popen([*command, "--port", str(port), app], env=environment, start_new_session=True)
    try:
        _await(port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _await(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("a server did not start")


def _posts(port: int, where: str, body: bytes) -> partial[None]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return partial(_many, connection, where, body)


def _many(connection: HTTPConnection, where: str, body: bytes) -> None:
    for _ in range(REQUESTS):
        connection.request("POST", where, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{where}: {answer.status}")


def _send(port: int, where: str, path: Path) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    with path.open("rb") as stream:
        connection.request("POST", where, stream, {"Content-Type": "application/x-ndjson"})
        answer = connection.getresponse()
        text = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{where}: {answer.status} {text[:300]!r}")
