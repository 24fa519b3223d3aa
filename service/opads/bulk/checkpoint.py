"""The state of a job on disk: what is done, and what rules on sets keep. One transaction for each block.

Without a checkpoint file the same is kept in a temporary one, so that memory stays the same however many records come.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from opads.bulk.errors import BulkError
from opads.bulk.members import unpack
from opads.bulk.spread import Spread
from opads.parts import Part
from opads.sets import Group

__all__ = ("GROUP", "Checkpoint", "State")

GROUP = 5_000
"""Members of one group that are judged together; a larger group is not evaluated."""
SHAPE = 4

_TABLES = """
CREATE TABLE job (shape INTEGER, signature TEXT);
CREATE TABLE inputs (number INTEGER PRIMARY KEY, state BLOB);
CREATE TABLE members (number INTEGER PRIMARY KEY, rule INTEGER, key TEXT, member BLOB);
CREATE INDEX by_key ON members (rule, key, number);
"""


class State(msgspec.Struct):
    """How far the work on one input is."""

    part: Part
    blocks: int = 0
    digest: str = ""
    """The digest of the blocks done, by which a changed file is known."""
    missed: dict[int, str] = {}
    last: str = ""
    output: int = 0
    """Bytes of the outputs that belong to the blocks done."""
    rejected: int = 0
    told: int = 0
    """Bytes of the outcomes of records."""
    spread: Spread = Spread()
    """Where the findings are, where the outcomes of records are wanted."""
    accounted: int = 0
    losses: dict[str, int] = {}
    incomplete: bool = False
    bytes: int = 0
    sha256: str = ""
    format: str | None = None
    carrier: str | None = None
    manner: str = ""
    detected: bool = False
    done: bool = False
    error: str | None = None


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(State)


class Checkpoint:
    """The file. It is bound to one job: the same inputs, options, formats and engine."""

    def __init__(self, path: Path | None, signature: str) -> None:
        """Open the file; raises BulkError where it is that of another job, or none."""
        self.path = path
        try:
            self._base = sqlite3.connect("" if path is None else path)
            self._base.execute("PRAGMA synchronous = FULL" if path is not None else "PRAGMA synchronous = OFF")
            self._base.execute("PRAGMA cache_size = -8000")
            if self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                self._base.executescript(f"BEGIN; {_TABLES} COMMIT;")
                with self._base:
                    self._base.execute("INSERT INTO job VALUES (?, ?)", (SHAPE, signature))
            found = self._base.execute("SELECT shape, signature FROM job").fetchone()
        except sqlite3.Error as error:
            raise BulkError(f"{path}: is no checkpoint, or cannot be written ({error})") from error
        if found != (SHAPE, signature):
            raise BulkError(
                f"{path}: is the checkpoint of another job (other inputs, options, formats or version); "
                "name another file, or remove this one to begin again"
            )

    def states(self) -> dict[int, State]:
        """Return the states of the inputs begun."""
        rows = self._base.execute("SELECT number, state FROM inputs")
        return {number: _DECODER.decode(state) for number, state in rows}

    def save(self, number: int, state: State, members: tuple[tuple[int, str, bytes], ...] = ()) -> None:
        """Keep a state, and what a block left, at once or not at all."""
        with self._base:
            self._base.executemany("INSERT INTO members (rule, key, member) VALUES (?, ?, ?)", members)
            self._base.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?)", (number, _ENCODER.encode(state)))

    def keep(self, members: Iterable[tuple[int, str, bytes]]) -> None:
        """Keep members alone, in their order."""
        with self._base:
            self._base.executemany("INSERT INTO members (rule, key, member) VALUES (?, ?, ?)", members)

    def finish(self, number: int, state: State) -> None:
        """Keep the state of an input that is done, and nothing of its records."""
        with self._base:
            self._base.execute("DELETE FROM members")
            self._base.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?)", (number, _ENCODER.encode(state)))

    def groups(self, rule: int, least: int, *, distinct: bool = False) -> Iterator[Group]:
        """Yield the groups of a rule in the order of their first members, each with its members in order."""
        found = self._base.execute(
            "SELECT key, count(*) FROM members WHERE rule = ? GROUP BY key HAVING count(*) >= ? ORDER BY min(number)",
            (rule, least),
        )
        for key, count in found:
            rows = self._base.execute(
                "SELECT member FROM members WHERE rule = ? AND key = ? ORDER BY number LIMIT ?",
                (rule, key, -1 if distinct else GROUP if count <= GROUP else least),
            )
            yield _group((row[0] for row in rows), None if distinct else count)

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _group(members: Iterator[bytes], count: int | None) -> Group:
    """Return a group of so many members, of which the first are given; of distinct ones where it is not known how many."""
    group: Group | None = None
    for data in members:
        key, seen, member = unpack(data)
        if group is None:
            group = Group(key)
        group.take(seen, member, distinct=count is None)
        if count is None and len(group.members) > GROUP:
            break
    if group is None:
        raise AssertionError
    if (len(group.members) if count is None else count) > GROUP:
        group.refused = f"a group has more than {GROUP} members"
    return group
