"""Memory is bounded by what is held at the same time; what does not fit is refused, and the server goes on (input 92)."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.served import PATIENCE, Served

MIB = 1024 * 1024
LARGE = b'["' + b"a" * 15_000_000 + b'"]'
WIDE = b'["' + b"a" * 100_000_000 + "\N{ELECTRIC LIGHT BULB}".encode() + b'"]'
"""As text it takes four times as many bytes at once, for its last character."""
SMALL = b'{"standard": "1.0"}'
JSON = {"Content-Type": "application/json"}
ROOM = 16_000_000
"""Bytes of bodies at the same time: one of the large ones, not two."""


class Limited(Served):
    """The server, with a limit to the memory of each of its processes."""

    def __init__(self, folder: Path, limit: int, **environment: str) -> None:
        """``limit`` is in MiB of address space, of which a process takes about 450 before it is asked anything."""
        super().__init__(folder / "log.txt", environment={"OPADS_BACKGROUND": "false", **environment})
        self.limit = limit

    @property
    def command(self) -> list[str]:
        return ["prlimit", f"--as={self.limit * MIB}", *super().command]

    def ask(self, body: bytes) -> httpx.Response:
        return httpx.post(f"{self.address}/v1/validate", content=body, headers=JSON, timeout=PATIENCE)

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def goes_on(self) -> bool:
        """Whether it answers, in the process that it began with."""
        ready = httpx.get(f"{self.address}/health/ready", timeout=PATIENCE).status_code == 200
        lost = any("Unexpected exit" in line["event"] for line in self.told())
        return ready and self.ask(SMALL).status_code == 200 and not lost


def wants_memory(line: dict[str, Any]) -> bool:
    return bool(line["event"] == "there was not memory enough for a request")


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Limited]:
    """Give a server that holds little, and would not have memory for eight large documents: they take about 1060 MiB."""
    limited = Limited(tmp_path_factory.mktemp("bounded"), 700, OPADS_MAX_HELD=str(ROOM), OPADS_CONCURRENCY="8")
    with limited as served:
        yield served
        assert served.stop() == 0


def test_what_there_is_no_room_for_is_refused_and_small_ones_go_on(bounded: Limited) -> None:
    head = f"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(LARGE)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", bounded.port), PATIENCE) as first:
        # All is sent but the last byte: what may still lie between both ends is less than what leaves no room for a second.
        first.sendall(head.encode() + LARGE[:-1])
        refused = bounded.ask(LARGE)
        assert refused.status_code == 503
        assert refused.json()["type"] == "/problems/busy"
        assert int(refused.headers["retry-after"]) > 0
        assert bounded.goes_on()
        first.sendall(LARGE[-1:])
        assert first.recv(12) == b"HTTP/1.1 200"
    assert bounded.ask(LARGE).status_code == 200, "there is room again"


def test_however_many_large_documents_come_at_once_memory_suffices(bounded: Limited) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status_code for answer in pool.map(bounded.ask, [LARGE] * 8)]
    assert set(statuses) <= {200, 503}
    assert 200 in statuses
    assert bounded.goes_on()
    assert not any(map(wants_memory, bounded.told()))


def test_what_wants_more_memory_than_there_is_is_refused_and_others_go_on(tmp_path: Path) -> None:
    # The body takes 200 MiB until it is whole and 100 then, its text 400 and more: 880 are about 150 away from either.
    with Limited(tmp_path, 880, OPADS_MAX_BYTES=str(128 * MIB)) as served:
        refused = served.ask(WIDE)
        assert refused.status_code == 503
        assert refused.json()["type"] == "/problems/busy"
        assert any(map(wants_memory, served.told()))
        assert served.goes_on()
        assert served.stop() == 0


def test_what_is_longer_than_the_settings_allow_is_not_read(tmp_path: Path) -> None:
    with Limited(tmp_path, 700, OPADS_MAX_BYTES="100000") as served:
        for _ in range(3):
            assert served.ask(LARGE).status_code == 413
        assert served.goes_on()
        assert served.stop() == 0
