"""The files that arguments mean: paths, folders, patterns, standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from opads.carriers.parquet.magic import MAGIC

__all__ = ("ROWS", "STDIN", "Input", "UnreadableError", "expand")

STDIN = "-"
ROWS = frozenset({".parquet"})
"""Endings of files whose rows are records of any format."""


class UnreadableError(OSError):
    """An input that cannot be read, or is larger than what is read whole."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input; ``path`` is None for standard input."""

    name: str
    path: Path | None

    @property
    def is_parquet(self) -> bool:
        """Whether it is a Parquet file."""
        try:
            if self.path is None:
                return False
            with self.path.open("rb") as stream:
                return stream.read(len(MAGIC)) == MAGIC
        except OSError:
            return False

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


def expand(
    arguments: Iterable[str], extensions: frozenset[str], packed: tuple[str, ...] = ()
) -> tuple[list[Input], list[str]]:
    """Return the inputs, each once and in order, and the folders and patterns in which there is none.

    Folders are searched for files with the extensions, also with one of ``packed`` behind it; names with wildcards are
    matched where the shell did not.
    """
    found: dict[str, Input] = {}
    empty: list[str] = []
    for argument in arguments:
        names = list(_names(argument, extensions, packed))
        if not names:
            empty.append(argument)
        for name in names:
            found.setdefault(name, Input("stdin", None) if name == STDIN else Input(name, Path(name)))
    return list(found.values()), empty


def _names(argument: str, extensions: frozenset[str], packed: tuple[str, ...]) -> Iterator[str]:
    if argument == STDIN:
        yield argument
    elif os.path.isdir(argument):  # noqa: PTH112 - names are kept as they were written
        yield from _in_folder(argument, extensions, packed)
    elif not os.path.lexists(argument) and any(sign in argument for sign in "*?["):
        for name in sorted(glob.glob(argument, recursive=True)):  # noqa: PTH207 - the same
            if os.path.isdir(name):  # noqa: PTH112 - the same
                yield from _in_folder(name, extensions, packed)
            else:
                yield name
    else:
        yield argument


def _in_folder(folder: str, extensions: frozenset[str], packed: tuple[str, ...]) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and _ending(name.lower(), packed) in extensions:
                yield os.path.join(parent, name)  # noqa: PTH118 - the same


def _ending(name: str, packed: tuple[str, ...]) -> str:
    """Return the ending of a file's name, under that of a packed file."""
    for ending in packed:
        name = name.removesuffix(ending)
    return Path(name).suffix
