"""Code lists: the codes a value may take, each with title, source and dates of validity."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from opads.standard import resources

__all__ = ("Code", "CodeList", "CodeListError", "is_code", "load", "titles")


class CodeListError(LookupError):
    """There is no such code list."""


class Code(msgspec.Struct, frozen=True):
    """One code; dates are YYYY-MM-DD and belong to the span, an empty one is open."""

    code: str
    title: str
    definition: str
    source: str
    valid_from: str
    valid_until: str
    replaced_by: str

    def is_valid(self, as_of: str) -> bool:
        """Whether the code was in force on a day (YYYY-MM-DD; a time of day is ignored)."""
        day = as_of[:10]
        return self.valid_from <= day and (not self.valid_until or day <= self.valid_until)


class CodeList(Mapping[str, Code]):
    """The codes of one list by code, in the order of its file."""

    def __init__(self, name: str, codes: Mapping[str, Code]) -> None:
        self.name = name
        self._codes = MappingProxyType(dict(codes))

    def __getitem__(self, code: str) -> Code:
        return self._codes[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


def load(name: str) -> CodeList:
    """Return a code list of the standard; raises CodeListError if there is none of that name."""
    return _load(resources.codelists(), name)


def is_code(name: str, value: object, as_of: str | None = None) -> bool:
    """Whether the value is a code of the list and, with a day, was in force on it. Raises CodeListError."""
    codes = load(name)
    if not isinstance(value, str) or value not in codes:
        return False
    return as_of is None or codes[value].is_valid(as_of)


def titles(name: str) -> dict[str, str]:
    """Return code -> title of a list. Raises CodeListError."""
    return {code: entry.title for code, entry in load(name).items()}


@lru_cache(maxsize=256)
def _load(folder: Path, name: str) -> CodeList:
    # The name may come from a rule or a request: only a listed file is opened.
    if name not in {path.stem for path in folder.glob("*.csv")}:
        raise CodeListError(f"there is no code list {name!r}")
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = [Code(**row) for row in csv.DictReader(stream)]
    return CodeList(name, {row.code: row for row in rows})
