"""The same work on Apache Spark, against processes of our own; only where PySpark and Java are at hand."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.goals import Goal, Race
from bench.measures.bulk import bulk, long_file
from bench.timing import Contender, race
from opads.formats import Registry

__all__ = ("measure",)


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Measure two processes and two local executors, the start of the Java machine included."""
    del registry
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        return
    path = folder / "lake.ndjson"
    count = long_file(path, 300_000_000)
    contenders = [
        Contender("opads bulk validate --jobs 2", partial(bulk, path, "--jobs", "2"), count),
        Contender(
            "opads bulk validate --engine spark --master local[2]",
            partial(bulk, path, "--engine", "spark", "--master", "local[2]"),
            count,
        ),
    ]
    results = race(contenders, min(rounds, 2))
    goal = Goal.of("Spark local[2]", "our own two processes", 0.8, results[-1])
    yield Race(f"{path.stat().st_size / 1e6:.0f} MB of NDJSON", results, [goal])
    path.unlink()
