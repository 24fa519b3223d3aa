"""What was stated, for which record: by pointers into the records of the target format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

__all__ = ("EVERY", "Statements")

EVERY = -1
"""In the place of a record's number: the statement holds for each record that lacks the field."""
MOST = 2000
"""Statements that are taken."""


class Statements(msgspec.Struct, frozen=True):
    """Texts (or lists of texts) by pointer, for each record by its number (from 0) and for every one."""

    by_record: Mapping[int, Mapping[str, str | list[str]]] = {}

    def __bool__(self) -> bool:
        return any(self.by_record.values())

    def of(self, record: int) -> dict[str, tuple[str | list[str], bool]]:
        """Return what is stated of a record by pointer, its own before what is stated of every one, which is marked True."""
        common = {pointer: (text, True) for pointer, text in self.by_record.get(EVERY, {}).items()}
        own = {pointer: (text, False) for pointer, text in self.by_record.get(record, {}).items()}
        return {**common, **own}

    def with_(self, record: int, pointer: str, text: str | list[str]) -> Statements:
        """Return these and one more; an empty text takes a statement back."""
        there = {p: t for p, t in self.by_record.get(record, {}).items() if p != pointer}
        if text and sum(map(len, self.by_record.values())) < MOST:
            there[pointer] = text
        rest = {number: said for number, said in self.by_record.items() if number != record}
        return Statements({**rest, record: there} if there else rest)

    def written(self) -> str:
        """Return these as JSON, for :meth:`read`."""
        return msgspec.json.encode({str(n): said for n, said in sorted(self.by_record.items())}).decode()

    @classmethod
    def read(cls, text: str | bytes) -> Statements:
        """Return what :meth:`written` gave; raises ValueError for anything else."""
        try:
            found = msgspec.json.decode(text, type=dict[int, dict[str, str | list[str]]])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ValueError(str(error)) from error
        kept = Statements()
        for record, pointer, stated in _each(found):
            kept = kept.with_(record, pointer, stated)
        return kept


def _each(found: Mapping[int, Mapping[str, Any]]) -> Iterator[tuple[int, str, Any]]:
    for record, said in found.items():
        for pointer, text in said.items():
            if pointer.startswith("/") and record >= EVERY:
                yield record, pointer, text
