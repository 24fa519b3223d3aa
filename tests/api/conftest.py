"""The service in process, and the documents that it is asked about."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.api.front import Service
from opads.formats import default_registry
from opads.settings import Settings

Client: TypeAlias = TestClient[Service]
Check: TypeAlias = Callable[[httpx.Response, str], dict[str, Any]]

ANY = {"Content-Type": "application/octet-stream"}
JSON = {"Content-Type": "application/json"}


def examples() -> list[Path]:
    """Give a sound and a faulty example of every format that has them."""
    found = []
    for format_ in default_registry():
        for kind in ("valid", "invalid"):
            found += sorted((format_.folder / "examples" / kind).glob("*.*"))[:1]
    return found


EXAMPLES = examples()


@pytest.fixture(scope="session")
def service() -> Service:
    return create_app(Settings(base_url="https://opads.example"))


@pytest.fixture(scope="session")
def client(service: Service) -> Iterator[Client]:
    with TestClient(service, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def problem() -> Check:
    """Check that a response is a problem of a kind, and give its body."""

    def check(response: httpx.Response, kind: str) -> dict[str, Any]:
        body: dict[str, Any] = response.json()
        assert response.headers["content-type"] == "application/problem+json", response.text
        assert body["type"] == f"https://opads.example/problems/{kind}", body
        assert body["status"] == response.status_code
        assert body["title"]
        assert body["detail"]
        return body

    return check
