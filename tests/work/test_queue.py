"""Jobs are put down with what causes them, held by one at a time, and changed by nobody who lost them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from opads.storage import Database, Transaction
from opads.storage.moments import later, now
from opads.work import queue
from opads.work.operating import counts, forget, jobs, retry
from opads.work.queue import Lease, LostError
from tests.work.helpers import put, seen

KINDS = ("t.a", "t.b")


def take(database: Database, holder: str = "me", seconds: float = 60) -> Lease:
    lease = queue.lease(database, KINDS, holder, seconds)
    assert lease is not None
    return lease


def test_a_job_is_there_only_with_what_causes_it(base: Database) -> None:
    def job(transaction: Transaction) -> None:
        queue.enqueue(transaction, "t.a", {"n": 1})
        raise KeyError

    with pytest.raises(KeyError):
        base.write(job)
    assert jobs(base) == []
    assert queue.lease(base, KINDS, "me", 60) is None


def test_payload_and_subject_come_as_they_were_put_down(base: Database) -> None:
    id_ = put(base, payload={"n": 1, "text": "ŏ\u202e", "none": None}, subject="batch 7")
    lease = take(base)
    assert (lease.id, lease.kind, lease.subject, lease.attempts, lease.fence) == (id_, "t.a", "batch 7", 1, 1)
    assert lease.payload == {"n": 1, "text": "ŏ\u202e", "none": None}
    assert seen(base, id_).holder == "me"


def test_the_one_that_waited_longest_comes_first_and_each_once(base: Database) -> None:
    put(base, payload={"n": 2}, run_at=later(-1))
    put(base, payload={"n": 1}, run_at=later(-2))
    put(base, "t.b", payload={"n": 3})
    put(base, "t.other")
    put(base, run_at=later(60))
    assert [take(base).payload["n"] for _ in range(3)] == [1, 2, 3]
    assert queue.lease(base, KINDS, "me", 60) is None
    assert queue.lease(base, (), "me", 60) is None


def test_many_takers_get_each_job_once(base: Database, opened: Callable[[], Database]) -> None:
    ids = {put(base) for _ in range(30)}
    bases = [base, opened(), opened(), opened()]

    def all_of(database: Database) -> list[str]:
        found = []
        while (lease := queue.lease(database, KINDS, "t", 60)) is not None:
            database.write(partial(queue.finish, held=lease))
            found.append(lease.id)
        return found

    with ThreadPoolExecutor(4) as threads:
        taken = [id_ for found in threads.map(all_of, bases) for id_ in found]
    # One that finds the row of another's transaction passes it over, so that none waits.
    assert sorted(taken) == sorted(ids)


def test_whoever_finds_the_lease_run_out_goes_on_and_the_other_changes_nothing(base: Database) -> None:
    id_ = put(base)
    first = take(base, "first", -1)
    second = take(base, "second")
    assert (second.id, second.fence, second.attempts) == (id_, 2, 2)

    def result(transaction: Transaction) -> None:
        queue.enqueue(transaction, "t.result", {})
        queue.finish(transaction, first)

    with pytest.raises(LostError):
        base.write(result)
    assert [job.kind for job in jobs(base)] == ["t.a"]
    for change in (queue.progressed, queue.release, partial(queue.fail, error="no")):
        with pytest.raises(LostError):
            base.write(partial(change, held=first))
    with pytest.raises(LostError):
        queue.renew(base, first)
    base.write(lambda t: queue.finish(t, second))
    assert seen(base, id_).state == "done"
    with pytest.raises(LostError):
        base.write(lambda t: queue.finish(t, second))


def test_a_renewed_lease_does_not_run_out(base: Database) -> None:
    id_ = put(base)
    lease = take(base, "me", 30)
    before = seen(base, id_).lease_until
    queue.renew(base, lease)
    after = seen(base, id_).lease_until
    assert before is not None
    assert after is not None
    assert before < after
    assert queue.lease(base, KINDS, "other", 30) is None


def test_failures_are_waited_for_longer_and_longer_and_then_given_up(base: Database) -> None:
    id_ = put(base, attempts=2)
    lease = take(base)
    assert base.write(lambda t: queue.fail(t, lease, "x" * 5000))
    job = seen(base, id_)
    assert (job.state, job.error) == ("waiting", "x" * 2000)
    assert job.run_at > now()
    assert queue.lease(base, KINDS, "me", 60) is None
    base.write(lambda t: t.run("UPDATE job SET run_at = ?", now()))
    lease = take(base)
    assert not base.write(lambda t: queue.fail(t, lease, "again"))
    assert (seen(base, id_).state, seen(base, id_).error) == ("given-up", "again")
    assert queue.lease(base, KINDS, "me", 60) is None
    assert retry(base, id_)
    assert not retry(base, id_)
    assert take(base).attempts == 1


def test_the_wait_is_bounded_and_by_chance() -> None:
    waits = [[queue.wait_after(attempts) for _ in range(50)] for attempts in (1, 3, 500)]
    assert all(1 <= wait <= 2 for wait in waits[0])
    assert all(4 <= wait <= 8 for wait in waits[1])
    assert all(1800 <= wait <= 3600 for wait in waits[2])
    assert all(len(set(found)) > 40 for found in waits)


def test_a_wait_can_be_named(base: Database) -> None:
    id_ = put(base)
    lease = take(base)
    base.write(lambda t: queue.fail(t, lease, "busy", again_in=900))
    assert later(890) < seen(base, id_).run_at < later(910)


def test_getting_on_gives_all_attempts_again(base: Database) -> None:
    id_ = put(base, attempts=2)
    for _ in range(4):
        lease = take(base, "me", -1)
        base.write(partial(queue.progressed, held=lease))
        assert seen(base, id_).attempts == 1
        base.write(lambda t: t.run("UPDATE job SET lease_until = ?", now()))
    assert take(base).attempts == 2


def test_what_is_given_back_was_not_begun(base: Database) -> None:
    id_ = put(base)
    lease = take(base)
    base.write(lambda t: queue.release(t, lease))
    job = seen(base, id_)
    assert (job.state, job.attempts, job.holder, job.lease_until) == ("waiting", 0, None, None)
    assert take(base).fence == 2


def test_of_those_that_are_to_be_unique_one_waits_or_runs(base: Database) -> None:
    def add(transaction: Transaction) -> str | None:
        return queue.enqueue(transaction, "t.a", {}, unique="2026-11-27")

    first = base.write(add)
    assert first is not None
    assert base.write(add) is None
    assert base.write(lambda t: queue.enqueue(t, "t.b", {}, unique="2026-11-27")) is not None
    lease = queue.lease(base, ("t.a",), "me", 60)
    assert lease is not None
    assert base.write(add) is None

    def done_and_again(transaction: Transaction) -> str | None:
        queue.finish(transaction, lease)
        return add(transaction)

    assert base.write(done_and_again) not in (None, first)


def test_one_given_up_is_not_begun_again_beside_its_successor(base: Database) -> None:
    first = put(base, unique="u")
    lease = take(base)
    base.write(lambda t: queue.give_up(t, lease, "no"))
    second = put(base, unique="u")
    assert not retry(base, first)
    assert (seen(base, first).state, seen(base, second).state) == ("given-up", "waiting")


def test_work_that_comes_back_waits_for_its_moment(base: Database) -> None:
    id_ = put(base)
    lease = take(base)
    base.write(lambda t: queue.finish(t, lease, again_at=later(500)))
    job = seen(base, id_)
    assert (job.state, job.attempts) == ("waiting", 0)
    assert queue.lease(base, KINDS, "me", 60) is None


def test_an_operator_sees_counts_and_what_is_done_is_forgotten(base: Database) -> None:
    put(base, subject="s")
    put(base, "t.b")
    lease = take(base)
    base.write(lambda t: queue.finish(t, lease))
    assert [(c.kind, c.state, c.jobs) for c in counts(base)] == [("t.a", "done", 1), ("t.b", "waiting", 1)]
    assert [job.kind for job in jobs(base, "waiting")] == ["t.b"]
    assert [job.kind for job in jobs(base, subject="s")] == ["t.a"]
    assert base.write(lambda t: forget(t, later(-60))) == 0
    assert base.write(lambda t: forget(t, later(60))) == 1
    assert [job.kind for job in jobs(base)] == ["t.b"]
