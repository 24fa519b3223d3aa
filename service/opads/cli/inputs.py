"""The files that arguments mean: paths, folders, patterns, standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ("STDIN", "Input", "UnreadableError", "expand")

STDIN = "-"


class UnreadableError(OSError):
    """An input that cannot be read, or is larger than what is read whole."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input; ``path`` is None for standard input."""

    name: str
    path: Path | None

    def read(self, most: int) -> bytes:
        """Return all bytes; raises UnreadableError, also where there are more than ``most``."""
        try:
            if self.path is None:
                data = sys.stdin.buffer.read(most + 1)
            else:
                with self.path.open("rb") as stream:
                    data = stream.read(most + 1)
        except OSError as error:
            raise UnreadableError(f"{self.name}: cannot be read ({error.strerror})") from error
        if len(data) > most:
            raise UnreadableError(f"{self.name}: is larger than {most:,} bytes and was not checked")
        return data


def expand(arguments: Iterable[str], extensions: frozenset[str]) -> tuple[list[Input], list[str]]:
    """Return the inputs, each once and in order, and the folders and patterns in which there is none.

    Folders are searched for files with the extensions; names with wildcards are matched where the shell did not.
    """
    found: dict[str, Input] = {}
    empty: list[str] = []
    for argument in arguments:
        names = list(_names(argument, extensions))
        if not names:
            empty.append(argument)
        for name in names:
            found.setdefault(name, Input("stdin", None) if name == STDIN else Input(name, Path(name)))
    return list(found.values()), empty


def _names(argument: str, extensions: frozenset[str]) -> Iterator[str]:
    if argument == STDIN:
        yield argument
    elif os.path.isdir(argument):  # noqa: PTH112 - names are kept as they were written
        yield from _in_folder(argument, extensions)
    elif not os.path.lexists(argument) and any(sign in argument for sign in "*?["):
        for name in sorted(glob.glob(argument, recursive=True)):  # noqa: PTH207 - the same
            if os.path.isdir(name):  # noqa: PTH112 - the same
                yield from _in_folder(name, extensions)
            else:
                yield name
    else:
        yield argument


def _in_folder(folder: str, extensions: frozenset[str]) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in extensions:
                yield os.path.join(parent, name)  # noqa: PTH118 - the same
