"""Migrations go up and down, once each, whoever applies them."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from opads.storage import Database, StorageError
from opads.storage.migrations import PARTS, applied, migrate, migrations_of

FIRST = """CREATE TABLE thing (
  id {bigint} PRIMARY KEY,
  content {bytes} NOT NULL
) {strict};
-- postgresql
CREATE UNLOGGED TABLE of_one (id INTEGER);
-- sqlite
CREATE TABLE of_other (id INTEGER);

-- down
DROP TABLE thing;
-- postgresql
DROP TABLE of_one;
-- sqlite
DROP TABLE of_other;
"""
SECOND = "ALTER TABLE thing ADD COLUMN name TEXT;\n\n-- down\nALTER TABLE thing DROP COLUMN name;\n"


@pytest.fixture
def part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "parted" / "migrations"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    (folder / "0001-first.sql").write_text(FIRST)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    sys.modules.pop("parted", None)


def test_up_and_down(database: Database, part: Path) -> None:
    assert migrate(database, ["parted"]) == ["parted up 0001-first"]
    assert migrate(database, ["parted"]) == []
    (part / "0002-second.sql").write_text(SECOND)
    assert migrate(database, ["parted"]) == ["parted up 0002-second"]
    database.write(lambda t: t.run("INSERT INTO thing (id, content, name) VALUES (?, ?, ?)", 2**40, b"\0\xff", "ä"))
    row = database.read(lambda t: t.one("SELECT id, content, name FROM thing"))
    assert row is not None
    assert (row[0], bytes(row[1]), row[2]) == (2**40, b"\0\xff", "ä")
    own = "of_one" if database.dialect == "postgresql" else "of_other"
    assert database.read(lambda t: t.all(f"SELECT * FROM {own}")) == []  # noqa: S608 - a name of our own
    assert migrate(database, ["parted"], 0) == ["parted down 0002-second", "parted down 0001-first"]
    assert applied(database, "parted") == []
    with pytest.raises(StorageError):
        database.read(lambda t: t.all("SELECT * FROM thing"))


def test_processes_that_begin_together_migrate_once(opened: Callable[[], Database], part: Path) -> None:
    (part / "0002-second.sql").write_text(SECOND)
    databases = [opened() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        done = [name for names in threads.map(lambda d: migrate(d, ["parted"]), databases) for name in names]
    assert sorted(done) == ["parted up 0001-first", "parted up 0002-second"]


def test_a_newer_database_is_refused(database: Database, part: Path) -> None:
    (part / "0002-second.sql").write_text(SECOND)
    migrate(database, ["parted"])
    (part / "0002-second.sql").unlink()
    with pytest.raises(StorageError, match="newer version"):
        migrate(database, ["parted"])


def test_a_changed_migration_is_refused(database: Database, part: Path) -> None:
    migrate(database, ["parted"])
    (part / "0001-first.sql").write_text(FIRST.replace("NOT NULL", ""))
    with pytest.raises(StorageError, match="another one"):
        migrate(database, ["parted"])


def test_a_migration_that_fails_leaves_nothing(database: Database, part: Path) -> None:
    (part / "0002-second.sql").write_text(
        "CREATE TABLE half (id INTEGER);\nCREATE NONSENSE;\n\n-- down\nDROP TABLE half;\n"
    )
    with pytest.raises(StorageError):
        migrate(database, ["parted"])
    assert [number for number, _ in applied(database, "parted")] == [1]
    with pytest.raises(StorageError):
        database.read(lambda t: t.all("SELECT * FROM half"))


@pytest.mark.parametrize("text", ["CREATE TABLE a (id INTEGER);\n", "CREATE TABLE a (id INTEGER);\n-- down\n"])
def test_a_migration_without_a_way_down_is_refused(part: Path, text: str) -> None:
    (part / "0002-second.sql").write_text(text)
    with pytest.raises(StorageError, match="way down"):
        migrations_of("parted")


def test_a_gap_is_refused(part: Path) -> None:
    (part / "0003-third.sql").write_text(SECOND)
    with pytest.raises(StorageError, match="gaps"):
        migrations_of("parted")


def test_ours_go_up_and_down_and_up(database: Database) -> None:
    up = migrate(database)
    assert len(up) == sum(len(migrations_of(part)) for part in PARTS)
    for part in reversed(PARTS):
        migrate(database, [part], 0)
    assert migrate(database) == up
