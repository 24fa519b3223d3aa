"""One small file as a process of its own, as a hook or a pipeline runs it: start-up counts, and little else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from bench.timing import Contender
from opads.standard import resources
from opads.standard.bundling import bundle

__all__ = ("one_file",)

PEERS = ("check-jsonschema", "jsonschema")
"""Commands that check a file by a JSON Schema; those found on the path or beside this Python take part."""


def one_file(folder: Path) -> list[Contender]:
    """Compare ``opads validate`` with a schema check of the same file; ``folder`` is for what the peers need."""
    schema = folder / "disclosure.json"
    schema.write_text(json.dumps(bundle()), encoding="utf-8")
    example = str(resources.examples() / "complete.json")
    beside = str(Path(sys.executable).parent)
    found = [
        Contender(name, partial(run, [command, *arguments(name, schema, example)]), 1)
        for name in PEERS
        if (command := shutil.which(name, path=f"{os.environ.get('PATH', '')}{os.pathsep}{beside}")) is not None
    ]
    opads = [sys.executable, "-c", "from opads.cli.main import main; main()"]
    return [
        *found,
        Contender("opads validate", partial(run, [*opads, "validate", example]), 1),
        Contender("opads validate, JSON report", partial(run, [*opads, "validate", "--format", "json", example]), 1),
        Contender("opads detect", partial(run, [*opads, "detect", example]), 1),
        Contender("opads formats", partial(run, [*opads, "formats"]), 1),
        Contender("opads --help", partial(run, [*opads, "--help"]), 1),
        Contender("python -c pass", partial(run, [sys.executable, "-c", "pass"]), 1),
    ]


def arguments(peer: str, schema: Path, example: str) -> list[str]:
    """Return the arguments of a peer."""
    return ["--schemafile", str(schema), example] if peer == "check-jsonschema" else ["-i", example, str(schema)]


def run(command: list[str]) -> None:
    """Run a command with its bytecode kept, as it is where it is installed; it must end well."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
