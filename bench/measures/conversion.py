"""Meta's records to the EU notice: with the account of every value, against validation and another mapping engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from bench import peers
from bench.goals import Goal, Race
from bench.records import ndjson, records_of
from bench.timing import Contender, race
from opads.conversion import convert
from opads.formats import Registry
from opads.validation import validate

__all__ = ("measure",)

COUNT = 1000
FEW = 50
"""Records of the races with the other engine, which is slow."""
DAY = date(2026, 11, 23)
SOURCE, TARGET = "meta-ad-library", "eu-ttpa"


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Measure both."""
    records = records_of(SOURCE, "lines.ndjson", COUNT, "id")
    data, few = ndjson(records), ndjson(records[:FEW])
    judge = partial(validate, registry=registry, source=SOURCE, carrier="ndjson", as_of=DAY)
    turn = partial(
        convert, registry=registry, source=SOURCE, carrier="ndjson", target=TARGET, target_carrier="ndjson", as_of=DAY
    )
    size = len(data) / COUNT / 1000
    results = race(
        [
            Contender("opads validate", partial(judge, data), COUNT),
            Contender(f"opads validate --for {TARGET}", partial(judge, data, targets=(TARGET,)), COUNT),
            Contender(f"opads convert --to {TARGET}: output, account, report on it", partial(turn, data), COUNT),
        ],
        rounds,
    )
    goal = Goal.of(f"{SOURCE} to {TARGET} with the account", "opads validate", 0.5, results[-1])
    yield Race(f"Meta's records, NDJSON, {size:.1f} kB each, one process", results, [goal])
    path = folder / "meta.ndjson"
    path.write_bytes(few)
    with peers.jsonata(peers.HERE / "meta-to-eu-ttpa.jsonata", path) as worker:
        results = race(
            [
                Contender("jsonata-python: the same mapping, no account, no check", worker.work, FEW),
                Contender(f"opads convert --to {TARGET}", partial(turn, few), FEW),
            ],
            rounds,
        )
    goal = Goal.of(f"{SOURCE} to {TARGET} with the account", "jsonata-python", 10.0, results[-1])
    yield Race("The same mapping as a JSONata expression", results, [goal])
