"""Interleaved timing: the contenders take turns, and the ratio of each round is what counts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ("Contender", "Result", "race")


@dataclass(frozen=True, slots=True)
class Contender:
    """A name and the work, which handles ``records`` records each time it is called.

    Work that is done in another process gives the seconds it took there; other work gives anything else.
    """

    name: str
    work: Callable[[], object]
    records: int


@dataclass(frozen=True, slots=True)
class Result:
    """Records per second (median), the median ratio to the first contender, and the lowest and highest of it."""

    name: str
    rate: float
    ratio: float
    low: float
    high: float


def race(contenders: list[Contender], rounds: int = 5) -> list[Result]:
    """Let the contenders run in turn; the first is the one the others are compared with."""
    times: dict[str, list[float]] = {c.name: [] for c in contenders}
    for contender in contenders:
        contender.work()
    for _ in range(rounds):
        for contender in contenders:
            start = time.perf_counter()
            taken = contender.work()
            seconds = taken if isinstance(taken, float) else time.perf_counter() - start
            times[contender.name].append(seconds / contender.records)
    return [_result(c.name, times[contenders[0].name], times[c.name]) for c in contenders]


def _result(name: str, first: list[float], own: list[float]) -> Result:
    ratios = [base / seconds for base, seconds in zip(first, own, strict=True)]
    return Result(name, 1 / statistics.median(own), statistics.median(ratios), min(ratios), max(ratios))
