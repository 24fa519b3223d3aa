"""A service that keeps batches, whose work is done when the tests say so."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from opads.api.app import create_app
from opads.api.front import Service
from opads.batches.service import handlers
from opads.settings import Settings
from opads.work.worker import Worker
from tests.batches.helpers import LINES
from tests.web.conftest import Client

MOST = 3 * len(LINES)


@pytest.fixture
def kept(tmp_path: Path) -> Service:
    """Give the service."""
    return create_app(
        Settings(data=str(tmp_path / "data"), background=False, bulk_processes=0, bulk_max_bytes=MOST, batch_waiting=3)
    )


@pytest.fixture
def asking(kept: Service) -> Iterator[Client]:
    """Give a browser without scripts."""
    with TestClient(kept, raise_server_exceptions=False) as client:
        client.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
        client.follow_redirects = False
        yield client


@pytest.fixture
def work(kept: Service) -> Callable[[], int]:
    """Give what does all the work there is."""
    return Worker(kept.installation.database, handlers(kept.installation)).until_idle
