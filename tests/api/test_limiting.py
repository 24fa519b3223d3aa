"""Limits: the same for all processes, honest about when there is room again, and never what makes the service fail."""

import logging
import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from opads.api import limiting
from opads.api.app import create_app
from opads.installation import Installation
from opads.settings import Settings
from opads.storage import UnavailableError
from tests.api.conftest import JSON, Check, Client
from tests.api.keeping import bearer, key_of, service_at
from tests.served import Served


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let the time of what is owed stand still, until it is put on."""
    found = [1_800_000_000.0]
    monkeypatch.setattr("opads.access.allowances.store.Allowances._now", lambda _: int(found[0] * 1_000_000))
    return found


@pytest.fixture
def limited(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(limiting, "PATIENCE", 60.0)  # a disk that others keep busy is not what is tried here
    with service_at(address, rate_anybody=3, rate_account=5, rate_account_bytes=1000, rate_headers=True) as client:
        yield client


def test_who_asks_too_much_is_told_when_there_is_room(limited: Client, clock: list[float], problem: Check) -> None:
    assert [limited.get("/v1/formats").status_code for _ in range(3)] == [200] * 3
    response = limited.get("/v1/formats")
    assert "3 requests a minute" in problem(response, "too-many-requests")["detail"]
    assert response.status_code == 429
    assert response.headers["retry-after"] == "20"
    clock[0] += 19
    assert limited.get("/v1/formats").headers["retry-after"] == "1"
    clock[0] += 1
    assert limited.get("/v1/formats").status_code == 200
    assert limited.get("/v1/formats").status_code == 429


def test_accounts_have_their_own(limited: Client, clock: list[float]) -> None:
    _, one = key_of(limited, "One", "submitter")
    _, other = key_of(limited, "Other", "submitter")
    for headers, most in ((one, 5), (other, 5), ({}, 3)):
        found = [limited.get("/v1/formats", headers=headers).status_code for _ in range(7)]
        assert found == [200] * most + [429] * (7 - most)


def test_keys_of_one_account_are_counted_together(limited: Client, clock: list[float]) -> None:
    account, first = key_of(limited, "One", "submitter")
    second = bearer(limited.app.installation.access.keys.new(account.id, "b")[1])
    found = [limited.get("/v1/me", headers=headers).status_code for headers in (first, second) * 3]
    assert found == [200] * 5 + [429]


def test_who_tries_keys_is_counted_as_anybody(limited: Client, clock: list[float]) -> None:
    found = [limited.get("/v1/me", headers={"Authorization": f"Bearer {number}"}).status_code for number in range(5)]
    assert found == [401] * 3 + [429] * 2
    assert limited.get("/v1/formats").status_code == 429


def test_bytes_are_counted_as_they_are_announced(limited: Client, clock: list[float], problem: Check) -> None:
    _, own = key_of(limited, "One", "submitter")
    path, headers = "/v1/validate?from=opads-disclosure", {**JSON, **own}
    assert limited.post(path, content=b" " * 600, headers=headers).status_code == 200
    refused = limited.post(path, content=b" " * 600, headers=headers)
    assert "1000 bytes a minute" in problem(refused, "too-many-requests")["detail"]
    assert refused.headers["retry-after"] == "12"
    assert limited.post(path, content=b" " * 400, headers=headers).status_code == 200


def test_bytes_that_were_not_announced_are_counted_when_they_have_come(limited: Client, clock: list[float]) -> None:
    _, own = key_of(limited, "One", "submitter")

    def pieces() -> Iterator[bytes]:
        yield b" " * 800
        yield b" " * 800

    path, headers = "/v1/validate?from=opads-disclosure", {**JSON, **own}
    assert limited.post(path, content=pieces(), headers=headers).status_code == 200
    assert limited.post(path, content=b"{}", headers=headers).headers["retry-after"] == "37"


def test_what_is_left_is_told_where_that_is_wanted(limited: Client, clock: list[float]) -> None:
    response = limited.get("/v1/formats")
    assert response.headers["ratelimit-policy"] == '"requests";q=3;w=60;qu="request"'
    assert response.headers["ratelimit"] == '"requests";r=2;t=20'
    _, own = key_of(limited, "One", "submitter")
    response = limited.post("/v1/validate?from=opads-disclosure", content=b"{}", headers={**JSON, **own})
    assert (
        response.headers["ratelimit-policy"]
        == '"requests";q=5;w=60;qu="request", "bytes";q=1000;w=60;qu="content-bytes"'
    )
    assert response.headers["ratelimit"] == '"requests";r=4;t=12, "bytes";r=998;t=1'
    for _ in range(3):
        response = limited.get("/v1/formats")
    assert response.status_code == 429
    assert response.headers["ratelimit"] == '"requests";r=0;t=60'


def test_health_is_asked_as_often_as_one_likes(limited: Client, clock: list[float]) -> None:
    assert {limited.get("/health/live").status_code for _ in range(10)} == {200}
    assert limited.get("/v1/formats").status_code == 200


def test_what_anybody_says_of_its_address_is_no_way_around(limited: Client, clock: list[float]) -> None:
    forged = [limited.get("/v1/formats", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(5)]
    assert forged == [200] * 3 + [429] * 2


@pytest.mark.parametrize("failure", [UnavailableError("gone"), RuntimeError("a mistake")])
def test_where_nothing_can_be_counted_requests_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    tries = []

    def failing(_: Any) -> None:
        tries.append(1)
        raise failure

    monkeypatch.setattr(Installation, "allowances", property(failing))
    with service_at(f"sqlite:///{tmp_path / 'a.db'}", rate_anybody=1) as client, caplog.at_level(logging.ERROR):
        assert {client.get("/v1/formats").status_code for _ in range(5)} == {200}
    assert "requests are not counted" in caplog.text
    assert len(tries) == 2  # at the start and with the first request: not every one waits in vain


def test_counting_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(limiting, "PATIENCE", 0.05)
    monkeypatch.setattr(Installation, "allowances", property(lambda _: time.sleep(0.3)))
    with service_at(f"sqlite:///{tmp_path / 'a.db'}", rate_anybody=1) as client:
        assert {client.get("/v1/formats").status_code for _ in range(3)} == {200}
        time.sleep(0.3)  # the thread ends before the service does
    assert "took more than" in caplog.text


def test_a_limit_needs_a_place_to_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    for settings in (Settings(rate_anybody=10), Settings(rate_account_bytes=10)):
        with pytest.raises(ValueError, match="OPADS_DATA"):
            create_app(settings)
    monkeypatch.setenv("OPADS_RATE_ANYBODY", "")
    assert Settings().rate_anybody is None
    monkeypatch.setenv("OPADS_RATE_ANYBODY", "0")
    with pytest.raises(ValidationError):
        Settings(data="x")


@pytest.mark.parametrize("proxies", ["10.0.0.0/33", "proxy.example", "10.0.0.1;10.0.0.2"])
def test_nonsense_is_no_proxy(proxies: str) -> None:
    with pytest.raises(ValidationError):
        Settings(proxies=proxies)


MOST = 30
"""Requests a minute in the test of processes."""


def test_the_limit_is_the_same_with_several_processes(tmp_path: Path) -> None:
    """Hostile input 49, on a real server; with one process see above. It takes as long as the server takes to start."""
    environment = {"OPADS_DATA": str(tmp_path / "data"), "OPADS_RATE_ANYBODY": str(MOST)}
    served = Served(tmp_path / "log", "--workers", "3", environment=environment).start()
    try:
        begun = time.monotonic()
        with ThreadPoolExecutor(8) as pool, httpx.Client(base_url=served.address, timeout=30) as client:
            answers = list(pool.map(lambda _: client.get("/v1/formats/none"), range(3 * MOST)))
        seconds = time.monotonic() - begun
    finally:
        served.stop()
    through = sum(answer.status_code == 404 for answer in answers)
    assert {answer.status_code for answer in answers} == {404, 429}
    assert MOST <= through <= MOST + math.ceil(seconds * MOST / 60)
    assert all(1 <= int(answer.headers["retry-after"]) <= 2 for answer in answers if answer.status_code == 429)
