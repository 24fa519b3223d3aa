"""Unexpected exceptions."""

import logging
import re
from typing import Any

import pytest

from opads.api import jobs
from opads.api.failures import refusal_of
from tests.api.conftest import JSON, Check, Client


def fail(*args: Any, **kwargs: Any) -> float:
    return 1 / 0


@pytest.mark.parametrize("error", [RuntimeError("secret"), RecursionError("secret"), OSError("secret")])
def test_nothing_of_it_is_told_but_it_is_logged(
    client: Client, problem: Check, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def failing(*args: Any, **kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(jobs, "validate", failing)
    with caplog.at_level(logging.ERROR, "opads.api"):
        response = client.post("/v1/validate", content=b'{"name": "private"}', headers=JSON)
    body = problem(response, "internal-error")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", body["instance"])
    assert body["instance"] in caplog.text
    assert "private" not in caplog.text


def test_want_of_memory_is_told_as_what_passes(
    client: Client, problem: Check, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*args: Any, **kwargs: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(jobs, "validate", failing)
    with caplog.at_level(logging.ERROR, "opads.api"):
        response = client.post("/v1/validate", content=b'{"name": "private"}', headers=JSON)
    problem(response, "busy")
    assert response.headers["retry-after"] == "30"
    assert "memory" in caplog.text


def test_people_get_a_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "validate", fail)
    form = {"text": "{}"}
    response = client.post("/check", data=form, headers={"Accept": "text/html"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "urn:uuid:" in response.text
    assert "ZeroDivision" not in response.text


def test_the_service_goes_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "validate", fail)
        assert client.post("/v1/validate", content=b"{}", headers=JSON).status_code == 500
    assert client.post("/v1/validate", content=b"{}", headers=JSON).status_code == 200


def test_two_failures_are_two_instances() -> None:
    assert refusal_of(ValueError()).instance != refusal_of(ValueError()).instance
