"""Work in threads, few at once."""

import threading
import time

import anyio
import pytest

from opads.api.problem import Refusal
from opads.api.workshop import Workshop


def test_never_more_than_there_are_places() -> None:
    running, most, lock = 0, 0, threading.Lock()

    def job() -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return 1

    async def main() -> list[int]:
        workshop, results = Workshop(2, 10), []

        async def one() -> None:
            results.append(await workshop.run(job))

        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(one)
        return results

    assert anyio.run(main) == [1] * 8
    assert most == 2


def test_who_waits_too_long_is_told_when_to_come_back() -> None:
    done = threading.Event()

    async def main() -> Refusal:
        workshop = Workshop(1, 0.05)
        async with anyio.create_task_group() as group:
            group.start_soon(workshop.run, done.wait)
            await anyio.sleep(0.02)
            try:
                with pytest.raises(Refusal) as caught:
                    await workshop.run(lambda: None)
            finally:
                done.set()
        await workshop.run(lambda: None)
        return caught.value

    refusal = anyio.run(main)
    assert refusal.kind.status == 503
    assert refusal.headers["Retry-After"] == "1"


def test_a_job_that_fails_leaves_its_place() -> None:
    async def main() -> None:
        workshop = Workshop(1, 1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await workshop.run(lambda: 1 // 0)
        assert await workshop.run(lambda: 5) == 5

    anyio.run(main)
