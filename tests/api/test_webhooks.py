"""Webhooks by the interface."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient
from litestar.types import ASGIApp, Receive, Scope, Send

from opads.access.caller import Caller, Role
from opads.api.app import create_app
from opads.api.front import Service
from opads.settings import Settings
from opads.webhooks import EVENTS
from tests.api.conftest import JSON, Check

CALLERS = {
    "platform": Caller("a", roles=frozenset({Role.SUBMITTER}), scopes=frozenset({"submit"})),
    "other": Caller("b", roles=frozenset({Role.SUBMITTER}), scopes=frozenset({"submit"})),
    "trial": Caller("a", roles=frozenset({Role.SUBMITTER}), scopes=frozenset({"submit"}), sandbox=True),
    "regulator": Caller("r", roles=frozenset({Role.REGULATOR}), scopes=frozenset({"oversee"})),
    "reader": Caller("a", roles=frozenset({Role.SUBMITTER}), scopes=frozenset({"read"})),
}
URL = "https://93.184.215.14/opads"


class Asking:
    """The service, asked by whom a header names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = dict(scope.get("headers", ())).get(b"who")
        if name is not None:
            scope.setdefault("state", {})["caller"] = CALLERS[name.decode()]
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient[Any], Service]]:
    folder = tmp_path_factory.mktemp("data")
    service = create_app(Settings(data=str(folder), base_url="https://opads.example"))
    with TestClient(Asking(service)) as client:
        yield client, service


@pytest.fixture
def keeping(started: tuple[TestClient[Any], Service]) -> TestClient[Any]:
    """Give the service, without a webhook."""
    client, service = started
    service.installation.database.write(lambda transaction: transaction.run("DELETE FROM webhook"))
    return client


def post(client: Any, who: str, body: Any, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer: httpx.Response = client.post("/v1/webhooks", content=content, headers={**JSON, "who": who, **headers})
    return answer


def test_a_webhook_is_made_listed_and_deleted(keeping: TestClient[Any]) -> None:
    answer = post(keeping, "platform", {"url": URL, "events": ["batch.done"]})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"https://opads.example/v1/webhooks/{made['id']}"
    assert {name: made[name] for name in ("url", "events", "of", "sandbox", "state")} == {
        "url": URL,
        "events": ["batch.done"],
        "of": "own",
        "sandbox": False,
        "state": "active",
    }
    path = f"/v1/webhooks/{made['id']}"
    assert keeping.get(path, headers={"who": "platform"}).json() == made
    assert keeping.get("/v1/webhooks", headers={"who": "platform"}).json() == {"items": [made], "next": None}
    assert keeping.delete(path, headers={"who": "platform"}).status_code == 204
    assert keeping.get(path, headers={"who": "platform"}).status_code == 404
    assert keeping.delete(path, headers={"who": "platform"}).status_code == 404


def test_the_same_request_again_gives_the_same(keeping: TestClient[Any], problem: Check) -> None:
    first, again = (post(keeping, "platform", {"url": URL}) for _ in range(2))
    assert first.json() == again.json()
    assert first.json()["events"] == list(EVENTS)
    problem(post(keeping, "platform", {"url": URL, "events": ["batch.done"]}), "conflict")


def test_lists_come_in_pages(keeping: TestClient[Any]) -> None:
    made = [post(keeping, "platform", {"url": f"{URL}/{number}"}).json()["id"] for number in range(3)]
    page = keeping.get("/v1/webhooks?limit=2", headers={"who": "platform"})
    assert [row["id"] for row in page.json()["items"]] == made[:2]
    rest = keeping.get("/v1/webhooks", params={"cursor": page.json()["next"]}, headers={"who": "platform"}).json()
    assert ([row["id"] for row in rest["items"]], rest["next"]) == (made[2:], None)


def test_another_accounts_webhook_is_not_there(keeping: TestClient[Any], problem: Check) -> None:
    path = f"/v1/webhooks/{post(keeping, 'platform', {'url': URL}).json()['id']}"
    theirs = problem(keeping.get(path, headers={"who": "other"}), "not-found")
    nothing = problem(keeping.get("/v1/webhooks/unknown", headers={"who": "other"}), "not-found")
    assert theirs["detail"] == nothing["detail"]
    problem(keeping.delete(path, headers={"who": "other"}), "not-found")
    assert keeping.get("/v1/webhooks", headers={"who": "other"}).json()["items"] == []
    assert keeping.get(path, headers={"who": "platform"}).status_code == 200


def test_who_may(keeping: TestClient[Any], problem: Check) -> None:
    problem(keeping.get("/v1/webhooks"), "unauthenticated")
    problem(keeping.get("/v1/webhooks", headers={"who": "reader"}), "forbidden")
    problem(post(keeping, "platform", {"url": URL, "of": "all"}), "forbidden")
    assert post(keeping, "regulator", {"url": URL, "of": "all"}).json()["of"] == "all"
    assert post(keeping, "trial", {"url": URL}).json()["sandbox"] is True


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.215.14/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://user:password@93.184.215.14/",
        "https://93.184.215.14:22/",
        "file:///etc/passwd",
        "https://" + "a" * 10_000,
        "",
    ],
)
def test_addresses_that_are_not_called(keeping: TestClient[Any], problem: Check, url: str) -> None:
    problem(post(keeping, "platform", {"url": url}), "bad-webhook")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 5000,
        {},
        {"url": 3},
        {"url": URL, "events": "batch.done"},
        {"url": URL, "events": []},
        {"url": URL, "events": ["ad.shown"]},
        {"url": URL, "of": "everything"},
        {"url": URL, "account": "b"},
        {"url": URL, "id": "chosen"},
    ],
)
def test_bodies_that_are_no_webhook(keeping: TestClient[Any], problem: Check, body: Any) -> None:
    problem(post(keeping, "platform", body), "bad-webhook")


def test_bodies_that_are_not_taken(keeping: TestClient[Any], problem: Check) -> None:
    problem(post(keeping, "platform", b""), "empty-body")
    problem(post(keeping, "platform", b" " * 20_000), "too-large")
    problem(post(keeping, "platform", {"url": URL}, **{"Content-Type": "text/plain"}), "unsupported-media-type")
    problem(keeping.get("/v1/webhooks?all=1", headers={"who": "platform"}), "unknown-parameter")
