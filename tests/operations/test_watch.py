"""Every request is told of once, in few words, whoever answers it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from opads.access.caller import Caller
from opads.api import jobs
from opads.api.app import create_app
from opads.api.front import Service
from opads.operations.watch import Watch
from opads.settings import Settings
from tests.operations.conftest import Log

JSON = {"Content-Type": "application/json"}
TRACE = "0af7651916cd43dd8448eb211c80319c"
SHORT = "/v1/validate?from=opads-disclosure"


@pytest.fixture(scope="module")
def app() -> Service:
    return create_app(Settings())


@pytest.fixture
def client(app: Service, log: Log) -> Iterator[TestClient[Service]]:
    app.watch = Watch(Settings(), app.watch.tally if app.watch else None)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def requests(log: Log) -> list[dict[str, Any]]:
    return [line for line in log.lines() if line["event"] == "request"]


@pytest.mark.parametrize(
    ("method", "address", "route", "status"),
    [
        ("GET", "/v1/formats/eu-ttpa", "/v1/formats/{format_id}", 200),
        ("HEAD", "/v1/formats", "/v1/formats", 200),
        ("GET", "/v1/formats/none", "/v1/formats/{format_id}", 404),
        ("GET", "/nowhere/canary", "-", 404),
        ("DELETE", "/v1/formats", "-", 405),
        ("CANARY", "/v1/formats", "-", 405),
        ("OPTIONS", "/v1/formats", "-", 204),
        ("GET", "/v1/formats?canary=1", "/v1/formats", 400),
        ("GET", "/" + "a" * 9000, "-", 414),
        ("GET", "/", "/", 200),
    ],
)
def test_a_line_for_each_request(
    client: TestClient[Service], log: Log, method: str, address: str, route: str, status: int
) -> None:
    answer = client.request(method, address)
    assert answer.status_code == status
    (line,) = requests(log)
    assert line["route"] == route
    assert line["status"] == status
    assert line["method"] == (method if method != "CANARY" else "-")
    assert line["given"] == len(answer.content)
    assert line["ms"] >= 0
    assert "canary" not in log.getvalue().lower()
    assert set(line) == {"at", "level", "event", "request", "method", "route", "status", "taken", "given", "ms"}


def test_what_is_answered_before_routing_has_its_line(client: TestClient[Service], log: Log, project: Any) -> None:
    sound = (project / "schema/formats/opads-disclosure/examples/valid/minimal.json").read_bytes()
    answer = client.post(SHORT, content=sound, headers=JSON)
    assert answer.headers["opads-verdict"] == "valid"
    (line,) = requests(log)
    assert (line["route"], line["status"], line["taken"]) == ("/v1/validate", 200, len(sound))
    assert line["given"] == len(answer.content)


@pytest.mark.parametrize("sent", ["abcdefgh", "A1.b_c-d" + "x" * 56])
def test_an_id_that_is_sent_is_taken_over(client: TestClient[Service], log: Log, sent: str) -> None:
    client.get("/health/live", headers={"X-Request-Id": sent})
    assert requests(log)[0]["request"] == sent


@pytest.mark.parametrize("sent", ["short", "x" * 65, "with space", 'quote"quote', "-beginning", "ünïcödëd"])
def test_an_id_of_another_shape_is_not(client: TestClient[Service], log: Log, sent: str) -> None:
    client.get("/health/live", headers={b"X-Request-Id": sent.encode("latin-1")})
    assert re.fullmatch(r"[0-9a-f]{12}-[0-9a-f]+", requests(log)[0]["request"])


def test_ids_differ(client: TestClient[Service], log: Log) -> None:
    for _ in range(3):
        client.get("/health/live")
    assert len({line["request"] for line in requests(log)}) == 3


def test_the_trace_is_told(client: TestClient[Service], log: Log) -> None:
    client.get("/health/live", headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
    client.get("/health/live", headers={"traceparent": "00-canary"})
    assert [line.get("trace") for line in requests(log)] == [TRACE, None]


@pytest.mark.parametrize(("setting", "told"), [("all", 2), ("refused", 1), ("none", 0)])
def test_successes_can_be_left_out(
    client: TestClient[Service], log: Log, app: Service, setting: Any, told: int
) -> None:
    app.watch = Watch(Settings(access_log=setting))
    client.get("/health/live")
    client.get("/nowhere")
    assert len(requests(log)) == told


async def answered(watch: Watch, app: Any, **scope: Any) -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"abc", "more_body": False}

    async def last_resort(scope: Any, send: Any, error: Exception) -> None:
        await send({"type": "http.response.start", "status": 500, "headers": []})

    await watch(app, last_resort, {"method": "POST", "headers": [], **scope}, receive, send)
    return sent


@pytest.mark.anyio
async def test_the_account_and_the_credential_are_told(log: Log) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        scope["state"] = {"caller": Caller(account="acc", name="canary", credential="key-1")}
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    await answered(Watch(Settings()), app)
    (line,) = requests(log)
    assert (line["account"], line["credential"], line["taken"]) == ("acc", "key-1", 3)
    assert "canary" not in log.getvalue()


@pytest.mark.anyio
async def test_a_client_that_goes_away_is_told_as_such(log: Log) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        return

    watch = Watch(Settings())
    await answered(watch, app)
    assert requests(log)[0]["status"] == 499
    assert watch.tally.under_way == 0


@pytest.mark.anyio
async def test_what_nobody_else_answers_is_answered(log: Log) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("canary")

    assert (await answered(Watch(Settings()), app))[0]["status"] == 500
    assert requests(log)[0]["status"] == 500


@pytest.mark.anyio
async def test_what_was_begun_is_not_begun_again(log: Log) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("canary")

    watch = Watch(Settings())
    with pytest.raises(RuntimeError):
        await answered(watch, app)
    assert watch.tally.under_way == 0


def test_a_mistake_before_every_handler_is_a_problem(
    client: TestClient[Service], log: Log, app: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*arguments: Any) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(app, "shortcut", failing)
    answer = client.post("/v1/validate", content=b"{}", headers=JSON)
    assert answer.json()["type"] == "/problems/internal-error"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "canary" not in answer.text + log.getvalue()
    assert requests(log)[0]["level"] == "warning"
    failure = next(line for line in log.lines() if "causes" in line)
    assert answer.json()["instance"] in failure["event"]
    assert failure["request"] == requests(log)[0]["request"]


def test_a_thread_tells_the_request_that_it_works_for(
    client: TestClient[Service], log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*arguments: Any, **options: Any) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(jobs, "validate", failing)
    client.post("/v1/validate", content=b" " * 20_000 + b"{}", headers={**JSON, "X-Request-Id": "from-client"})
    assert {line["request"] for line in log.lines() if "request" in line} == {"from-client"}
