"""The peers: programs that do part of the same work, installed by the bench itself in a folder that can be deleted."""

from __future__ import annotations

import json
import shutil
import subprocess
import venv
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ("FOLDER", "HERE", "Worker", "node", "python", "versions")

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / ".bench"
PYTHON = {
    "check-jsonschema": "0.39.0",
    "fecfile": "0.9.1",
    "jsonata-python": "0.7.1",
    "jsonschema-rs": "0.60.3",
    "orjson": "3.13.0",
}
NODE = {"ajv": "8.20.0", "ajv-formats": "3.0.1"}


def versions() -> str:
    """Return what takes part, as text."""
    return ", ".join(f"{name} {number}" for name, number in sorted({**PYTHON, **NODE}.items()))


@cache
def python() -> Path:
    """Return the folder of commands of an environment that has the Python peers."""
    wanted = " ".join(f"{name}=={number}" for name, number in PYTHON.items())
    return _made(FOLDER / "python", wanted, _python) / "bin"


@cache
def node() -> Path | None:
    """Return the folder with the Node peers; None where there is no Node."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    wanted = " ".join(f"{name}@{number}" for name, number in NODE.items())
    return _made(FOLDER / "node", wanted, _node)


def _made(folder: Path, wanted: str, make: object) -> Path:
    stamp = folder / "wanted"
    if not stamp.is_file() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if callable(make):
            make(folder, wanted.split())
        stamp.write_text(wanted)
    return folder


def _python(folder: Path, wanted: list[str]) -> None:
    venv.create(folder, with_pip=True)
    pip = [folder / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, *wanted], check=True)


def _node(folder: Path, wanted: list[str]) -> None:
    (folder / "package.json").write_text(json.dumps({"private": True}))
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *wanted], cwd=folder, check=True)


class Worker:
    """A process that does its work once for each line it is sent, and answers with the nanoseconds it took."""

    def __init__(self, command: list[str], cwd: Path | None = None) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=cwd, bufsize=1
        )
        answer = self._answer()
        if answer != "ready":
            raise SystemExit(f"{command[0]} did not get ready: {answer!r}")

    def _answer(self) -> str:
        if self._process.stdout is None:
            raise AssertionError
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("a peer ended before its work was done")
        return line.strip()

    def work(self) -> float:
        """Let it work once; return the seconds."""
        if self._process.stdin is None:
            raise AssertionError
        self._process.stdin.write("go\n")
        return int(self._answer()) / 1e9

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()


def _script(name: str, *arguments: str | Path) -> Worker:
    return Worker([str(python() / "python"), str(HERE / name), *map(str, arguments)])


fecfile = partial(_script, "fecfile_parse.py")
jsonata = partial(_script, "jsonata_map.py")


def ajv(schema: Path, records: Path) -> Worker | None:
    """Return ajv on a file of lines, by a compiled schema; None where there is no Node."""
    folder = node()
    if folder is None:
        return None
    shutil.copy(HERE / "ajv_validate.mjs", folder / "ajv_validate.mjs")
    return Worker(["node", "ajv_validate.mjs", str(schema), str(records)], cwd=folder)
