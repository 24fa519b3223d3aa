"""Workers do each job once, note what becomes of it, and stop when told to."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock

import pytest

from opads.storage import Database, Transaction, UnavailableError, open_database
from opads.storage.moments import later, now
from opads.work import Handler, Held, Lease, LostError, PermanentError, enqueue, holders, queue
from opads.work.operating import jobs
from opads.work.worker import Worker
from tests.work.helpers import put, seen


def eventually(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def at_work(database: Database, *handlers: Handler) -> Iterator[Worker]:
    worker = Worker(database, handlers, idle=0.02)
    worker.start()
    try:
        yield worker
    finally:
        assert worker.stop()


def test_two_workers_do_each_job_once(base: Database, opened: Callable[[], Database]) -> None:
    done: list[str] = []
    lock = Lock()

    def run(held: Held) -> None:
        with lock:
            done.append(held.lease.id)

    ids = [put(base) for _ in range(25)]
    with at_work(base, Handler("t.a", run)), at_work(opened(), Handler("t.a", run)):
        eventually(lambda: len(jobs(base, "done")) == len(ids))
    assert sorted(done) == sorted(ids)


def test_the_result_and_the_end_are_one_transaction(base: Database) -> None:
    def run(held: Held) -> None:
        held.progress(lambda t: enqueue(t, "t.half", {}))
        held.finish(lambda t: enqueue(t, "t.whole", {"of": held.payload["n"]}))

    put(base, payload={"n": 7})
    assert Worker(base, [Handler("t.a", run)]).until_idle() == 1
    found = sorted((job.kind, job.state) for job in jobs(base))
    assert found == [("t.a", "done"), ("t.half", "waiting"), ("t.whole", "waiting")]


def test_a_failure_is_kept_and_the_worker_goes_on(base: Database) -> None:
    def fails(held: Held) -> None:
        raise KeyError(held.payload["n"])

    def never(held: Held) -> None:
        raise PermanentError("there is no such thing")

    told: list[str] = []
    first, second = put(base, payload={"n": 1}), put(base, "t.b")
    handlers = [Handler("t.a", fails), Handler("t.b", never, given_up=lambda _, __, error: told.append(error))]
    assert Worker(base, handlers).until_idle() == 2
    assert (seen(base, first).state, seen(base, first).error) == ("waiting", "KeyError: 1")
    assert (seen(base, second).state, seen(base, second).error) == ("given-up", "there is no such thing")
    assert told == ["there is no such thing"]


def test_after_the_last_attempt_the_owner_of_the_work_is_told_in_the_same_transaction(base: Database) -> None:
    def fails(held: Held) -> None:
        raise ValueError("no")

    id_ = put(base, attempts=2, subject="batch 7")

    def tell(transaction: Transaction, lease: Lease, error: str) -> None:
        enqueue(transaction, "t.told", {"why": error}, subject=lease.subject)

    worker = Worker(base, [Handler("t.a", fails, given_up=tell)])
    worker.until_idle()
    base.write(lambda t: t.run("UPDATE job SET run_at = ?", now()))
    worker.until_idle()
    assert seen(base, id_).state == "given-up"
    assert [(job.kind, job.subject) for job in jobs(base, "waiting")] == [("t.told", "batch 7")]


def test_a_job_whose_workers_all_vanish_is_given_up(base: Database) -> None:
    id_ = put(base, attempts=2)
    for _ in range(2):
        assert queue.lease(base, ("t.a",), "vanished", -1) is not None
    assert Worker(base, [Handler("t.a", lambda _: pytest.fail("it is not begun again"))]).until_idle() == 1
    job = seen(base, id_)
    assert (job.state, job.error) == ("given-up", "whoever began it came to its end without a word, 2 times")


def test_work_that_comes_back_is_put_down_once_and_never_given_up(base: Database) -> None:
    begun: list[int] = []

    def fails(held: Held) -> None:
        begun.append(held.lease.attempts)
        if len(begun) < 12:
            raise ValueError("not today")

    handler = Handler("t.every", fails, every=300.0)
    for _ in range(12):
        Worker(base, [handler]).until_idle()
        base.write(lambda t: t.run("UPDATE job SET run_at = ? WHERE error IS NOT NULL", now()))
    assert begun == list(range(1, 13))
    (job,) = jobs(base)
    assert (job.state, job.attempts) == ("waiting", 0)
    assert job.run_at > later(250)


def test_long_work_has_its_lease_renewed_while_it_runs(base: Database, opened: Callable[[], Database]) -> None:
    count = []

    def run(held: Held) -> None:
        count.append(held.lease.fence)
        time.sleep(1.0)
        held.check()

    id_ = put(base)
    handler = Handler("t.a", run, seconds=0.4)
    with at_work(base, handler), at_work(opened(), handler):
        eventually(lambda: seen(base, id_).state == "done")
    assert count == [1]


def test_who_loses_the_lease_is_told_and_its_result_is_not_kept(base: Database) -> None:
    noticed: list[type[BaseException]] = []

    def run(held: Held) -> None:
        held.database.write(lambda t: t.run("UPDATE job SET fence = fence + 1"))
        try:
            eventually(held.lost.is_set)
            held.check()
        except LostError as error:
            noticed.append(type(error))
            held.finish(lambda t: enqueue(t, "t.result", {}))

    id_ = put(base)
    with at_work(base, Handler("t.a", run, seconds=0.3)):
        eventually(lambda: bool(noticed))
    assert [job.id for job in jobs(base)] == [id_]
    assert seen(base, id_).state == "running"


def test_told_to_stop_it_gives_back_what_can_be_given_back(base: Database) -> None:
    begun = Event()

    def run(held: Held) -> None:
        begun.set()
        while True:
            held.check()
            time.sleep(0.01)

    id_ = put(base)
    with at_work(base, Handler("t.a", run)):
        assert begun.wait(20)
    job = seen(base, id_)
    assert (job.state, job.attempts, job.holder) == ("waiting", 0, None)


def test_lanes_do_not_wait_for_each_other(base: Database) -> None:
    release = Event()

    def long(held: Held) -> None:
        assert release.wait(20)

    put(base)
    short = put(base, "t.b")
    with at_work(base, Handler("t.a", long, lane="long"), Handler("t.b", lambda _: None)):
        eventually(lambda: seen(base, short).state == "done")
        release.set()


def test_a_database_that_does_not_answer_is_waited_for(base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = put(base)
    real, refused = queue.lease, Event()

    def lease(*given: object) -> object:
        if not refused.is_set():
            refused.set()
            raise UnavailableError("restarts")
        return real(*given)  # type: ignore[arg-type]  # the same arguments

    monkeypatch.setattr("opads.work.worker.WAITING", 0.01)
    monkeypatch.setattr("opads.work.queue.lease", lease)
    with at_work(base, Handler("t.a", lambda _: None)):
        eventually(lambda: seen(base, id_).state == "done")
    assert refused.is_set()


def test_what_a_process_had_that_ended_here_is_gone_on_with_at_once(base: Database) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    gone, here, elsewhere = (put(base, payload={"n": n}) for n in range(3))
    for name in (f"{holders.place()}{ended.pid}:x", holders.holder(), f"another/1:{ended.pid}:x"):
        assert queue.lease(base, ("t.a",), name, 60) is not None
    begun: list[str] = []
    Worker(base, [Handler("t.a", lambda held: begun.append(held.lease.id))]).until_idle()
    assert begun == [gone]
    assert [seen(base, id_).state for id_ in (here, elsewhere)] == ["running", "running"]


def test_nobody_is_taken_for_dead_who_cannot_be_seen() -> None:
    assert not holders.dead(holders.holder())
    assert not holders.dead(f"{holders.place()}1:x")
    assert not holders.dead("another/1:99999999:x")
    assert not holders.dead("nonsense")


CHILD = """
import sys, time
from opads.storage import open_database
from opads.work import Handler, enqueue
from opads.work.worker import Worker

def run(held):
    print(held.lease.id, flush=True)
    time.sleep(0.01)
    held.finish(lambda t: enqueue(t, "t.result", {}, subject=held.lease.id))

worker = Worker(open_database(sys.argv[1]), [Handler("t.a", run, seconds=0.3)], idle=0.01)
worker.start()
time.sleep(60)
"""


def test_a_killed_worker_loses_nothing_and_doubles_nothing(base: Database, address: str) -> None:
    ids = [put(base) for _ in range(40)]
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", CHILD, address], stdout=subprocess.PIPE) as child:
            try:
                for _ in range(5):
                    assert child.stdout is not None
                    assert child.stdout.readline()
            finally:
                os.kill(child.pid, signal.SIGKILL)
    other = open_database(address)
    try:

        def run(held: Held) -> None:
            held.finish(lambda t: enqueue(t, "t.result", {}, subject=held.lease.id))

        with at_work(other, Handler("t.a", run)):
            eventually(lambda: all(seen(base, id_).state == "done" for id_ in ids))
    finally:
        other.close()
    results = [job.subject for job in jobs(base, most=1000) if job.kind == "t.result"]
    assert sorted(results) == sorted(ids)
