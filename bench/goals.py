"""What a measurement is compared with: a goal is a ratio between two contenders of one race."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.timing import Result

__all__ = ("Goal", "Race")


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that is aimed at: at least ``bound`` (or at most, where lower is better), and what was measured.

    ``low`` and ``high`` are the lowest and the highest ratio of a round.
    """

    work: str
    against: str
    bound: float
    measured: float
    low: float
    high: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        """Whether the measured ratio is within the bound."""
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound

    @classmethod
    def of(cls, work: str, against: str, bound: float, result: Result) -> Goal:
        """Return the goal that a contender's speed is at least so many times that of the first of its race."""
        return cls(work, against, bound, result.ratio, result.low, result.high)


@dataclass(frozen=True, slots=True)
class Race:
    """One table of results, with the goals that rest on it, and what to know when reading it."""

    title: str
    results: list[Result]
    goals: list[Goal] = field(default_factory=list)
    unit: str = "records/s"
    notes: tuple[str, ...] = ()
