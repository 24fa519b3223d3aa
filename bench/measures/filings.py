"""Filings of the FEC: parsing, lens, schemas, rules and report, against parsing alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from bench import peers
from bench.goals import Goal, Race
from bench.records import filing
from bench.timing import Contender, race
from opads.formats import Registry
from opads.validation import validate

__all__ = ("measure",)

LINES = 1000
DAY = date(2026, 11, 23)
FORMAT = "us-fec"


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Measure a filing of ad lines alone, and one in which most lines are of another kind, as most filings are."""
    format_ = registry.get(FORMAT)
    example = format_.folder / "examples" / "valid" / "f3x-with-schedule-e.fec"
    for title, outside in (("ad lines alone", 0), ("one ad line in ten", 9)):
        path = folder / f"filing-{outside}.fec"
        path.write_bytes(filing(example, LINES // (outside + 1), outside=outside))
        data = path.read_bytes()
        ours = partial(validate, data, registry, source=FORMAT, as_of=DAY)
        if ours().totals.records < LINES // (outside + 1):
            raise SystemExit("the filing of the benchmark has fewer ads than it should")
        with peers.fecfile(path) as worker:
            contenders = [
                Contender("fecfile.loads: parsing", worker.work, LINES),
                Contender("opads validate: parsing, schemas, rules, report", ours, LINES),
            ]
            results = race(contenders, rounds)
        goal = Goal.of(f".fec filings, {title}: parse + validate", contenders[0].name, 5.0, results[-1])
        yield Race(f"A filing of {LINES} lines, {title}", results, [goal], unit="lines/s")
