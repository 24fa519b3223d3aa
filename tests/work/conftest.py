"""A database with the table of jobs."""

import pytest

from opads.storage import Database
from opads.storage.migrations import migrate


@pytest.fixture
def base(database: Database) -> Database:
    """Give a database with the table, once of each kind."""
    migrate(database, ("opads.work",))
    return database
