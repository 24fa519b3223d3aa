"""What is wrong with a folder, in terms of its author: file, place, what, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

__all__ = ("Grade", "Problem", "line_of")

Grade = Literal["problem", "remark", "to-do"]
"""A problem makes the folder unsound; a remark tells what good folders have; a to-do is work that may wait."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is wrong; ``line`` counts from 1."""

    grade: Grade
    file: str
    text: str
    fix: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """Return file and fault in one line."""
        return f"{self.file}: {self.text}"

    @property
    def place(self) -> str:
        """File and line."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


def line_of(path: Path, *needles: str) -> int | None:
    """Return the line of the first needle that a file has, each looked for in turn."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return next((n for needle in needles for n, line in enumerate(lines, 1) if needle in line), None)
