"""Meta's records to the EU notice: with the account of every value, against validation and another mapping engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from bench import peers
from bench.goals import Goal, Race
from bench.records import ndjson, records_of
from bench.timing import Contender, race
from opads.bulk.blocks import Options, convert_block, judge_block
from opads.carriers import Block
from opads.conversion import convert
from opads.formats import Registry

__all__ = ("measure",)

COUNT = 2000
DAY = date(2026, 11, 23)
SOURCE, TARGET = "meta-ad-library", "eu-ttpa"


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Measure both: what is done with a block, as bulk work and the validator do it."""
    data = ndjson(records_of(SOURCE, "lines.ndjson", COUNT, "id"))
    block = Block(0, data, whole=True)
    judging = Options(SOURCE, "ndjson", as_of=DAY)
    lawful = Options(SOURCE, "ndjson", targets=(TARGET,), as_of=DAY)
    turning = Options(SOURCE, "ndjson", as_of=DAY, target=TARGET, target_carrier="ndjson", account=True)
    whole = partial(
        convert, data, registry, source=SOURCE, carrier="ndjson", target=TARGET, target_carrier="ndjson", as_of=DAY
    )
    size = len(data) / COUNT / 1000
    results = race(
        [
            Contender("validate", partial(judge_block, block, judging), COUNT),
            Contender(f"validate --for {TARGET}", partial(judge_block, block, lawful), COUNT),
            Contender(f"convert --to {TARGET}: output and account", partial(convert_block, block, turning), COUNT),
            Contender("the same, and the report on the output", whole, COUNT),
        ],
        rounds,
    )
    goal = Goal.of(f"{SOURCE} to {TARGET} with the account", "validate", 0.5, results[2])
    yield Race(f"Meta's records, NDJSON, {size:.1f} kB each, one process", results, [goal])
    path, given = folder / "meta.ndjson", folder / "mapped.json"
    path.write_bytes(data)
    with peers.jsonata(peers.HERE / "meta-to-eu-ttpa.jsonata", path, given) as worker:
        plain = convert(
            data, registry, source=SOURCE, carrier="ndjson", target=TARGET, target_carrier="ndjson", carry=False
        )
        if json.loads(given.read_text()) != [json.loads(line) for line in plain.output.splitlines()]:
            raise SystemExit("the records are mapped in two ways: nothing was measured")
        results = race(
            [
                Contender("jsonata-python: the same notices, no account, no check", worker.work, COUNT),
                Contender("convert: output and account", partial(convert_block, block, turning), COUNT),
            ],
            rounds,
        )
    goal = Goal.of(f"{SOURCE} to {TARGET} with the account", "jsonata-python", 10.0, results[-1])
    yield Race("The same mapping as a JSONata expression", results, [goal])
