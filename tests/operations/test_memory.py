"""Want of memory: what does not fit is refused, and the server goes on (input 92)."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.served import PATIENCE, Served

LIMIT = 700
"""MiB of address space that each process of the server has: a few large documents at once do not fit."""
LARGE = b'["' + b"a" * 15_000_000 + b'"]'
SMALL = b'{"standard": "1.0"}'
JSON = {"Content-Type": "application/json"}


class Limited(Served):
    """The server, with a limit to the memory of each of its processes."""

    @property
    def command(self) -> list[str]:
        return ["prlimit", f"--as={LIMIT * 1024 * 1024}", *super().command]


def test_large_documents_are_refused_where_memory_is_short_and_small_ones_go_on(tmp_path: Path) -> None:
    with Limited(tmp_path / "log.txt", environment={"OPADS_CONCURRENCY": "8"}) as served:

        def ask(body: bytes) -> int:
            return httpx.post(f"{served.address}/v1/validate", content=body, headers=JSON, timeout=PATIENCE).status_code

        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(ask, [LARGE] * 8))
        assert set(statuses) <= {200, 503}
        assert 503 in statuses
        assert ask(SMALL) == 200
        assert httpx.get(f"{served.address}/health/ready", timeout=PATIENCE).status_code == 200
        told = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
        assert any(line["event"] == "there was not memory enough for a request" for line in told)
        assert not any("Unexpected exit" in line["event"] for line in told)
        assert served.stop() == 0


def test_what_is_longer_than_the_settings_allow_is_not_read(tmp_path: Path) -> None:
    with Limited(tmp_path / "log.txt", environment={"OPADS_MAX_BYTES": "100000"}) as served:
        for _ in range(3):
            answer = httpx.post(f"{served.address}/v1/validate", content=LARGE, headers=JSON, timeout=PATIENCE)
            assert answer.status_code == 413
        assert served.stop() == 0
