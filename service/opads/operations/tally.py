"""Counts of one process, and those of all processes of a service put together.

A request costs one look-up and a few additions. Every process writes what it counted into a file of a folder that all of them know,
once a second and at its end; whichever is asked adds them up. Files of processes that ended stay, so that counts never fall.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

__all__ = ("BOUNDS", "Requests", "Tally", "Verdicts", "gathered")

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the buckets of durations, in seconds; one more has no bound."""


@dataclass(slots=True)
class Requests:
    """Requests of one route, method and status."""

    count: int = 0
    seconds: float = 0.0
    taken: int = 0
    """Bytes of bodies that came in."""
    given: int = 0
    """Bytes of bodies that went out."""
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))

    def add(self, other: Requests) -> None:
        """Take in the counts of another process."""
        self.count += other.count
        self.seconds += other.seconds
        self.taken += other.taken
        self.given += other.given
        self.buckets = [mine + its for mine, its in zip(self.buckets, other.buckets, strict=True)]


@dataclass(slots=True)
class Verdicts:
    """Documents of one format and verdict."""

    documents: int = 0
    records: int = 0


class Tally:
    """What one process counts; ``processes`` and ``under_way`` are of those that live."""

    def __init__(self, processes: int = 1, under_way: int = 0) -> None:
        self.requests: dict[tuple[str, str, int], Requests] = {}
        self.verdicts: dict[tuple[str, str], Verdicts] = {}
        self.processes = processes
        self.under_way = under_way
        self._lock = Lock()

    def answered(self, route: str, method: str, status: int, seconds: float, taken: int, given: int) -> None:
        """Count a request; called in the thread of the event loop alone."""
        row = self.requests.get((route, method, status))
        if row is None:
            row = self.requests.setdefault((route, method, status), Requests())
        row.count += 1
        row.seconds += seconds
        row.taken += taken
        row.given += given
        row.buckets[bisect_left(BOUNDS, seconds)] += 1

    def judged(self, format_id: str | None, verdict: str, records: int) -> None:
        """Count a document with its records; called from any thread."""
        with self._lock:
            row = self.verdicts.setdefault((format_id or "unknown", verdict), Verdicts())
            row.documents += 1
            row.records += records

    def add(self, other: Tally) -> None:
        """Take in the counts of another process."""
        for key, requests in other.requests.items():
            self.requests.setdefault(key, Requests()).add(requests)
        for name, verdicts in other.verdicts.items():
            row = self.verdicts.setdefault(name, Verdicts())
            row.documents += verdicts.documents
            row.records += verdicts.records
        self.under_way += other.under_way
        self.processes += other.processes

    def write(self, folder: Path, *, ended: bool = False) -> None:
        """Write the counts for the other processes; where that is not possible, they go without."""
        rows = [
            [*key, row.count, row.seconds, row.taken, row.given, row.buckets]
            for key, row in list(self.requests.items())
        ]
        with self._lock:
            verdicts = [[*key, row.documents, row.records] for key, row in self.verdicts.items()]
        kept = {"pid": 0 if ended else os.getpid(), "under_way": self.under_way, "requests": rows, "verdicts": verdicts}
        part = folder / f"{os.getpid()}.part"
        with suppress(OSError):
            part.write_text(json.dumps(kept))
            part.replace(folder / f"{os.getpid()}.json")


def gathered(folder: Path | None, own: Tally) -> Tally:
    """Return the counts of all processes that write into a folder; those of this process alone where there is none."""
    whole = Tally(processes=0)
    whole.add(own)
    for file in sorted(folder.glob("*.json")) if folder is not None else ():
        if file.stem != str(os.getpid()):
            with suppress(OSError, ValueError, KeyError, TypeError):
                whole.add(_read(file))
    return whole


def _read(file: Path) -> Tally:
    kept = json.loads(file.read_text())
    lives = _lives(kept["pid"])
    found = Tally(int(lives), kept["under_way"] if lives else 0)
    for route, method, status, count, seconds, taken, given, buckets in kept["requests"]:
        found.requests[route, method, status] = Requests(count, seconds, taken, given, buckets)
    for format_id, verdict, documents, records in kept["verdicts"]:
        found.verdicts[format_id, verdict] = Verdicts(documents, records)
    return found


def _lives(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
