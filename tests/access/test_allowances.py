"""What callers owe, however many count it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.access.allowances.opening import PART, open_limits
from opads.access.allowances.store import MINUTE, Allowances, Claim, Spent
from opads.storage import Database
from opads.storage.migrations import migrate


class Clock:
    """A clock that is put on by hand."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def another(opened: Callable[[], Database], clock: Clock) -> Callable[[], Allowances]:
    """Give what opens them once more at each call, as another process would."""

    def open_() -> Allowances:
        database = opened()
        migrate(database, [PART])
        return Allowances(database, clock)

    return open_


@pytest.fixture
def allowances(another: Callable[[], Allowances]) -> Allowances:
    return another()


def one(who: str = "a", most: int = 10, amount: int = 1, kind: str = "requests") -> list[Claim]:
    return [Claim(kind, who, most, amount)]


def passed(allowances: Allowances, claims: list[Claim], times: int) -> int:
    """Ask so many times; say how many got through."""
    found = 0
    for _ in range(times):
        try:
            allowances.take(claims)
        except Spent:
            continue
        found += 1
    return found


def test_as_much_as_is_allowed_and_no_more(allowances: Allowances) -> None:
    assert passed(allowances, one(), 25) == 10
    assert passed(allowances, one("b"), 25) == 10


def test_time_pays_back(allowances: Allowances, clock: Clock) -> None:
    passed(allowances, one(), 10)
    clock.now += 5.9
    assert passed(allowances, one(), 5) == 0
    clock.now += 0.1
    assert passed(allowances, one(), 5) == 1
    clock.now += 60
    assert passed(allowances, one(), 25) == 10


def test_the_wait_is_honest(allowances: Allowances, clock: Clock) -> None:
    passed(allowances, one(most=7), 7)
    with pytest.raises(Spent, match="7 requests a minute") as raised:
        allowances.take(one(most=7))
    assert raised.value.wait == 9  # a minute has seven: 8.57 seconds each
    clock.now += raised.value.wait - 1
    assert passed(allowances, one(most=7), 1) == 0
    clock.now += 1
    assert passed(allowances, one(most=7), 1) == 1


def test_what_is_refused_costs_nothing(allowances: Allowances, clock: Clock) -> None:
    assert passed(allowances, one(), 1000) == 10
    clock.now += 6
    assert passed(allowances, one(), 1000) == 1


def test_what_is_left_is_told(allowances: Allowances, clock: Clock) -> None:
    left = allowances.take(one())[0]
    assert (left.remaining, left.full_in) == (9, 6)
    passed(allowances, one(), 8)
    assert allowances.take(one())[0].remaining == 0
    with pytest.raises(Spent) as raised:
        allowances.take(one())
    assert (raised.value.left.remaining, raised.value.left.full_in, raised.value.wait) == (0, 60, 6)


def test_two_limits_are_taken_together_or_not_at_all(allowances: Allowances) -> None:
    large = [*one(amount=1), *one(most=1000, amount=600, kind="bytes")]
    assert passed(allowances, large, 5) == 1
    # The requests that failed for their bytes are not counted.
    assert passed(allowances, one(), 25) == 9


def test_something_larger_than_the_whole_waits_for_all_of_it_and_is_owed(allowances: Allowances, clock: Clock) -> None:
    giant = one(most=1000, amount=3000, kind="bytes")
    allowances.take(one(most=1000, amount=1, kind="bytes"))
    assert passed(allowances, giant, 1) == 0
    clock.now += 1
    assert passed(allowances, giant, 1) == 1
    clock.now += 119
    assert passed(allowances, one(most=1000, kind="bytes"), 1) == 0
    clock.now += 2
    assert passed(allowances, one(most=1000, kind="bytes"), 1) == 1


def test_what_was_used_already_is_owed(allowances: Allowances, clock: Clock) -> None:
    allowances.charge(one(most=1000, amount=2000, kind="bytes")[0])
    with pytest.raises(Spent) as raised:
        allowances.take(one(most=1000, kind="bytes"))
    assert raised.value.wait == 61
    clock.now += 61
    assert passed(allowances, one(most=1000, kind="bytes"), 1) == 1


def test_a_clock_that_is_put_back_locks_nobody_out(allowances: Allowances, clock: Clock) -> None:
    passed(allowances, one(), 10)
    clock.now -= 30
    assert passed(allowances, one(), 10) == 0
    clock.now -= 3600
    assert passed(allowances, one(), 25) == 10
    clock.now += 6
    assert passed(allowances, one(), 25) == 1


def test_clocks_that_differ_a_little_give_nothing_away(another: Callable[[], Allowances], clock: Clock) -> None:
    ahead, behind = another(), another()
    passed(ahead, one(), 10)
    found = 0
    for _ in range(20):
        clock.now -= 0.5
        found += passed(behind, one(), 1)
        clock.now += 0.5
        found += passed(ahead, one(), 1)
    assert found == 0


def test_a_limit_that_is_changed_holds_at_once(allowances: Allowances) -> None:
    assert passed(allowances, one(most=10), 10) == 10
    assert passed(allowances, one(most=5), 10) == 0
    assert passed(allowances, one("b", most=5), 10) == 5
    assert passed(allowances, one("b", most=1000), 2000) == 0


def test_many_at_once_get_no_more_than_one_would(another: Callable[[], Allowances]) -> None:
    found: list[int] = []

    def work(allowances: Allowances) -> None:
        found.append(passed(allowances, one(most=40), 20))

    threads = [threading.Thread(target=work, args=[another()]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found) == 40


def test_rows_on_which_nothing_is_owed_are_removed(
    allowances: Allowances, clock: Clock, opened: Callable[[], Database]
) -> None:
    for number in range(5):
        allowances.take(one(f"old {number}"))
    clock.now += 601
    allowances.take(one("new"))
    rows = opened().read(lambda t: t.all("SELECT who FROM allowance"))
    assert rows == [("requests new",)]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = open_limits(tmp_path_factory.mktemp("limits") / "limits.db")
    yield database
    database.close()


@given(st.integers(1, 50), st.lists(st.tuples(st.floats(0, 20), st.integers(0, 60)), max_size=20), st.data())
def test_in_no_minute_more_than_twice_and_in_the_long_run_just_as_much(
    file: Database, most: int, asks: list[tuple[float, int]], data: st.DataObject
) -> None:
    """A bucket lets a whole allowance through at once, and then what time pays back: within t minutes at most (1 + t) of them."""
    file.write(lambda t: t.run("DELETE FROM allowance"))
    clock = Clock()
    begun, allowances, through = clock.now, Allowances(file, clock), 0
    for pause, times in asks:
        clock.now += pause
        through += passed(allowances, one(most=most), times)
        minutes = (clock.now - begun) / 60
        assert through <= most * (1 + minutes) + 1e-3


def test_the_file_of_limits_costs_little(file: Database) -> None:
    assert file.write(lambda t: t.one("PRAGMA synchronous")) == (0,)
    assert MINUTE == 60_000_000


def test_the_file_survives_the_end_of_a_process(tmp_path: Path) -> None:
    path = tmp_path / "limits.db"
    database = open_limits(path)
    assert passed(Allowances(database), one(), 5) == 5
    database.close()
    database = open_limits(path)
    assert passed(Allowances(database), one(), 25) in (5, 6)
    database.close()
