"""Running a function over blocks in several processes: results in order, no block lost or done twice."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from threading import Lock, Thread

from opads.bulk.blocks import Options, Result, judge_block
from opads.bulk.errors import BulkError
from opads.bulk.isolating import isolated
from opads.carriers import Block

__all__ = ("Engine", "Pool", "Work", "run")

Work = Callable[[Block, Options], Result]
"""What is done with a block."""
Engine = Callable[[Work, Iterator[Block], Options], Iterator[tuple[Block, Result]]]
"""Yields blocks with their results, in order, each once; takes few of them beforehand."""

ATTEMPTS = 3
"""Times that a block is given to a process before it is given up."""
SELDOM = 50_000
"""Containers made between two searches for cycles among them, of which judging makes none."""
AHEAD = 2
"""Blocks that wait for each process."""


class Pool:
    """Processes that judge blocks, begun when first needed; those that were lost are replaced. Serves several jobs at once."""

    def __init__(self, jobs: int, kind: str | None = None, *, isolating: bool = False) -> None:
        """``kind`` is how processes begin (as ``multiprocessing`` names it); as copies of this one where the system can.

        With ``isolating`` a block that ends every process that takes it is not the end of the job: the record that does it is
        found, and counted as undetermined.
        """
        self.jobs = jobs
        self.isolating = isolating
        self._kind = kind or ("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
        self._lock = Lock()
        self._processes: ProcessPoolExecutor | None = None

    def __call__(self, work: Work, blocks: Iterator[Block], options: Options) -> Iterator[tuple[Block, Result]]:
        """Yield blocks with their results, in order. Raises BulkError where a block ends every process that takes it."""
        waiting: deque[tuple[Block, Future[Result]]] = deque()
        processes = self._begun(None)
        attempts = 0
        try:
            while True:
                while len(waiting) < self.jobs * AHEAD and (coming := next(blocks, None)) is not None:
                    waiting.append((coming, _submit(processes, work, coming, options)))
                if not waiting:
                    return
                block, future = waiting[0]
                try:
                    result = future.result()
                except BrokenProcessPool:
                    attempts += 1
                    if attempts >= ATTEMPTS and self.isolating and work is judge_block:
                        future.cancel()
                        waiting.popleft()
                        attempts = 0
                        yield block, isolated(work, block, options, self._one)
                        processes = self._begun(processes)
                        waiting = deque((item, _again(processes, work, item, done, options)) for item, done in waiting)
                        continue
                    if attempts >= ATTEMPTS:
                        raise BulkError(
                            f"block {block.number} (from byte {block.shift.bytes}) ended {ATTEMPTS} processes, one after the other"
                        ) from None
                    processes = self._begun(processes)
                    waiting = deque((item, _again(processes, work, item, done, options)) for item, done in waiting)
                    continue
                attempts = 0
                waiting.popleft()
                yield block, result
        finally:
            for _, future in waiting:
                future.cancel()

    def warm(self, paths: tuple[str, ...]) -> None:
        """Begin the processes, and have them read the formats of these folders, while a file is still on its way."""
        processes = self._begun(None)
        for _ in range(self.jobs):
            with suppress(BrokenProcessPool):  # whoever gives them work begins new ones
                processes.submit(_ready, paths)

    def _begun(self, lost: ProcessPoolExecutor | None) -> ProcessPoolExecutor:
        """Return the processes; new ones where those at hand are the ones that were lost."""
        with self._lock:
            if self._processes is None or self._processes is lost:
                if lost is not None:
                    lost.shutdown(wait=True, cancel_futures=True)
                self._processes = self._some(self.jobs)
            return self._processes

    def _some(self, count: int) -> ProcessPoolExecutor:
        parent = None if self._kind == "forkserver" else os.getpid()
        return ProcessPoolExecutor(count, multiprocessing.get_context(self._kind), _settle, (parent,))

    def _one(self) -> ProcessPoolExecutor:
        """Return one process beside the others."""
        return self._some(1)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            if self._processes is not None:
                self._processes.shutdown(wait=True, cancel_futures=True)
                self._processes = None


def run(work: Work, blocks: Iterator[Block], options: Options, jobs: int) -> Iterator[tuple[Block, Result]]:
    """Yield blocks with their results, in order, from so many processes that end with the job; raises BulkError."""
    if jobs == 1:
        for block in blocks:
            yield block, work(block, options)
        return
    pool = Pool(jobs)
    try:
        yield from pool(work, blocks, options)
    finally:
        pool.close()


def _submit(pool: ProcessPoolExecutor, judge: Work, block: Block, options: Options) -> Future[Result]:
    try:
        return pool.submit(judge, block, options)
    except BrokenProcessPool as error:
        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def _again(
    pool: ProcessPoolExecutor,
    judge: Work,
    block: Block,
    done: Future[Result],
    options: Options,
) -> Future[Result]:
    """Return the future of a block whose process may have ended before it was done."""
    if done.done() and not done.cancelled() and done.exception() is None:
        return done
    return _submit(pool, judge, block, options)


def _ready(paths: tuple[str, ...]) -> int:
    """Read what every block needs; return how many formats there are."""
    return len(Options("", "", paths=paths).registry.ids)


def _settle(parent: int | None) -> None:
    """Leave interrupts to the process that began this one, and end with it, however it ends.

    A process that a server of processes began ends with that server, which ends with its own parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.set_threshold(SELDOM)
    Thread(target=_follow, args=(os.getppid() if parent is None else parent,), daemon=True).start()


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
