"""The engine of bulk that runs blocks on Spark: in waves, in order, in bounded memory.

The driver cuts the input, as it does for processes of its own, and ships the bytes: what a worker can see of the file does not
matter. A task that is lost is done again by Spark, and its result is taken once, here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import count, islice
from typing import Any

from opads.bulk.blocks import Options, Result
from opads.bulk.errors import BulkError
from opads.bulk.running import Work
from opads.carriers import Block
from opads.spark.identity import identity
from opads.spark.session import told
from opads.spark.task import FAILED, REFUSED, decode_result, encode_block, perform

__all__ = ("SparkEngine",)

WAVES = 2
"""Waves on their way: while one ends, the next one keeps all cores busy."""
TOGETHER = 4
"""Blocks of one task: a task costs some milliseconds of the JVM and of its Python worker, beside the 100 ms of a block."""
MOST = 128
"""Blocks of one wave, but where there are more cores: they are held in the memory of this process and of the JVM."""
_TAGS = count()


class SparkEngine:
    """Runs work on the executors of a session, which whoever made it stops."""

    def __init__(self, session: Any) -> None:
        """Take a ``pyspark.sql.SparkSession`` with a context of its own (not one by Spark Connect)."""
        self.context = session.sparkContext

    def __call__(self, work: Work, blocks: Iterator[Block], options: Options) -> Iterator[tuple[Block, Result]]:
        """Yield blocks with their results, in order; raises BulkError where Spark gives up or a worker is another one."""
        tag = f"opads-{next(_TAGS)}"
        task = partial(perform, work=work, options=options, expected=identity(options))
        cores = self.context.defaultParallelism
        size = cores * max(1, min(TOGETHER, MOST // cores))
        waiting: deque[tuple[list[Block], Future[list[tuple[int, bytes]]]]] = deque()
        pool = ThreadPoolExecutor(WAVES, "opads-spark")
        try:
            while True:
                while len(waiting) < WAVES and (wave := list(islice(blocks, size))):
                    waiting.append((wave, pool.submit(self._wave, wave, cores, task, tag)))
                if not waiting:
                    return
                wave, future = waiting.popleft()
                for block, (ended, answer) in zip(wave, _answer(future), strict=True):
                    yield block, _result(ended, answer)
        finally:
            if waiting:
                self._cancel(tag)
            pool.shutdown(wait=True, cancel_futures=True)

    def _wave(self, wave: list[Block], cores: int, task: Any, tag: str) -> list[tuple[int, bytes]]:
        self.context.addJobTag(tag)
        blocks = self.context.parallelize([encode_block(block) for block in wave], min(cores, len(wave)))
        done: list[tuple[int, bytes]] = blocks.map(task).collect()
        return done

    def _cancel(self, tag: str) -> None:
        try:
            self.context.cancelJobsWithTag(tag)
        except Exception as error:
            if told(error) is None:
                raise


def _answer(future: Future[list[tuple[int, bytes]]]) -> list[tuple[int, bytes]]:
    try:
        return future.result()
    except Exception as error:
        if (words := told(error)) is None:
            raise
        raise BulkError(words) from error


def _result(ended: int, answer: bytes) -> Result:
    if ended == REFUSED:
        raise BulkError(answer.decode())
    if ended == FAILED:
        raise RuntimeError(answer.decode())
    return decode_result(answer)
