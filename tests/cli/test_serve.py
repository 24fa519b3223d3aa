"""``opads serve``: what is handed to the server."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import granian
import pytest

from opads.api import serving
from opads.cli.commands import serve
from opads.operations import logs
from tests.cli.conftest import Run


class Server:
    """Stands for Granian."""

    made: tuple[tuple[Any, ...], dict[str, Any]]
    environment: dict[str, str]
    asked = 0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        Server.made = (arguments, options)

    def serve(self) -> None:
        Server.environment = {name: value for name, value in os.environ.items() if name.startswith("OPADS_")}


@pytest.fixture(autouse=True)
def _nobody_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Serve nothing, keep nothing at home, and leave logs and environment as they were."""
    monkeypatch.setattr(serving, "Server", Server)
    monkeypatch.setattr(os, "environ", {**os.environ, "XDG_DATA_HOME": str(tmp_path / "home")})
    yield
    logs.reset()


def test_serve(run: Run) -> None:
    result = run("serve", "--host", "::1", "--port", "8123", "--workers", "3")
    assert result.exit_code == 0
    assert "serving http://[::1]:8123" in result.stderr
    arguments, options = Server.made
    assert arguments == ("opads.api.serving:service",)
    assert options["http1_settings"].header_read_timeout == serving.HEADER_TIMEOUT
    assert (options["address"], options["port"], options["workers"]) == ("::1", 8123, 3)
    assert options["interface"] == granian.constants.Interfaces.ASGI
    assert options["factory"]


def test_how_it_stops_and_what_it_bears_is_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"SHUTDOWN_GRACE": "7", "BACKLOG": "256", "CONNECTIONS": "99", "MAX_RSS": "800"}.items():
        monkeypatch.setitem(os.environ, f"OPADS_{name}", value)
    run("serve")
    options = Server.made[1]
    assert options["workers_kill_timeout"] == 7
    assert (options["backlog"], options["backpressure"], options["workers_max_rss"]) == (256, 99, 800)
    assert options["respawn_failed_workers"]


def test_the_environment_holds_where_no_option_does(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "OPADS_PORT", "8124")
    assert "serving http://127.0.0.1:8124" in run("serve").stderr
    assert Server.made[1]["port"] == 8124


def test_data_are_kept_where_the_user_keeps_data(run: Run, tmp_path: Path) -> None:
    assert f"data are kept in {tmp_path}/home/opads" in run("serve").stderr
    assert Server.environment["OPADS_DATA"] == str(tmp_path / "home" / "opads")
    assert (tmp_path / "home" / "opads").stat().st_mode & 0o777 == 0o700


def test_a_folder_of_the_option_and_of_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "OPADS_DATA", str(tmp_path / "set"))
    assert f"data are kept in {tmp_path}/set" in run("serve").stderr
    assert f"data are kept in {tmp_path}/named" in run("serve", "--data", str(tmp_path / "named")).stderr
    assert Server.environment["OPADS_DATA"] == str(tmp_path / "named")


def test_nothing_is_kept_where_that_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "OPADS_DATABASE", "sqlite:///x.db")
    assert "nothing is kept" in run("serve", "--no-storage").stderr
    assert Server.environment["OPADS_DATA"] == Server.environment["OPADS_DATABASE"] == ""


def test_both_are_too_much(run: Run, tmp_path: Path) -> None:
    result = run("serve", "--no-storage", "--data", str(tmp_path))
    assert result.exit_code == 2
    assert "give one of them" in result.stderr


def test_a_home_that_cannot_be_written_is_served_without(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setitem(os.environ, "XDG_DATA_HOME", str(tmp_path / "file"))
    result = run("serve")
    assert result.exit_code == 0
    assert "nothing can be kept here (Not a directory)" in result.stderr
    assert "--data" in result.stderr
    assert Server.environment.get("OPADS_DATA", "") == ""


def test_a_folder_that_is_named_and_cannot_be_used_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("serve", "--data", str(tmp_path / "file" / "below"))
    assert result.exit_code == 2
    assert "--no-storage" in result.stderr


def test_misspelt_variables_are_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "OPADS_DATABSE", "postgresql://user:canary@host")
    result = run("serve")
    assert "the variable OPADS_DATABSE means nothing here; did you mean OPADS_DATABASE?" in result.stderr
    assert "canary" not in result.stderr


def test_settings_that_make_no_sense_are_told_without_their_values(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "OPADS_MAX_BYTES", "canary")
    result = run("serve")
    assert result.exit_code == 2
    assert "OPADS_MAX_BYTES: " in result.stderr
    assert "canary" not in result.stderr


def test_a_second_signal_makes_the_exit_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "asked", 2)
    assert run("serve").exit_code == serving.HURRIED


def test_a_service_that_is_not_installed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda _: None)
    result = run("serve")
    assert result.exit_code == 2
    assert "pip install 'opads[service]'" in result.stderr


@pytest.mark.parametrize("arguments", [("--port", "70000"), ("--workers", "0"), ("extra",)])
def test_what_cannot_be_served(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("serve", *arguments).exit_code == 2
