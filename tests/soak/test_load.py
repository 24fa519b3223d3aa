"""Bounded load on a real server for a long time: answers stay right, memory stays flat."""

import itertools
import json
import os
import statistics
import threading
import time
from pathlib import Path

import httpx
import pytest

from opads.formats import default_registry
from tests.served import PATIENCE, Served
from tests.soak.figures import Figure
from tests.soak.test_killing import document, key_of

MINUTES = float(os.environ.get("OPADS_SOAK_MINUTES", "10"))
EVERY = 5.0
"""Seconds between two looks at the memory."""
GROWTH = 1.05
"""How much more the last quarter of the time may hold than the second."""


def examples() -> list[tuple[str, bytes]]:
    """Give a sound and a faulty document of every format."""
    found = []
    for format_ in default_registry():
        for kind in ("valid", "invalid"):
            found += [(format_.id, file.read_bytes()) for file in sorted((format_.folder / "examples" / kind).glob("*.*"))[:1]]  # fmt: skip
    return found


@pytest.mark.soak
def test_memory_stays_flat(tmp_path: Path, figure: Figure) -> None:
    environment = {"OPADS_DATA": str(tmp_path / "data")}
    served = Served(tmp_path / "log.txt", environment=environment)
    headers = {"Authorization": f"Bearer {key_of(served.environment, 'Gazette', 'submitter')}"}
    stop = threading.Event()
    times: list[float] = []
    wrong: list[str] = []
    held: list[int] = []
    lines = b"".join(json.dumps(json.loads(document(n))).encode() + b"\n" for n in range(20_000))

    def ask(client: httpx.Client, method: str, path: str, content: bytes | None, good: set[int], **more: str) -> None:
        begin = time.perf_counter()
        answer = client.request(method, path, content=content, headers={"Content-Type": "application/octet-stream", **more})  # fmt: skip
        times.append(time.perf_counter() - begin)
        if answer.status_code not in good:
            wrong.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")

    def run(number: int) -> None:
        ours = examples()
        with httpx.Client(base_url=served.address, headers=headers, timeout=PATIENCE) as client:
            for turn in itertools.count():
                if stop.is_set():
                    return
                name, content = ours[turn % len(ours)]
                ask(client, "POST", f"/v1/validate?from={name}&for=eu-ttpa", content, {200})
                ask(client, "POST", f"/v1/convert?from={name}&to=opads-disclosure", content, {200, 422})
                ask(client, "GET", f"/v1/formats/{name}", None, {200})
                mine = turn * 2 + number
                ask(client, "POST", f"/v1/submissions?from=opads-disclosure&publisher-id=n-{mine}", document(mine), {201}, **{"Idempotency-Key": f"k-{mine}"})  # fmt: skip
                ask(client, "GET", "/v1/disclosures?limit=20", None, {200})
                if turn % 500 == 0:
                    ask(client, "POST", f"/v1/batches?from=opads-disclosure&carrier=ndjson&date=2026-01-{turn // 500 % 28 + 1:02}", lines, {202}, **{"Idempotency-Key": f"b-{mine}"})  # fmt: skip

    with served:
        clients = [threading.Thread(target=run, args=(number,)) for number in range(2)]
        for client in clients:
            client.start()
        end = time.monotonic() + MINUTES * 60
        while time.monotonic() < end:
            time.sleep(EVERY)
            held.append(served.memory())
        stop.set()
        for client in clients:
            client.join()
    assert not wrong, wrong[:5]
    quarter = max(1, len(held) // 4)
    second, last = statistics.median(held[quarter : 2 * quarter]), statistics.median(held[-quarter:])
    times.sort()
    mib = 1024 * 1024
    proof = "Bounded load on loopback, one process, two clients"
    figure(proof, "minutes, requests, wrong answers", f"{MINUTES:g}, {len(times):,}, 0")
    figure(proof, "memory of all processes, second quarter and last quarter of the time, MiB", f"{second / mib:.0f}, {last / mib:.0f}")  # fmt: skip
    figure(proof, "time of an answer, median and 99 of 100, ms", f"{times[len(times) // 2] * 1000:.1f}, {times[len(times) * 99 // 100] * 1000:.0f}")  # fmt: skip
    assert last <= second * GROWTH, held
