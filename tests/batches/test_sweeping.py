"""What has had its time goes, and what belongs to nobody; nothing else does."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from opads.batches.model import Batch, BatchGoneError, NoBatchError
from opads.batches.sweeping import REMEMBERED, sweep
from opads.installation import Installation
from opads.storage.ids import new_id
from opads.storage.moments import later, now
from tests.batches.helpers import folders

Put = Callable[..., Batch]


def swept(installation: Installation, abandoned: float = 3600) -> int:
    return sweep(installation.batches.store, installation.batches.files, abandoned=abandoned)


def expire(installation: Installation, at: str) -> None:
    installation.database.write(lambda t: t.run("UPDATE batch SET expires_at = ?", at))


def test_results_go_when_their_time_has_come(installation: Installation, put: Put, work: Callable[[], int]) -> None:
    batch = put()
    work()
    done = installation.batches.store.get(batch.id, "a")
    assert done.expires_at is not None
    assert later(86_000) < done.expires_at < later(86_800)
    assert swept(installation) == 0
    expire(installation, now())
    assert swept(installation) == 1
    with pytest.raises(BatchGoneError):
        installation.batches.store.get(batch.id, "a")
    with pytest.raises(NoBatchError):
        installation.batches.store.get(batch.id, "b")
    assert folders(installation) == []
    assert installation.batches.store.owned("a", 10) == []
    expire(installation, later(-REMEMBERED - 1))
    assert swept(installation) == 0
    with pytest.raises(NoBatchError):
        installation.batches.store.get(batch.id, "a")


def test_what_waits_is_not_swept(installation: Installation, put: Put) -> None:
    batch = put()
    age(installation.batches.files.of(batch.id))
    assert swept(installation) == 0
    assert f"{batch.id}/document" in folders(installation)


def age(folder: Path) -> None:
    """Let a folder look as if nothing had happened in it for a day."""
    long_ago = time.time() - 86_400
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (long_ago, long_ago))


def test_what_belongs_to_no_batch_is_swept_when_it_is_old(installation: Installation, put: Put) -> None:
    kept = put()
    files = installation.batches.files
    coming, left = files.begin(new_id()), files.begin(new_id())
    for incoming in (coming, left):
        incoming.write(b"x")
        incoming.end()
    files.take(left)  # its process ended before the database knew of it
    swept(installation)
    assert {coming.folder.name, left.folder.name, kept.id} <= {Path(name).name for name in folders(installation)}
    age(coming.folder)
    age(files.of(left.folder.name))
    swept(installation)
    assert folders(installation) == [kept.id, f"{kept.id}/document"]


def test_what_a_done_batch_needs_no_more_is_swept(
    installation: Installation, put: Put, work: Callable[[], int]
) -> None:
    batch = put()
    work()
    folder = installation.batches.files.of(batch.id)
    (folder / "document").write_bytes(b"left by a process that was killed after the end")
    age(folder)
    swept(installation)
    assert not (folder / "document").exists()
    assert (folder / "report.json").exists()


def test_the_worker_sweeps_by_itself(installation: Installation, put: Put, work: Callable[[], int]) -> None:
    put()
    work()
    expire(installation, now())
    installation.database.write(lambda t: t.run("UPDATE job SET run_at = ?", now()))
    work()
    assert folders(installation) == []
