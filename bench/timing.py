"""Interleaved timing: the contenders take turns, and the ratio of each round is what counts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ("Contender", "Result", "race")


@dataclass(frozen=True, slots=True)
class Contender:
    """A name and the work, which handles ``records`` records each time it is called."""

    name: str
    work: Callable[[], object]
    records: int


@dataclass(frozen=True, slots=True)
class Result:
    """Records per second (median) and the median ratio to the first contender."""

    name: str
    rate: float
    ratio: float


def race(contenders: list[Contender], rounds: int = 5) -> list[Result]:
    """Let the contenders run in turn; the first is the one the others are compared with."""
    times: dict[str, list[float]] = {c.name: [] for c in contenders}
    for contender in contenders:
        contender.work()
    for _ in range(rounds):
        for contender in contenders:
            start = time.perf_counter()
            contender.work()
            times[contender.name].append((time.perf_counter() - start) / contender.records)
    first = times[contenders[0].name]
    return [
        Result(
            c.name,
            1 / statistics.median(times[c.name]),
            statistics.median(base / own for base, own in zip(first, times[c.name], strict=True)),
        )
        for c in contenders
    ]
