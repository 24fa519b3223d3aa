"""What goes wrong below: connections cut, deadlocks, a full disk, a broken file, a process killed. Nothing half done stays."""

import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from opads.storage import (
    Database,
    FullError,
    StorageError,
    Transaction,
    UnavailableError,
    UnsureError,
    open_database,
)
from opads.storage.sqlite import SQLite
from tests.databases import empty_database
from tests.soak.figures import Figure

ROUNDS = 5

WRITER = """
import sys
from opads.storage import open_database
database = open_database(sys.argv[1])
number = int(sys.argv[2])
while True:
    number += 1
    database.write(lambda t: (t.run("INSERT INTO thing (id, name) VALUES (?, ?)", number, "a"),
                              t.run("INSERT INTO thing (id, name) VALUES (?, ?)", -number, "b")))
    print(number, flush=True)
"""


def make(database: Database) -> None:
    database.write(lambda t: t.run("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"))


def add(number: int) -> Callable[[Transaction], int]:
    return lambda t: t.run("INSERT INTO thing (id, name) VALUES (?, ?)", number, "a")


def numbers(database: Database) -> list[int]:
    return [number for (number,) in database.read(lambda t: t.all("SELECT id FROM thing ORDER BY id"))]


def rounds_of_killing(address: str, rounds: int) -> int:
    """Kill a process that writes, at any moment, so many times; return how many writes it had told of."""
    database = open_database(address)
    try:
        make(database)
        told: set[int] = set()
        for number in range(rounds):
            process = subprocess.Popen([sys.executable, "-c", WRITER, address, str(max(told, default=0) + 1000)], stdout=subprocess.PIPE)  # fmt: skip
            assert process.stdout is not None
            told.add(int(process.stdout.readline()))
            time.sleep(0.001 * (number * 7 % 50))
            process.send_signal(signal.SIGKILL)
            told |= {int(line) for line in process.communicate()[0].split(b"\n")[:-1]}
            kept = set(numbers(database))
            assert told <= kept, "what was acknowledged is there"
            assert kept == {-n for n in kept}, "a transaction is whole or not there"
            assert len([n for n in kept if n > 0]) - len(told) <= number + 1, "no more than the one in flight"
    finally:
        database.close()
    return len(told)


def test_a_writer_that_is_killed_loses_nothing_it_told_of(address: str) -> None:
    assert rounds_of_killing(address, ROUNDS) >= ROUNDS


@pytest.mark.soak
def test_two_hundred_writers_that_are_killed(address: str, figure: Figure) -> None:
    told = rounds_of_killing(address, 200)
    kind = address.partition(":")[0]
    figure(
        "kill -9, database alone", f"{kind}: rounds, transactions acknowledged, lost, halved", f"200, {told:,}, 0, 0"
    )


@pytest.fixture
def server(postgres: Any) -> Any:
    with empty_database(postgres) as address:
        database = open_database(address)
        make(database)
        yield address, database
        database.close()


def end(address: str, whose: str) -> None:
    """Cut a connection from the side of the server, once it does what is named."""
    with psycopg.connect(address, autocommit=True) as base:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            found = base.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database() AND state <> 'idle' AND query = %s",
                (whose,),
            ).fetchall()
            if found:
                return
            time.sleep(0.01)
    raise AssertionError("nobody did that")


def test_a_connection_cut_in_the_middle_is_begun_again(server: Any) -> None:
    address, database = server
    begun = []

    def job(transaction: Transaction) -> None:
        begun.append(1)
        add(1)(transaction)
        if len(begun) == 1:
            pid = transaction.one("SELECT pg_backend_pid()")
            with psycopg.connect(address, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", pid)
        add(2)(transaction)

    database.write(job)
    assert numbers(database) == [1, 2]
    assert len(begun) == 2


def test_a_connection_cut_while_the_end_is_awaited_is_told_as_unsure(server: Any) -> None:
    address, database = server
    with psycopg.connect(address, autocommit=True) as base:
        base.execute(
            "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_sleep(10); RETURN NULL; END$$"
        )
        base.execute(
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON thing DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION slowly()"
        )
    cutter = threading.Thread(target=end, args=(address, "COMMIT"))
    cutter.start()
    with pytest.raises(UnsureError):
        database.write(add(1))
    cutter.join()
    assert numbers(database) == []


def test_two_that_wait_for_each_other_both_come_through(server: Any) -> None:
    _, database = server
    database.write(lambda t: t.many("INSERT INTO thing (id, name) VALUES (?, ?)", [(1, ""), (2, "")]))
    meeting = threading.Barrier(2, timeout=10)
    tries = {1: 0, 2: 0}

    def change(first: int, second: int) -> None:
        def job(transaction: Transaction) -> None:
            tries[first] += 1
            transaction.run("UPDATE thing SET name = name || ? WHERE id = ?", str(first), first)
            if tries[first] == 1:
                meeting.wait()
            transaction.run("UPDATE thing SET name = name || ? WHERE id = ?", str(first), second)

        database.write(job)

    threads = [threading.Thread(target=change, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = database.read(lambda t: t.all("SELECT name FROM thing"))
    assert [sorted(name) for (name,) in rows] == [["1", "2"], ["1", "2"]]
    assert sorted(tries.values()) == [1, 2]


def test_a_server_that_is_down_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opads.storage.postgres.ANSWER", 0.5)
    with pytest.raises(UnavailableError):
        open_database(f"postgresql:///nothing?host={tmp_path}&connect_timeout=2")


FILLER = """
import resource, signal, sys
from opads.storage import FullError, open_database
database = open_database(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
kept = 0
try:
    while True:
        database.write(lambda t: t.run("INSERT INTO thing (id, name) VALUES (?, ?)", kept, "x" * 5000))
        kept += 1
except FullError:
    print("full")
count = database.read(lambda t: t.one("SELECT count(*) FROM thing"))[0]
assert count == kept, (count, kept)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
database.write(lambda t: t.run("INSERT INTO thing (id, name) VALUES (?, ?)", kept, "room again"))
print(kept)
"""


def test_a_full_disk_refuses_and_serves_again_when_there_is_room(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'a.db'}"
    database = open_database(address)
    make(database)
    done = subprocess.run([sys.executable, "-c", FILLER, address], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    word, kept = done.stdout.split()
    assert word == "full"
    assert int(kept) > 10
    assert numbers(database) == list(range(int(kept) + 1))
    database.close()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FullError):
        open_database(f"sqlite:///{tmp_path / 'nowhere' / 'a.db'}")


@pytest.mark.parametrize("content", [b"this is no database, but a text " * 200, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(StorageError):
        open_database(f"sqlite:///{tmp_path / 'a.db'}")


def test_a_writer_that_waits_too_long_is_told(tmp_path: Path) -> None:
    first, second = (SQLite(tmp_path / "a.db", patience=0.1) for _ in range(2))
    make(first)

    def job(transaction: Transaction) -> None:
        add(1)(transaction)
        with pytest.raises(UnavailableError):
            second.write(add(2))

    first.write(job)
    second.write(add(2))
    assert numbers(first) == [1, 2]
    first.close()
    second.close()


@pytest.mark.parametrize("address", ["", "mysql://x", "opads.db"])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(StorageError, match="begins with"):
        open_database(address)
