"""The doors by which hostile documents come in, and the traps that notice what nobody may do."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.settings import Settings
from tests.api.conftest import Client
from tests.hostile.asking import Ask


@pytest.fixture(scope="session")
def door() -> Iterator[Client]:
    """Return the service in process; what it fails at fails the test with its cause."""
    with TestClient(create_app(Settings(base_url="https://opads.example"))) as client:
        yield client


@pytest.fixture
def ask(door: Client) -> Ask:
    """Return what judges a document by HTTP and on the command line, and sees that both say the same."""
    return Ask(door)


@pytest.fixture
def lure() -> Iterator[str]:
    """Return the address of a server that nobody may call; whoever does is noticed, in whatever language it is written."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.fixture
def bait(tmp_path: Path) -> Iterator[Path]:
    """Return a file whose contents nobody may tell."""
    path = tmp_path / "secret.xml"
    path.write_text("the-secret-of-the-file")
    yield path
    assert path.read_text() == "the-secret-of-the-file"
