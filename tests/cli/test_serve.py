"""``opads serve``: what is handed to the server."""

from typing import Any

import granian
import pytest

from opads.api import serving
from opads.cli.commands import serve
from tests.cli.conftest import Run


class Server:
    """Stands for Granian."""

    made: tuple[tuple[Any, ...], dict[str, Any]]
    served = 0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        Server.made = (arguments, options)

    def serve(self) -> None:
        Server.served += 1


def test_serve(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "Granian", Server)
    result = run("serve", "--host", "::1", "--port", "8123", "--workers", "3")
    assert result.exit_code == 0
    assert "serving http://[::1]:8123" in result.stderr
    arguments, options = Server.made
    assert arguments == ("opads.api.app:app",)
    assert options.pop("http1_settings").header_read_timeout == serving.HEADER_TIMEOUT
    assert options == {"address": "::1", "port": 8123, "interface": granian.constants.Interfaces.ASGI, "workers": 3}
    assert Server.served == 1


def test_the_environment_holds_where_no_option_does(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "Granian", Server)
    monkeypatch.setenv("OPADS_PORT", "8124")
    assert "serving http://127.0.0.1:8124" in run("serve").stderr
    assert Server.made[1]["port"] == 8124


def test_a_service_that_is_not_installed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "find_spec", lambda _: None)
    result = run("serve")
    assert result.exit_code == 2
    assert "pip install 'opads[service]'" in result.stderr


@pytest.mark.parametrize("arguments", [("--port", "70000"), ("--workers", "0"), ("extra",)])
def test_what_cannot_be_served(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("serve", *arguments).exit_code == 2
