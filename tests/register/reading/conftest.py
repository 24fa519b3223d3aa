"""A register that can be read, on both databases."""

import pytest

from opads.register.reading.store import Reading
from opads.storage import Database
from opads.storage.migrations import migrate


@pytest.fixture
def kept(database: Database) -> Database:
    """Give the database with its tables."""
    migrate(database)
    return database


@pytest.fixture
def reading(kept: Database) -> Reading:
    return Reading(kept)
