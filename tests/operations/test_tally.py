"""Counts of several processes, put together."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from opads.operations.tally import BOUNDS, Tally, gathered


def counted() -> Tally:
    tally = Tally()
    tally.answered("/v1/validate", "POST", 200, 0.002, 10, 20)
    tally.answered("/v1/validate", "POST", 200, 100.0, 1, 2)
    tally.answered("/", "GET", 404, 0.0, 0, 5)
    tally.judged("eu-ttpa", "valid", 3)
    tally.judged(None, "invalid", 0)
    return tally


def test_what_is_counted() -> None:
    tally = counted()
    row = tally.requests["/v1/validate", "POST", 200]
    assert (row.count, row.seconds, row.taken, row.given) == (2, 100.002, 11, 22)
    assert row.buckets[BOUNDS.index(0.0025)] == 1
    assert row.buckets[-1] == 1
    assert tally.verdicts["eu-ttpa", "valid"].records == 3
    assert tally.verdicts["unknown", "invalid"].documents == 1


def test_a_bound_belongs_to_its_bucket() -> None:
    tally = Tally()
    tally.answered("/", "GET", 200, BOUNDS[3], 0, 0)
    assert tally.requests["/", "GET", 200].buckets[3] == 1


def test_threads_count_each_document() -> None:
    tally = Tally()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: tally.judged("eu-ttpa", "valid", 2), range(2000)))
    row = tally.verdicts["eu-ttpa", "valid"]
    assert (row.documents, row.records) == (2000, 4000)


def test_processes_are_added_up_and_ended_ones_are_not_forgotten(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from opads.operations.tally import Tally; t = Tally(); t.under_way = 4;"
        "t.answered('/', 'GET', 200, 0.1, 1, 2); t.judged('eu-ttpa', 'valid', 1); t.write(Path(sys.argv[1]), ended={})"
    )
    for ended in (True, False):
        subprocess.run([sys.executable, "-c", code.format(ended), str(tmp_path)], check=True)
    own = counted()
    own.under_way = 1
    own.write(tmp_path)
    whole = gathered(tmp_path, own)
    assert whole.requests["/", "GET", 200].count == 2
    assert whole.requests["/v1/validate", "POST", 200].count == 2
    assert whole.verdicts["eu-ttpa", "valid"].documents == 3
    # Neither process lives, whether it said so or not.
    assert (whole.processes, whole.under_way) == (1, 1)


def test_a_process_that_lives_counts(tmp_path: Path) -> None:
    Tally(under_way=3).write(tmp_path)
    (tmp_path / f"{os.getpid()}.json").rename(tmp_path / "1.json")
    whole = gathered(tmp_path, Tally())
    assert (whole.processes, whole.under_way) == (2, 3)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", json.dumps({"pid": 0}), json.dumps({"pid": 0, "under_way": 0, "requests": [1]})]
)
def test_a_file_that_is_none_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "9.json").write_text(text)
    assert gathered(tmp_path, counted()).requests["/", "GET", 404].count == 1


def test_a_folder_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    counted().write(tmp_path / "none")
    assert gathered(tmp_path / "none", counted()).processes == 1
    assert gathered(None, counted()).processes == 1
