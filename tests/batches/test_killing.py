"""Workers killed at random points of a batch: whoever comes next goes on, and the result is that of an undisturbed run."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import replace

from opads.batches.judging import Judging
from opads.batches.model import Batch
from opads.batches.service import handlers
from opads.batches.store import JOB
from opads.installation import Installation
from opads.settings import Settings
from opads.storage.moments import now
from opads.work import Handler
from opads.work.operating import jobs
from opads.work.worker import Worker
from tests.batches.conftest import REGISTRY
from tests.batches.helpers import WHOLE

ROUNDS = 8


def small(installation: Installation) -> list[Handler]:
    """Give the handlers, of which the one that judges takes few bytes at a time."""
    found = []
    for handler in handlers(installation):
        if handler.kind == JOB:
            judging: Judging = handler.run.__self__  # type: ignore[attr-defined]  # a method of it
            judging.size = 1_000
        found.append(replace(handler, seconds=5.0))
    return found


def work(settings: Settings) -> None:
    """Be a worker, until killed."""
    installation = Installation(settings, REGISTRY)
    Worker(installation.database, small(installation), idle=0.01).start()
    time.sleep(60)


def test_killed_at_random_the_batch_is_judged_once_and_whole(
    installation: Installation, put: Callable[..., Batch]
) -> None:
    chance = random.Random(82)  # noqa: S311 - any numbers do
    undisturbed = put()
    Worker(installation.database, small(installation)).until_idle()
    batches = installation.batches
    expected = [
        b"".join(batches.lines(batches.store.get(undisturbed.id, "a"), what)[1]) for what in ("outcomes", "rejects")
    ]
    batch = put()
    began = 0
    for _ in range(ROUNDS):
        child = multiprocessing.get_context("fork").Process(target=work, args=(installation.settings,))
        child.start()
        end = time.monotonic() + 20
        while jobs(installation.database, "running", subject=batch.id) == [] and time.monotonic() < end:
            if jobs(installation.database, "done", subject=batch.id):
                break
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.12))
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        child.close()
        began += bool(jobs(installation.database, "running", subject=batch.id))
        installation.database.write(
            lambda t: t.run("UPDATE job SET lease_until = ? WHERE state = 'running'", now())
        )  # fmt: skip
    assert began >= 2, "killed too late to show anything"
    Worker(installation.database, small(installation)).until_idle()
    done = batches.store.get(batch.id, "a")
    assert done.state == "done"
    assert batches.report(done) == WHOLE
    assert [b"".join(batches.lines(done, what)[1]) for what in ("outcomes", "rejects")] == expected
    (job,) = jobs(installation.database, subject=batch.id)
    assert job.state == "done"
