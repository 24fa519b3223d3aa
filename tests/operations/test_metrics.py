"""GET /metrics: what is in it, and for whom."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.api.front import Service
from opads.installation import Installation
from opads.operations.kept import kept
from opads.settings import Settings
from opads.storage import Database, StorageError
from opads.storage.migrations import migrate

TOKEN = "a-token-that-is-long"  # noqa: S105 - of the test alone


@contextmanager
def asked(settings: Settings, host: str = "127.0.0.1") -> Iterator[TestClient[Any]]:
    """Give a client that asks from an address."""
    app = create_app(settings)

    async def placed(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["client"] = (host, 1)
        await app(scope, receive, send)

    with TestClient(placed, raise_server_exceptions=False) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    ("setting", "token", "host", "headers", "status"),
    [
        ("local", "", "127.0.0.1", {}, 200),
        ("local", "", "::1", {}, 200),
        ("local", "", "203.0.113.7", {}, 403),
        ("local", "", "no address", {}, 403),
        ("local", "", "127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("local", "", "127.0.0.1", {"Forwarded": "for=203.0.113.7"}, 403),
        ("local", "", "127.0.0.1", {"Via": "1.1 proxy"}, 403),
        ("local", "", "203.0.113.7", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("local", TOKEN, "203.0.113.7", bearer(TOKEN), 200),
        ("local", TOKEN, "203.0.113.7", bearer("another"), 401),
        ("local", TOKEN, "203.0.113.7", {}, 403),
        ("local", "", "203.0.113.7", bearer(""), 403),
        ("open", "", "203.0.113.7", {}, 200),
        ("off", TOKEN, "127.0.0.1", bearer(TOKEN), 404),
    ],
)
def test_who_may_read_them(setting: Any, token: str, host: str, headers: dict[str, str], status: int) -> None:
    with asked(Settings(metrics=setting, metrics_token=token), host) as client:  # type: ignore[arg-type]  # as the environment gives it
        answer = client.get("/metrics", headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["cache-control"] == "no-store"
    if status == 401:
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_token_is_shown_nowhere() -> None:
    assert TOKEN not in repr(Settings(metrics_token=TOKEN))  # type: ignore[arg-type]  # as the environment gives it


def test_what_was_asked_is_counted(project: Path) -> None:
    sound = (project / "schema/formats/opads-disclosure/examples/valid/minimal.json").read_bytes()
    with asked(Settings()) as client:
        for _ in range(2):
            client.post(
                "/v1/validate?from=opads-disclosure", content=sound, headers={"Content-Type": "application/json"}
            )
        client.post("/v1/validate?from=opads-disclosure", content=b"{}", headers={"Content-Type": "application/json"})
        client.post(
            "/v1/bulk/validate?from=opads-disclosure", content=sound, headers={"Content-Type": "application/json"}
        )
        text = client.get("/metrics").text
    assert 'opads_requests_total{method="POST",route="/v1/validate",status="200"} 3.0' in text
    assert 'opads_documents_total{format="opads-disclosure",verdict="valid"} 3.0' in text
    assert 'opads_documents_total{format="opads-disclosure",verdict="invalid"} 1.0' in text
    assert "opads_requests_under_way 1.0" in text
    assert "opads_database_up" not in text


def test_clients_cannot_lengthen_the_list_of_labels() -> None:
    with asked(Settings()) as client:
        for number in range(50):
            client.request(f"M{number}", f"/none/{number}")
            client.get(f"/v1/formats/none{number}?x{number}=1")
            client.post(f"/v1/validate?from=none{number}", content=b"{}", headers={"Content-Type": "application/json"})
        text = client.get("/metrics").text
    assert sum(line.startswith("opads_requests_total") for line in text.splitlines()) < 10


@pytest.mark.parametrize("accept", ["image/png", "application/json"])
def test_other_forms_are_not_to_be_had(accept: str) -> None:
    with asked(Settings()) as client:
        assert client.get("/metrics", headers={"Accept": accept}).status_code == 406


def kept_in(address: str) -> Installation:
    app: Service = create_app(Settings(database=address))
    return app.installation


def test_what_is_kept_is_told(opened: Callable[[], Database], address: str) -> None:
    migrate(opened())
    installation = kept_in(address)
    try:
        found = kept(installation)
    finally:
        installation.close()
    assert found["opads_database_up"] == {(): 1.0}
    assert found["opads_register_sequence"] == {("public",): 0.0, ("sandbox",): 0.0}


def test_a_database_that_is_down_is_told_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installation = kept_in(f"sqlite:///{tmp_path / 'x.db'}")

    def failing(self: Installation) -> Database:
        raise StorageError("no")

    monkeypatch.setattr(Installation, "database", property(failing))
    assert kept(installation) == {"opads_database_up": {(): 0.0}}
