"""Measures OPADS against named peers in one run: ``make bench`` (minutes), ``make bench FULL=1`` (an hour)."""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.goals import Race
from bench.measures import bulk, conversion, filings, one_file, schema_and_rules, served, sparked, tables
from bench.results import table, written
from opads.cli.main import SELDOM
from opads.formats import default_registry

MEASURES = {
    "canonical": schema_and_rules.measure,
    "conversion": conversion.measure,
    "filings": filings.measure,
    "tables": tables.measure,
    "start": one_file.measure,
    "served": served.measure,
    "processes": bulk.measure,
    "spark": sparked.measure,
}
FAST_ROUNDS, FULL_ROUNDS = 5, 11
RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Run the measurements asked for, print each, and keep the table where all were run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("measures", nargs="*", choices=[[], *MEASURES, "memory"], help="all, where none is named")
    parser.add_argument("--full", action="store_true", help="more rounds, and memory over files of 200 MB and 2 GB")
    parser.add_argument("--write", action="store_true", help="keep the table in bench/RESULTS.md")
    wanted = parser.parse_args()
    gc.freeze()
    gc.set_threshold(SELDOM)  # as the command line and its workers do, for all contenders in this process
    races = []
    with tempfile.TemporaryDirectory() as folder:
        for race in _races(wanted.measures, Path(folder), full=wanted.full):
            races.append(race)
            print(table(race), flush=True)
    if wanted.write:
        RESULTS.write_text(written(races, " ".join(["python -m bench", *sys.argv[1:]])), encoding="utf-8")


def _races(names: list[str], folder: Path, *, full: bool) -> Iterator[Race]:
    registry = default_registry()
    for name, measure in MEASURES.items():
        if not names or name in names:
            yield from measure(registry, folder, FULL_ROUNDS if full else FAST_ROUNDS)
    if full or "memory" in names:
        yield bulk.memory(folder, 200_000_000, 2_000_000_000)
    elif not names:
        yield bulk.memory(folder, 10_000_000, 100_000_000)


if __name__ == "__main__":
    main()
