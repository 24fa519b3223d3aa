"""Whether the service is ready: what is kept can be used, and it is not stopping."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.api.front import Service
from opads.operations import readiness
from opads.operations.readiness import UnreadyError, look_at
from opads.operations.running import RunFolder
from opads.settings import Settings
from opads.storage import Database
from opads.storage.migrations import PARTS, migrate


@pytest.fixture
def app(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(readiness, "HOLDS", 0.0)
    app = create_app(Settings(database=address, data=str(tmp_path / "data")))
    try:
        yield app
    finally:
        app.installation.close()


def test_it_is_ready_and_says_no_more_than_before(app: Service) -> None:
    with TestClient(app) as client:
        answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "version", "formats", "rules"}


def test_tables_that_are_not_the_newest(app: Service, opened: Callable[[], Database]) -> None:
    look_at(app.installation)
    migrate(opened(), PARTS[-1:], 0)
    with pytest.raises(UnreadyError, match=f"the tables of {PARTS[-1]}"):
        look_at(app.installation)


def test_a_folder_that_is_gone(app: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look_at(app.installation)
    monkeypatch.setattr(readiness, "usable", lambda _: "No space left on device")
    with TestClient(app) as client:
        answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/not-ready"
    assert "space" not in answer.text
    assert str(tmp_path) not in answer.text


def test_a_database_that_cannot_be_written(app: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    look_at(app.installation)

    def failing(transaction: Any) -> None:
        transaction.run("INSERT INTO nowhere VALUES (1)")

    monkeypatch.setattr(readiness, "_probe", failing)
    with pytest.raises(UnreadyError, match="the database cannot be used"):
        look_at(app.installation)


def test_a_look_holds_for_a_moment(app: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "HOLDS", 60.0)
    look_at(app.installation)
    monkeypatch.setattr(readiness, "usable", lambda _: "gone")
    look_at(app.installation)


def test_without_storage_the_formats_are_enough() -> None:
    with TestClient(create_app(Settings())) as client:
        assert client.get("/health/ready").status_code == 200


def test_a_service_that_is_stopping_is_not_ready_but_answers(tmp_path: Path) -> None:
    run = RunFolder.made(str(tmp_path / "run"))
    with TestClient(create_app(Settings(run=str(run.path)))) as client:
        assert client.get("/health/ready").status_code == 200
        run.stop()
        answer = client.get("/health/ready")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert client.get("/health/live").status_code == 200
        assert client.get("/v1/formats").status_code == 200
    assert list(run.path.glob("*.json"))


def test_a_folder_of_a_run_before_is_cleared(tmp_path: Path) -> None:
    RunFolder(tmp_path).stop()
    (tmp_path / "7.json").write_text("{}")
    run = RunFolder.made(str(tmp_path))
    assert not run.stopping
    assert not list(tmp_path.iterdir())
    run.close()
    assert tmp_path.is_dir()


def test_a_temporary_folder_is_removed() -> None:
    run = RunFolder.made()
    assert run.path.stat().st_mode & 0o777 == 0o700
    run.close()
    assert not run.path.exists()
