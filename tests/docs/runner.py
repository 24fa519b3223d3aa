"""Carries out a page of documentation: files are written, changes applied, commands run, and outputs compared.

Blocks with ``file=NAME`` write that file; ``diff file=NAME`` changes it; ``console`` runs the lines that begin with
``$ ``. ``python -m tests.docs.runner PAGE`` writes the outputs of today into the page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command line and what it writes."""

    line: str
    output: str


def commands(block: str) -> list[Command]:
    """Split a console block into commands, each with the output that follows."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert parts[0] == "", "a console block begins with a command"
    found = []
    for part in parts[1:]:
        line, _, output = part.partition("\n")
        while line.endswith("\\"):
            more, _, output = output.partition("\n")
            line += "\n" + more
        found.append(Command(line, output))
    return found


class Session:
    """A folder and a shell's last exit code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = 0
        tools = folder.parent / "tools"
        tools.mkdir()
        script = tools / "opads"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m opads.cli "$@"\n')
        script.chmod(0o755)
        keep = {k: v for k, v in os.environ.items() if k in ("HOME", "LANG", "OPADS_CACHE", "XDG_CACHE_HOME")}
        self.environment = keep | {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT / "service"),
            "NO_COLOR": "1",
            "LC_ALL": "C.UTF-8",
        }

    def run(self, line: str) -> str:
        """Run one command and return all that it writes."""
        done = subprocess.run(
            ["/bin/sh", "-c", f"(exit {self.code})\n{line}"],
            cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120,
        )  # fmt: skip
        self.code = done.returncode
        return done.stdout.decode().replace("\r\n", "\n")

    def write(self, name: str, text: str) -> None:
        """Write a file of the page."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, diff: str) -> None:
        """Apply a change: the lines kept and removed must stand in the file exactly once, one after the other."""
        text = (self.folder / name).read_text(encoding="utf-8")
        for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
            lines = [line or " " for line in hunk.splitlines()]
            before = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
            after = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
            assert all(line[0] in " +-" for line in lines), hunk
            assert text.count(before) == 1, f"{name} has not once:\n{before}"
            text = text.replace(before, after)
        (self.folder / name).write_text(text, encoding="utf-8")


def fits(expected: str, actual: str) -> bool:
    """Say whether an output is the one shown, where a line ``...`` stands for any number of lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + r"\n" for line in expected.splitlines()
    )
    return re.fullmatch(pattern, actual) is not None


def carried_out(page: str, folder: Path) -> tuple[str, list[str]]:
    """Carry a page out; return it with the outputs of today, and what differs from those it shows."""
    session = Session(folder)
    differing: list[str] = []

    def block(match: re.Match[str]) -> str:
        language, words, body = match[1], match[2].strip(), match[3]
        named = re.fullmatch(r"file=(\S+)", words)
        if named and language == "diff":
            session.change(named[1], body)
        elif named:
            session.write(named[1], body)
        elif language == "console":
            shown = ""
            for command in commands(body):
                actual = session.run(command.line)
                right = fits(command.output, actual)
                if not right:
                    differing.append(f"$ {command.line}\nshown:\n{command.output}\ngot:\n{actual}")
                shown += f"$ {command.line}\n" + (command.output if right else actual)
            return f"```console\n{shown}```"
        return match[0]

    return FENCE.sub(block, page), differing


def main(path: Path) -> None:
    """Write the outputs of today into a page."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "norland"
        folder.mkdir()
        text, differing = carried_out(path.read_text(encoding="utf-8"), folder)
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(differing)} outputs were renewed\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
