"""Running a function over blocks in several processes: results in order, no block lost or done twice."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread

from opads.bulk.blocks import Options, Result
from opads.bulk.errors import BulkError
from opads.carriers import Block

__all__ = ("Engine", "Work", "run")

Work = Callable[[Block, Options], Result]
"""What is done with a block."""
Engine = Callable[[Work, Iterator[Block], Options], Iterator[tuple[Block, Result]]]
"""Yields blocks with their results, in order, each once; takes few of them beforehand."""

ATTEMPTS = 3
"""Times that a block is given to a process before it is given up."""
AHEAD = 2
"""Blocks that wait for each process."""


def run(
    judge: Callable[[Block, Options], Result], blocks: Iterator[Block], options: Options, jobs: int
) -> Iterator[tuple[Block, Result]]:
    """Yield blocks with their results, in order. Raises BulkError where a block ends every process that takes it."""
    if jobs == 1:
        for block in blocks:
            yield block, judge(block, options)
        return
    waiting: deque[tuple[Block, Future[Result]]] = deque()
    pool = _pool(jobs)
    attempts = 0
    try:
        while True:
            while len(waiting) < jobs * AHEAD and (coming := next(blocks, None)) is not None:
                waiting.append((coming, _submit(pool, judge, coming, options)))
            if not waiting:
                return
            block, future = waiting[0]
            try:
                result = future.result()
            except BrokenProcessPool:
                attempts += 1
                if attempts >= ATTEMPTS:
                    raise BulkError(
                        f"block {block.number} (from byte {block.shift.bytes}) ended {ATTEMPTS} processes, one after the other"
                    ) from None
                pool.shutdown(wait=True, cancel_futures=True)
                pool = _pool(jobs)
                waiting = deque((item, _again(pool, judge, item, done, options)) for item, done in waiting)
                continue
            attempts = 0
            waiting.popleft()
            yield block, result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(
    pool: ProcessPoolExecutor, judge: Callable[[Block, Options], Result], block: Block, options: Options
) -> Future[Result]:
    try:
        return pool.submit(judge, block, options)
    except BrokenProcessPool as error:
        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def _again(
    pool: ProcessPoolExecutor,
    judge: Callable[[Block, Options], Result],
    block: Block,
    done: Future[Result],
    options: Options,
) -> Future[Result]:
    """Return the future of a block whose process may have ended before it was done."""
    if done.done() and not done.cancelled() and done.exception() is None:
        return done
    return _submit(pool, judge, block, options)


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Return processes that begin as copies of this one, where the system can, and leave interrupts to it."""
    kind = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(kind), _settle, (os.getpid(),))


def _settle(parent: int) -> None:
    """Leave interrupts to the process that began this one, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
