"""One small file as a process of its own, as a hook or a pipeline runs it: start-up counts, and little else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench import peers
from bench.goals import Goal, Race
from bench.timing import Contender, race
from opads.formats import Registry
from opads.standard import resources
from opads.standard.bundling import bundle

__all__ = ("measure",)


def measure(registry: Registry, folder: Path, rounds: int) -> Iterator[Race]:
    """Measure commands from their start to their end."""
    del registry
    schema = folder / "disclosure.json"
    schema.write_text(json.dumps(bundle()), encoding="utf-8")
    example = str(resources.examples() / "complete.json")
    opads = [sys.executable, "-c", "from opads.cli.main import main; main()"]
    peer = [str(peers.python() / "check-jsonschema"), "--schemafile", str(schema), example]
    notice = next((resources.root() / "formats" / "eu-ttpa" / "examples" / "valid").glob("*.json"))
    contenders = [
        Contender("check-jsonschema", partial(_run, peer), 1),
        Contender("opads validate", partial(_run, [*opads, "validate", example]), 1),
        Contender("opads validate, a notice with 116 rules", partial(_run, [*opads, "validate", str(notice)]), 1),
        Contender("opads validate, JSON report", partial(_run, [*opads, "validate", "--format", "json", example]), 1),
        Contender("opads detect", partial(_run, [*opads, "detect", example]), 1),
        Contender("opads --help", partial(_run, [*opads, "--help"]), 1),
        Contender("python -c pass", partial(_run, [sys.executable, "-c", "pass"]), 1),
    ]
    results = race(contenders, max(rounds, 7))
    ours = results[1]
    goal = Goal(
        "one-file validate as a process: wall time",
        contenders[0].name,
        0.5,
        1 / ours.ratio,
        1 / ours.high,
        1 / ours.low,
        at_most=True,
    )
    yield Race("One file, one process", results, [goal], unit="runs/s")


def _run(command: list[str]) -> None:
    """Run a command with its bytecode kept, as it is where it is installed; what it answers must be an answer."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
