"""Accounts on both databases."""

from collections.abc import Callable, Iterator

import pytest

from opads.access.store import Access
from opads.storage import Database
from opads.storage.migrations import migrate


@pytest.fixture
def another(opened: Callable[[], Database]) -> Iterator[Callable[[], Access]]:
    """Give what opens the accounts once more at each call, as another process would."""
    found: list[Access] = []

    def open_() -> Access:
        database = opened()
        migrate(database)
        found.append(Access(database))
        return found[-1]

    yield open_
    for access in found:
        access.close()


@pytest.fixture
def access(another: Callable[[], Access]) -> Access:
    """Give the accounts, none yet."""
    return another()
