"""Identifiers are UUIDs of version 7 that sort by time, and by their making within one process."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from uuid import UUID

import pytest

from opads.storage import ids
from opads.storage.ids import new_id

SPLIT = """
import os
from opads.storage import ids
with ids._SEQUENCE._lock:
    child = os.fork()
if not child:
    ids.new_id()
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
"""


def stand(monkeypatch: pytest.MonkeyPatch, *moments: int) -> None:
    """Let the clock show these milliseconds, and the last of them from then on."""
    left = list(moments)
    monkeypatch.setattr(time, "time_ns", lambda: (left.pop(0) if len(left) > 1 else left[0]) * 1_000_000)


@pytest.fixture(autouse=True)
def _a_sequence_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_SEQUENCE", ids._Sequence())


def moment(id_: str) -> int:
    return UUID(id_).int >> 80


def chance(id_: str) -> int:
    return UUID(id_).int & (1 << 62) - 1


def test_an_id_is_a_uuid_of_version_7() -> None:
    for _ in range(1000):
        found = UUID(new_id())
        assert found.version == 7
        assert found.variant == "specified in RFC 4122"


def test_ids_sort_in_the_order_of_their_making() -> None:
    many = [new_id() for _ in range(20_000)]
    assert many == sorted(set(many))


def test_ids_of_one_millisecond_sort_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stand(monkeypatch, 1_700_000_000_000)
    many = [new_id() for _ in range(2048)]
    assert many == sorted(set(many))
    assert {moment(id_) for id_ in many} == {1_700_000_000_000}, "there is room for at least as many"


def test_more_of_them_than_can_be_counted_run_ahead_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stand(monkeypatch, 1_700_000_000_000)
    many = [new_id() for _ in range(10_000)]
    assert many == sorted(set(many))
    assert moment(many[-1]) - 1_700_000_000_000 in (2, 3)
    assert all(UUID(id_).version == 7 for id_ in many)


def test_a_clock_that_is_put_back_breaks_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    stand(monkeypatch, 1_700_000_000_000, 1_699_999_999_000, 1_700_000_000_001)
    many = [new_id() for _ in range(4)]
    assert many == sorted(set(many))
    assert [moment(id_) - 1_700_000_000_000 for id_ in many] == [0, 0, 1, 1]


def test_threads_do_not_get_in_each_others_way() -> None:
    together = Barrier(4)

    def made(_: int) -> list[str]:
        together.wait()
        return [new_id() for _ in range(5000)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(made, range(4)))
    assert all(one == sorted(one) for one in found)
    assert len({id_ for one in found for id_ in one}) == 20_000


def test_who_knows_one_cannot_guess_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    stand(monkeypatch, 1_700_000_000_000)
    tails = [chance(new_id()) for _ in range(1000)]
    changed = [one ^ other for one, other in pairwise(tails)]
    for bit in range(62):  # each of the 62 bits is as likely to change as not, or chance itself is broken
        assert 300 < sum(one >> bit & 1 for one in changed) < 700


def test_the_counter_begins_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    stand(monkeypatch, *range(1_700_000_000_000, 1_700_000_000_200))
    assert len({UUID(new_id()).int >> 64 & 0xFFF for _ in range(200)}) > 100


def test_a_process_that_is_split_off_counts_on_its_own() -> None:
    subprocess.run([sys.executable, "-c", SPLIT], check=True, timeout=60)


def test_the_time_is_that_of_the_clock() -> None:
    assert abs(moment(new_id()) / 1000 - time.time()) < 5
