"""The election calendar: polls with their dates and where these were read."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from opads.standard import resources

__all__ = ("COLUMNS", "Calendar", "Election", "ElectionError", "default_calendar")


class ElectionError(LookupError):
    """There is no such poll in the calendar."""


class Election(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """One poll; dates are YYYY-MM-DD, ``end_date`` is empty where it lasts one day.

    ``source_date`` is the day on which the source was read or, where it says so itself, on which it was written.
    """

    id: str
    country: str
    territory: str
    type: str
    level: str
    round: str
    name: str
    date: str
    end_date: str
    source: str
    source_date: str
    verified: bool

    @property
    def facts(self) -> dict[str, str]:
        """The members of a situation's process that the calendar knows."""
        known = {
            "id": self.id, "type": self.type, "level": self.level, "country": self.country, "name": self.name,
            "date": self.date, "endDate": self.end_date or self.date, "round": self.round,
        }  # fmt: skip
        return {name: value for name, value in known.items() if value}


COLUMNS = tuple(field.name for field in msgspec.structs.fields(Election))


class Calendar:
    """Polls by id, in the order of their dates."""

    def __init__(self, elections: Iterable[Election]) -> None:
        self._elections = {e.id: e for e in sorted(elections, key=lambda e: (e.date, e.id))}

    def __iter__(self) -> Iterator[Election]:
        return iter(self._elections.values())

    def __len__(self) -> int:
        return len(self._elections)

    def get(self, election_id: str) -> Election:
        """Return a poll; raises ElectionError that names the nearest ids."""
        found = self._elections.get(election_id)
        if found is None:
            near = difflib.get_close_matches(election_id[:200], self._elections, n=3, cutoff=0.5)
            hint = f"; near it are {', '.join(near)}" if near else ""
            raise ElectionError(f"the election calendar has no {election_id[:80]!r}{hint}")
        return found


def default_calendar() -> Calendar:
    """Return the calendar that comes with the standard; raises ValueError for a row that cannot be read."""
    return _load(resources.root() / "elections")


@lru_cache(maxsize=4)
def _load(folder: Path) -> Calendar:
    return Calendar(election for path in sorted(folder.glob("*.csv")) for election in read(path))


def read(path: Path) -> Iterator[Election]:
    """Yield the rows of one file; raises ValueError where the columns or a flag are not those of the calendar."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name}: the columns must be {', '.join(COLUMNS)}")
        for row in rows:
            if row["verified"] not in {"yes", "no"}:
                raise ValueError(f"{path.name}: {row['id']}: verified is yes or no")
            known: dict[str, Any] = {**row, "verified": row["verified"] == "yes"}
            yield Election(**known)
