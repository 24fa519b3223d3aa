"""An installation that keeps batches, over both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from opads.batches.files import Incoming
from opads.batches.model import Batch, Wish
from opads.batches.service import handlers
from opads.formats import default_registry
from opads.installation import Installation
from opads.settings import Settings
from opads.storage.ids import new_id
from opads.work.worker import Worker
from tests.batches.helpers import FORMAT, LINES

REGISTRY = default_registry()


@pytest.fixture
def installation(address: str, tmp_path: Path) -> Iterator[Installation]:
    """Give an installation whose work is done in this process."""
    settings = Settings(
        data=str(tmp_path / "data"),
        database=address,
        bulk_processes=0,
        batch_waiting=3,
        bulk_max_bytes=len(LINES) * 2,
    )
    found = Installation(settings, REGISTRY)
    try:
        yield found
    finally:
        found.close()


@pytest.fixture
def put(installation: Installation) -> Callable[..., Batch]:
    """Give what hands a file in."""

    def hand_in(data: bytes = LINES, account: str = "a", key: str | None = None, wish: Wish | None = None) -> Batch:
        incoming: Incoming = installation.batches.begin(new_id(), account)
        incoming.write(data)
        wish = wish or Wish(FORMAT, carrier="ndjson")
        return installation.batches.accept(incoming, account, key or new_id(), wish)

    return hand_in


@pytest.fixture
def work(installation: Installation) -> Callable[[], int]:
    """Give what does all the work there is."""
    return Worker(installation.database, handlers(installation)).until_idle
