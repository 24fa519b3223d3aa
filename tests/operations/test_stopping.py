"""A real server that is asked to stop, with requests under way: none that was answered is lost, and none is left without an answer."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.served import PATIENCE, Served

HEAD = "POST {} HTTP/1.1\r\nHost: opads\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n"
RECORD = b'{"standard": "1.0"}\n'


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


class Slow:
    """A request whose body is held back until it is let go."""

    def __init__(self, served: Served, path: str, body: bytes) -> None:
        self.base = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
        self.body = body
        self.base.sendall(HEAD.format(path, len(body)).encode() + body[:5])

    def finish(self) -> bytes:
        """Send the rest; give the whole answer, or what came of it."""
        with self.base as base:
            try:
                base.sendall(self.body[5:])
                answer = b""
                while piece := base.recv(65536):
                    answer += piece
            except ConnectionError:
                return b""
            return answer


def logged(served: Served) -> list[dict[str, Any]]:
    lines = served.log.read_text(errors="replace").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def ended(served: Served) -> int:
    assert served.process is not None
    return served.process.wait(PATIENCE)


def gone(served: Served) -> bool:
    """Say whether nobody takes connections any more."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", served.port), timeout=1).close()
        except OSError:
            return True
        time.sleep(0.02)
    return False


def until_under_way(served: Served, count: int) -> None:
    """Wait until so many requests are under way, besides the one that asks."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        text = httpx.get(f"{served.address}/metrics").text
        if f"opads_requests_under_way {count + 1}.0" in text:
            return
        time.sleep(0.05)
    pytest.fail("the requests did not get under way")


def test_requests_under_way_are_answered_and_nothing_new_is_taken(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    with Served(tmp_path / "log.txt", "--workers", "2") as served:
        assert served.process is not None
        slow = [Slow(served, "/v1/validate?from=opads-disclosure", RECORD) for _ in range(6)]
        long = [Slow(served, "/v1/validate?from=opads-disclosure&carrier=ndjson", RECORD * 3000) for _ in range(2)]
        until_under_way(served, 8)
        answers: list[Future[bytes]] = [pool.submit(request.finish) for request in long]
        served.process.send_signal(signal.SIGTERM)
        assert gone(served)
        answers += [pool.submit(request.finish) for request in slow]
        got = [answer.result(PATIENCE) for answer in answers]
        assert ended(served) == 0
        assert [answer.split(b"\r\n", 1)[0] for answer in got] == [b"HTTP/1.1 200 OK"] * 8
        assert all(answer.endswith(b"}") for answer in got)
        lines = [line for line in logged(served) if line["event"] == "request" and line["method"] == "POST"]
        assert [line["status"] for line in lines] == [200] * 8


def test_who_asks_again_ends_it_at_once_and_who_is_late_is_given_up(tmp_path: Path) -> None:
    with Served(tmp_path / "log.txt", environment={"OPADS_SHUTDOWN_GRACE": "600"}) as served:
        assert served.process is not None
        slow = Slow(served, "/v1/validate", RECORD)
        until_under_way(served, 1)
        served.process.send_signal(signal.SIGTERM)
        assert gone(served)
        assert served.process.poll() is None
        served.process.send_signal(signal.SIGTERM)
        assert ended(served) == 1
        assert slow.finish() == b""


def test_the_grace_ends(tmp_path: Path) -> None:
    with Served(tmp_path / "log.txt", environment={"OPADS_SHUTDOWN_GRACE": "1"}) as served:
        assert served.process is not None
        slow = Slow(served, "/v1/validate", RECORD)
        until_under_way(served, 1)
        served.process.send_signal(signal.SIGTERM)
        assert ended(served) == 0
        assert slow.finish() == b""


def test_it_says_beforehand_that_it_will_stop_and_counts_over_processes(tmp_path: Path) -> None:
    environment = {"OPADS_SHUTDOWN_DELAY": "600", "OPADS_RUN": str(tmp_path / "run")}
    with Served(tmp_path / "log.txt", "--workers", "2", environment=environment) as served:
        assert served.process is not None
        for _ in range(20):
            httpx.post(
                f"{served.address}/v1/validate?from=opads-disclosure",
                content=RECORD,
                headers={"Content-Type": "application/json"},
            )
        served.process.send_signal(signal.SIGTERM)
        end = time.monotonic() + PATIENCE
        while (answer := httpx.get(f"{served.address}/health/ready")).status_code == 200 and time.monotonic() < end:
            time.sleep(0.02)
        assert answer.json()["type"] == "/problems/not-ready"
        assert httpx.get(f"{served.address}/health/live").status_code == 200
        while time.monotonic() < end:
            counted = httpx.get(f"{served.address}/metrics").text
            if (
                'opads_documents_total{format="opads-disclosure",verdict="invalid"} 20.0' in counted
                and "opads_processes 2.0" in counted
            ):
                break
            time.sleep(0.05)
        else:
            pytest.fail("the counts of both processes did not come together")
        served.process.send_signal(signal.SIGTERM)
        assert ended(served) == 1


def test_a_process_that_is_killed_is_replaced(tmp_path: Path) -> None:
    with Served(tmp_path / "log.txt") as served:
        started = next(line for line in logged(served) if "Spawning worker" in line["event"])
        os.kill(int(started["event"].rsplit(" ", 1)[1]), signal.SIGKILL)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if httpx.get(f"{served.address}/health/ready", timeout=PATIENCE).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.05)
        else:
            pytest.fail("nobody took its place")
        assert served.stop() == 0
