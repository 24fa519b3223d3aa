"""The whole service killed at random points, two hundred times on each database: nothing acknowledged is lost or doubled."""

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.served import PATIENCE, Served
from tests.soak.figures import Figure

ROUNDS = int(os.environ.get("OPADS_SOAK_ROUNDS", "200"))
CLIENTS = 3
LONGEST = 1.5
"""Seconds that a round lasts at most."""


def opads(environment: Mapping[str, str], *arguments: str, code: int = 0) -> str:
    """Run a command; give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "opads.cli", *arguments],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def key_of(environment: Mapping[str, str], name: str, *roles: str) -> str:
    """Make an account with a key, as an operator does; give the key."""
    wanted = [word for role in roles for word in ("--role", role)]
    account = re.search(r"[0-9a-f-]{36}", opads(environment, "access", "account", "add", name, *wanted))
    assert account is not None
    key = re.search(r"opads_\S+", opads(environment, "access", "key", "new", account[0]))
    assert key is not None
    return key[0]


def document(number: int) -> bytes:
    """Give a small sound disclosure that is like no other."""
    return json.dumps({"opads": "1.0", "advertisement": {"title": f"Number {number}"}}).encode()


@dataclass
class Ledger:
    """What the clients were told."""

    acknowledged: dict[int, str] = field(default_factory=dict)
    """Answers by number of the document."""
    unsure: set[int] = field(default_factory=set)
    """Documents that were sent and never answered."""
    next: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    unexpected: list[str] = field(default_factory=list)

    def take(self) -> int:
        """Give the number of the next document."""
        with self.lock:
            self.next += 1
            return self.next


def submit(client: httpx.Client, ledger: Ledger, number: int) -> bool:
    """Send a document; note the answer, or that there was none."""
    try:
        answer = client.post(
            f"/v1/submissions?from=opads-disclosure&publisher-id=n-{number}",
            content=document(number),
            headers={"Content-Type": "application/json", "Idempotency-Key": f"key-{number}"},
        )
    except httpx.TransportError:
        with ledger.lock:
            ledger.unsure.add(number)
        return False
    with ledger.lock:
        if answer.status_code == 201:
            ledger.acknowledged[number] = answer.text
            ledger.unsure.discard(number)
        elif answer.status_code in {409, 503}:
            ledger.unsure.add(number)
        else:
            ledger.unexpected.append(f"{answer.status_code} {answer.text[:300]}")
    return answer.status_code == 201


def one_round(served: Served, ledger: Ledger, key: str, chance: random.Random) -> None:
    """Start the service, ask again for what is unsure, submit from several clients at once, kill everything."""
    served.start()
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=served.address, headers=headers, timeout=PATIENCE) as client:
        for number in sorted(ledger.unsure):
            end = time.monotonic() + PATIENCE
            while not submit(client, ledger, number) and time.monotonic() < end:
                time.sleep(0.05)
        assert not ledger.unsure, "what was begun before the end can be asked for again"
        for number in chance.sample(sorted(ledger.acknowledged), min(3, len(ledger.acknowledged))):
            told = ledger.acknowledged[number]
            submit(client, ledger, number)
            assert ledger.acknowledged[number] == told, "the same request has the same answer"

    stop = threading.Event()

    def run() -> None:
        with httpx.Client(base_url=served.address, headers=headers, timeout=PATIENCE) as client:
            while not stop.is_set() and submit(client, ledger, ledger.take()):
                pass

    clients = [threading.Thread(target=run) for _ in range(CLIENTS)]
    for client_ in clients:
        client_.start()
    time.sleep(chance.uniform(0.01, LONGEST))
    served.kill()
    stop.set()
    for client_ in clients:
        client_.join()


def accounted(served: Served, ledger: Ledger, key: str) -> int:
    """Check every acknowledged answer against what the register holds; return how many entries it has."""
    headers = {"Authorization": f"Bearer {key}"}
    with served, httpx.Client(base_url=served.address, headers=headers, timeout=PATIENCE) as client:
        for number in sorted(ledger.unsure):
            submit(client, ledger, number)
        assert not ledger.unsure
        entries: list[Any] = []
        address: str | None = "/v1/log?limit=500"
        while address:
            page = client.get(address).json()
            entries += page["items"]
            address = page.get("next") and f"/v1/log?limit=500&cursor={page['next']}"
    assert [entry["sequence"] for entry in entries] == list(range(1, len(entries) + 1))
    by_id = {entry["publisherId"] if "publisherId" in entry else entry["publisher_id"]: entry for entry in entries}
    assert len(by_id) == len(entries), "nothing is there twice"
    assert set(by_id) == {f"n-{number}" for number in ledger.acknowledged}, (
        "all that was acknowledged, and nothing else"
    )
    for number, told in ledger.acknowledged.items():
        assert by_id[f"n-{number}"]["hash"] in told
    return len(entries)


def rounds_of_killing(folder: Path, environment: Mapping[str, str], rounds: int, seed: int) -> tuple[int, int]:
    """Run so many rounds; return the acknowledged submissions and those that were asked for again."""
    served = Served(folder / "log.txt", "--workers", "2", environment=environment)
    key = key_of(served.environment, "Gazette", "submitter")
    ledger, again, chance = Ledger(), 0, random.Random(seed)  # noqa: S311 - chance, not secrecy
    for _ in range(rounds):
        again += len(ledger.unsure)
        one_round(served, ledger, key, chance)
        assert not ledger.unexpected, ledger.unexpected[:5]
    accounted(served, ledger, key)
    opads(served.environment, "register", "verify")
    return len(ledger.acknowledged), again


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_or_doubled(address: str, tmp_path: Path, figure: Figure) -> None:
    environment = {"OPADS_DATA": str(tmp_path / "data"), "OPADS_DATABASE": address, "OPADS_BULK_PROCESSES": "0"}
    acknowledged, again = rounds_of_killing(tmp_path, environment, ROUNDS, 7)
    kind = address.partition(":")[0]
    figure(
        "kill -9, whole service, two processes",
        f"{kind}: rounds, submissions acknowledged, begun again after the end, lost, doubled",
        f"{ROUNDS}, {acknowledged:,}, {again}, 0, 0",
    )
