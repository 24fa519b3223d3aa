"""/v1/batches: taken in whole, judged later, told to whom they belong."""

import asyncio
import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from litestar.testing import TestClient

from opads.access.caller import Caller, Role
from opads.api.app import create_app
from opads.api.front import Service
from opads.batches.service import handlers
from opads.rendering import RENDERINGS
from opads.settings import Settings
from opads.storage.ids import new_id
from opads.storage.moments import now
from opads.work.worker import Worker
from tests.api.conftest import ANY, Check, Client
from tests.batches.helpers import FORMAT, LINES, PLACES, WHOLE, folders

ADDRESS = "/v1/batches"
WHERE = f"{ADDRESS}?from={FORMAT}&carrier=ndjson"
A = Caller("a", "A", frozenset({Role.SUBMITTER}), frozenset({"batch"}))
B = replace(A, account="b", name="B")


class As:
    """The service, asked by whom the tests say."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.caller: Caller | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and self.caller is not None:
            scope.setdefault("state", {})["caller"] = self.caller
        await self.service(scope, receive, send)


def made(tmp_path: Path, **more: Any) -> Service:
    settings = {"background": False, "bulk_processes": 0, "bulk_max_bytes": 2 * len(LINES), "batch_waiting": 3, **more}
    return create_app(Settings(base_url="https://opads.example", data=str(tmp_path / "data"), **settings))


@pytest.fixture
def kept(tmp_path: Path) -> Service:
    """Give a service that keeps batches; its work is done when the tests say so."""
    return made(tmp_path)


@pytest.fixture
def who(kept: Service) -> As:
    return As(kept)


@pytest.fixture
def http(who: As) -> Iterator[Client]:
    with TestClient(cast("Service", who), raise_server_exceptions=False) as client:
        yield client


def work(service: Service) -> None:
    Worker(service.installation.database, handlers(service.installation)).until_idle()


def post(
    client: Client, data: bytes = LINES, key: str | None = None, where: str = WHERE, kind: str = "application/x-ndjson"
) -> httpx.Response:
    return client.post(where, content=data, headers={"Content-Type": kind, "Idempotency-Key": key or new_id()})


def at(response: httpx.Response, more: str = "") -> str:
    return response.headers["location"].removeprefix("https://opads.example") + more


def test_the_way_of_a_batch(http: Client, kept: Service) -> None:
    answer = post(http)
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert answer.headers["location"] == f"https://opads.example/v1/batches/{body['id']}" == body["links"]["self"]
    assert (body["state"], body["expiresAt"], body["retentionSeconds"]) == ("waiting", None, 86400.0)
    assert body["progress"]["remainingSeconds"] is None
    assert http.get(at(answer)).json() == body
    work(kept)
    done = http.get(at(answer)).json()
    assert (done["state"], done["verdict"], done["progress"]["share"]) == ("done", "invalid", 1.0)
    assert done["progress"]["records"] + 1 == len(PLACES)  # one line is none
    assert done["expiresAt"] > done["endedAt"] >= done["startedAt"] >= done["createdAt"]
    assert set(done["judgedWith"]) == {"engine", "standard", "formats"}
    report = http.get(at(answer, "/report"))
    assert report.content == WHOLE
    assert report.headers["opads-verdict"] == "invalid"
    again = http.get(at(answer, "/report"), headers={"If-None-Match": report.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for what, count in (("outcomes", len(PLACES)), ("rejects", done["progress"]["invalid"] + 1)):
        lines = http.get(at(answer, f"/{what}"))
        assert lines.headers["content-type"] == "application/x-ndjson"
        assert int(lines.headers["content-length"]) == len(lines.content)
        assert len([json.loads(line) for line in lines.text.splitlines()]) == count


@pytest.mark.parametrize("name", list(RENDERINGS))
def test_the_report_comes_in_every_rendering(http: Client, kept: Service, name: str) -> None:
    answer = post(http, LINES[:3_000])
    work(kept)
    named = http.get(at(answer, f"/report?format={name}"))
    assert named.status_code == 200
    assert named.headers["content-type"].startswith(RENDERINGS[name].media_type.partition(";")[0])
    direct = http.post(f"/v1/validate?from={FORMAT}&carrier=ndjson&format={name}", content=LINES[:3_000], headers=ANY)
    if name == "ndjson":  # the order of the members of an object is that of the canonical report
        assert [json.loads(line) for line in named.text.splitlines()] == [
            json.loads(line) for line in direct.text.splitlines()
        ]
    else:
        assert named.content == direct.content


def test_what_is_not_there_yet(http: Client, problem: Check) -> None:
    answer = post(http)
    assert problem(http.get(at(answer, "/report")), "conflict")["detail"] == "The batch is waiting."
    assert http.get(at(answer, "/outcomes")).content == b""


def zipped(**entries: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize(
    ("kind", "data"), [("application/zip", zipped(lines=LINES)), ("application/gzip", gzip.compress(LINES))]
)
def test_packed_files_are_taken(http: Client, kept: Service, kind: str, data: bytes) -> None:
    answer = post(http, data, kind=kind)
    work(kept)
    assert http.get(at(answer, "/report")).content == WHOLE


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped(a=b"x", b=b"y"), "bad-archive"),
        (zipped(a=zipped(b=LINES)), "bad-archive"),
        (b"PK\x03\x04 and nothing more", "bad-archive"),
        (zipped(a=LINES * 3), "too-large"),
        (b"x" * (2 * len(LINES) + 1), "too-large"),
        (b"", "empty-body"),
    ],
)
def test_what_is_not_taken_leaves_nothing(http: Client, kept: Service, problem: Check, data: bytes, kind: str) -> None:
    problem(post(http, data, kind="application/zip"), kind)
    assert folders(kept.installation) == []


def test_wrong_requests(http: Client, kept: Service, problem: Check) -> None:
    problem(http.post(WHERE, content=LINES, headers=ANY), "no-idempotency-key")
    for key in ("", " ", "x" * 256, "a b"):
        problem(http.post(WHERE, content=LINES, headers={**ANY, "Idempotency-Key": key}), "no-idempotency-key")
    twice = [("Content-Type", "text/csv"), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    problem(http.post(WHERE, content=LINES, headers=twice), "no-idempotency-key")
    problem(post(http, kind="image/png"), "unsupported-media-type")
    problem(post(http, where=f"{ADDRESS}?from=nope"), "unknown-format")
    problem(post(http, where=f"{ADDRESS}?for=nope"), "unknown-format")
    problem(post(http, where=f"{ADDRESS}?date=tomorrow"), "bad-parameter")
    problem(post(http, where=f"{ADDRESS}?form=eu"), "unknown-parameter")
    problem(http.get(f"{ADDRESS}/{new_id()}"), "not-found")
    problem(http.get(f"{ADDRESS}/x%00y"), "not-found")
    assert folders(kept.installation) == []


def test_the_same_request_again_gives_the_same_batch(http: Client, kept: Service, who: As, problem: Check) -> None:
    who.caller = A
    first = post(http, key="k")
    work(kept)
    again = post(http, key="k")
    assert (again.status_code, again.json()["id"], again.json()["state"]) == (202, first.json()["id"], "done")
    problem(post(http, LINES + b"\n", key="k"), "key-reused")
    problem(post(http, key="k", where=f"{WHERE}&for=eu-ttpa"), "key-reused")
    who.caller = B
    assert post(http, key="k").json()["id"] != first.json()["id"]


def test_what_is_anothers_is_not_there(http: Client, kept: Service, who: As, problem: Check) -> None:
    who.caller = A
    mine = post(http)
    work(kept)
    for other in (B, None):
        who.caller = other
        for more in ("", "/report", "/outcomes", "/rejects", "/events"):
            problem(http.get(at(mine, more)), "not-found")
        problem(http.delete(at(mine)), "not-found")
    who.caller = A
    assert http.get(at(mine, "/report")).content == WHOLE


def test_who_may_what(http: Client, who: As, problem: Check) -> None:
    problem(http.get(ADDRESS), "unauthenticated")
    who.caller = replace(A, scopes=frozenset({"read"}))
    problem(post(http), "forbidden")
    problem(http.get(ADDRESS), "forbidden")
    who.caller = replace(A, roles=frozenset())
    problem(post(http), "forbidden")


def test_a_list_of_ones_own_in_pages(http: Client, who: As, problem: Check) -> None:
    who.caller = None
    post(http)
    who.caller = A
    ids = [post(http).json()["id"] for _ in range(3)]
    first = http.get(f"{ADDRESS}?limit=2")
    assert [item["id"] for item in first.json()["items"]] == sorted(ids, reverse=True)[:2]
    assert 'rel="next"' in first.headers["link"]
    second = http.get(f"{ADDRESS}?limit=2&cursor={first.json()['next']}").json()
    assert ([item["id"] for item in second["items"]], second["next"]) == (sorted(ids)[:1], None)
    who.caller = B
    assert http.get(ADDRESS).json() == {"items": [], "next": None}
    problem(http.get(f"{ADDRESS}?limit=2&cursor={first.json()['next']}"), "bad-cursor")


def test_no_more_may_wait_than_may(http: Client, problem: Check) -> None:
    for _ in range(3):
        assert post(http).status_code == 202
    refused = post(http)
    problem(refused, "too-many-requests")
    assert int(refused.headers["retry-after"]) > 0


def test_where_there_is_no_room(tmp_path: Path, problem: Check) -> None:
    service = made(tmp_path, batch_max_total=len(LINES) + 10)
    with TestClient(service, raise_server_exceptions=False) as client:
        assert post(client).status_code == 202
        refused = post(client)
        problem(refused, "storage-unavailable")
        assert "Retry-After" in refused.headers
        assert len(folders(service.installation)) == 2


def test_where_nobody_unknown_is_served(tmp_path: Path, problem: Check) -> None:
    with TestClient(made(tmp_path, batch_anybody=False), raise_server_exceptions=False) as client:
        problem(post(client), "unauthenticated")


def test_where_nothing_is_kept(client: Client, problem: Check) -> None:
    problem(post(client), "no-storage")
    problem(client.get(f"{ADDRESS}/{new_id()}"), "no-storage")


def test_deleted_it_is_gone_from_the_disk(http: Client, kept: Service, problem: Check) -> None:
    answer = post(http)
    work(kept)
    assert http.delete(at(answer)).status_code == 204
    assert folders(kept.installation) == []
    for more in ("", "/report", "/outcomes", "/events"):
        problem(http.get(at(answer, more)), "gone")
    problem(http.delete(at(answer)), "gone")


def test_cancelled_it_is_told_and_not_judged(http: Client, kept: Service, problem: Check) -> None:
    answer = post(http)
    assert http.delete(at(answer)).status_code == 204
    work(kept)
    assert http.get(at(answer)).json()["state"] == "cancelled"
    problem(http.get(at(answer, "/report")), "gone")
    assert folders(kept.installation) == []


def test_after_its_time_it_is_gone(http: Client, kept: Service, problem: Check) -> None:
    answer = post(http)
    work(kept)
    database = kept.installation.database
    database.write(lambda t: t.run("UPDATE batch SET expires_at = ?", now()))
    database.write(lambda t: t.run("UPDATE job SET run_at = ?", now()))
    work(kept)
    problem(http.get(at(answer)), "gone")
    assert folders(kept.installation) == []


def test_a_failure_is_told(http: Client, kept: Service, problem: Check) -> None:
    answer = post(http, gzip.compress(LINES)[:-100], kind="application/gzip")
    work(kept)
    assert http.get(at(answer)).json()["state"] == "failed"
    assert "cannot be read" in problem(http.get(at(answer, "/report")), "conflict")["detail"]


def test_a_disk_that_is_full_is_told_and_nothing_is_left(
    http: Client, kept: Service, problem: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("opads.batches.files.os.fsync", full)
    assert "No space left" in problem(post(http), "storage-unavailable")["detail"]
    assert folders(kept.installation) == []
    monkeypatch.undo()
    assert post(http).status_code == 202


def test_who_goes_away_in_the_middle_leaves_nothing(kept: Service) -> None:
    scope = {
        "type": "http", "method": "POST", "path": ADDRESS, "raw_path": ADDRESS.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"content-type", b"text/csv"), (b"idempotency-key", b"k")], "http_version": "1.1", "scheme": "http",
        "server": ("t", 80), "client": ("t", 1), "asgi": {"version": "3.0"}, "state": {}, "app": kept,
    }  # fmt: skip
    messages = [
        {"type": "http.request", "body": LINES, "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Any] = []

    async def ask() -> None:
        async def receive() -> Any:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await kept(scope, receive, send)

    asyncio.run(ask())
    kept.installation.close()
    assert sent[0]["status"] == 400
    assert folders(kept.installation) == []


def events(response: httpx.Response) -> list[dict[str, str]]:
    """Return the events of a stream."""
    blocks = [
        dict(line.split(": ", 1) for line in block.splitlines()) for block in response.text.split("\n\n") if block
    ]
    return [block for block in blocks if "event" in block]


def test_events_end_with_the_end_and_are_not_told_twice(http: Client, kept: Service, problem: Check) -> None:
    answer = post(http)
    work(kept)
    heard = http.get(at(answer, "/events"))
    assert heard.headers["content-type"].startswith("text/event-stream")
    (event,) = events(heard)
    assert event["event"] == "done"
    assert json.loads(event["data"]) == http.get(at(answer)).json()
    none_left = http.get(at(answer, "/events"), headers={"Last-Event-ID": event["id"]})
    assert (none_left.status_code, none_left.content) == (204, b"")
    (missed,) = events(http.get(at(answer, "/events"), headers={"Last-Event-ID": "1"}))
    assert missed == event
    problem(http.get(at(answer, "/events"), headers={"Last-Event-ID": "x"}), "bad-parameter")
    problem(http.get(at(answer, "/events"), headers={"Accept": "text/html"}), "not-acceptable")
    head = http.head(at(post(http), "/events"))
    assert (head.status_code, head.headers["content-type"].partition(";")[0]) == (200, "text/event-stream")
