"""What both databases do alike."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from opads.storage import Database, DuplicateError, StorageError, Transaction


@pytest.fixture
def table(database: Database) -> Database:
    def make(transaction: Transaction) -> None:
        transaction.run("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)")

    database.write(make)
    return database


def names(database: Database) -> list[str]:
    return [name for (name,) in database.read(lambda t: t.all("SELECT name FROM thing ORDER BY id"))]


def add(number: int, name: str) -> Callable[[Transaction], int]:
    return lambda t: t.run("INSERT INTO thing (id, name) VALUES (?, ?)", number, name)


def test_what_is_written_is_read_by_another(table: Database, opened: Callable[[], Database]) -> None:
    assert table.write(add(1, "100 % of it")) == 1
    assert names(opened()) == ["100 % of it"]


def test_a_job_that_fails_changes_nothing(table: Database) -> None:
    def job(transaction: Transaction) -> None:
        add(1, "a")(transaction)
        raise KeyError("ours")

    with pytest.raises(KeyError):
        table.write(job)
    assert names(table) == []
    table.write(add(1, "a"))
    assert names(table) == ["a"]


def test_a_second_row_of_the_same_name_is_refused(table: Database) -> None:
    table.write(add(1, "a"))
    with pytest.raises(DuplicateError):
        table.write(add(2, "a"))
    with pytest.raises(DuplicateError):
        table.write(add(1, "b"))
    assert names(table) == ["a"]


def test_a_mistake_is_told_and_the_database_goes_on(table: Database) -> None:
    with pytest.raises(StorageError):
        table.write(lambda t: t.run("INSERT INTO nowhere VALUES (1)"))
    with pytest.raises(StorageError):
        table.read(lambda t: t.all("SELECT nothing FROM thing"))
    with pytest.raises(StorageError):
        table.read(add(1, "written by a reader"))
    assert names(table) == []


def test_a_reader_sees_one_moment(table: Database) -> None:
    table.write(add(1, "a"))

    def job(transaction: Transaction) -> tuple[int, int]:
        before = len(transaction.all("SELECT * FROM thing"))
        with ThreadPoolExecutor(1) as other:
            other.submit(table.write, add(2, "b")).result()
        return before, len(transaction.all("SELECT * FROM thing"))

    assert table.read(job) == (1, 1)
    assert names(table) == ["a", "b"]


def test_many_writers_lose_nothing(table: Database, opened: Callable[[], Database]) -> None:
    table.write(add(0, "0"))
    others = [table, opened(), opened()]

    def bump(number: int) -> None:
        def job(transaction: Transaction) -> None:
            found = transaction.one("SELECT name FROM thing WHERE id = 0 FOR UPDATE")
            assert found is not None
            transaction.run("UPDATE thing SET name = ? WHERE id = 0", str(int(found[0]) + 1))

        others[number % 3].write(job)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(bump, range(60)))
    assert names(table) == ["60"]


def test_long_answers_are_fetched_in_pieces(table: Database) -> None:
    table.write(lambda t: t.many("INSERT INTO thing (id, name) VALUES (?, ?)", ((n, str(n)) for n in range(2500))))
    found = table.read(lambda t: sum(number for (number,) in t.each("SELECT id FROM thing WHERE id >= ?", 0)))
    assert found == sum(range(2500))
