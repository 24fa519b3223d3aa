"""Batches of a real service: events while it works, and a service that is killed with all its processes."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from opads.report import canonical_report
from opads.storage.ids import new_id
from opads.validation import validate
from tests.batches.helpers import FORMAT
from tests.bulk.helpers import REGISTRY, many_lines
from tests.served import Served

LINES = many_lines(FORMAT, 6_000)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Give a service with its own work and processes for judging."""
    environment = {"OPADS_DATA": str(tmp_path / "data"), "OPADS_BULK_PROCESSES": "1"}
    with Served(tmp_path / "log", environment=environment) as service:
        yield service


def heard(address: str, last: str = "") -> Iterator[dict[str, str]]:
    """Yield the events of a batch as they come."""
    headers = {"Last-Event-ID": last} if last else {}
    with httpx.stream("GET", f"{address}/events", headers=headers, timeout=60) as response:
        assert response.status_code == 200
        event: dict[str, str] = {}
        for line in response.iter_lines():
            if line:
                name, _, value = line.partition(": ")
                event[name] = value
            elif event:
                if "event" in event:
                    yield event
                event = {}


# One start of the service for both: what is told of a batch while it is judged, and what is left of it by a kill.
def test_heard_while_it_works_and_gone_on_with_after_a_kill(served: Served) -> None:
    headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": new_id()}
    where = f"/v1/batches?from={FORMAT}&carrier=ndjson"
    taken = httpx.post(f"{served.address}{where}", content=LINES, headers=headers, timeout=60)
    assert taken.status_code == 202
    id_ = taken.json()["id"]
    last = ""
    for event in heard(f"{served.address}/v1/batches/{id_}"):
        last = event["id"]
        if json.loads(event["data"])["progress"]["records"]:
            break
    served.kill()
    served.start()
    again = httpx.post(f"{served.address}{where}", content=LINES, headers=headers, timeout=60)
    assert (again.status_code, again.json()["id"]) == (202, id_)
    events = list(heard(f"{served.address}/v1/batches/{id_}", last))
    assert events[-1]["event"] == "done"
    numbers = [int(event["id"]) for event in events]
    assert numbers == sorted(set(numbers))
    report = httpx.get(f"{served.address}/v1/batches/{id_}/report", timeout=60)
    assert report.content == canonical_report(validate(LINES, REGISTRY, source=FORMAT, carrier="ndjson"))
    assert served.stop() == 0
