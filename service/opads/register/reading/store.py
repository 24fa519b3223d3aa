"""The register as it is read: searched, one disclosure at a time, with its versions and its history."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from opads.register.reading.asking import PUBLIC_STATUS, Query, Viewer
from opads.register.reading.folding import fold, look
from opads.register.reading.indexing import LOOK
from opads.register.reading.public import PublicView, public_view
from opads.standard.jsonvalue import canonical
from opads.storage import Database, Transaction
from opads.storage.database import Row

__all__ = ("COUNTED", "Count", "Found", "Held", "NotShownError", "Original", "Reading", "Step", "UnknownError")

COUNTED = 10_000
"""Disclosures that are counted; of more it is said that there are more."""
ALIKE = 50
"""Sponsors with a name of the same look that are compared."""
COLUMNS = "d.id, d.chain, d.account, d.publisher_id, d.status, d.version, d.sequence, d.format, d.canonical, d.first_at, d.changed_at"
_decoder = msgspec.json.Decoder(dict[str, Any])


class UnknownError(Exception):
    """The register has no such disclosure or version, or not for who asks."""


class Held(msgspec.Struct, frozen=True):
    """A disclosure as it stands."""

    id: str
    chain: str
    account: str
    publisher_id: str | None
    status: str
    version: int
    sequence: int
    format: str
    canonical: str
    first_at: str
    changed_at: str


class Found(msgspec.Struct, frozen=True):
    """A disclosure that a search found, with what lists show of it; nothing of what is no longer shown."""

    held: Held
    summary: dict[str, Any]


class Count(msgspec.Struct, frozen=True):
    """How many there are; at least so many where it is not exact."""

    number: int
    exact: bool


class Step(msgspec.Struct, frozen=True):
    """An entry of the log about one disclosure; ``canonical`` is the SHA-256 of a version, None of a step that makes none."""

    sequence: int
    kind: str
    version: int
    account: str
    at: str
    reason: str | None
    canonical: str | None
    document: str | None
    hash: str
    previous: str


class NotShownError(Exception):
    """A disclosure that is not shown to who asks: withdrawn, suspended; ``step`` is the last of its log."""

    def __init__(self, held: Held, step: Step | None) -> None:
        super().__init__(held.status)
        self.held = held
        self.step = step


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as they were handed in."""

    content: bytes
    sha256: str
    media_type: str
    carrier: str
    format: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A version of a disclosure: as the viewer may see it, and what was withheld."""

    held: Held
    version: int
    view: PublicView
    content: bytes
    """The view in the canonical form of RFC 8785."""
    is_public: bool
    digest: str
    """The SHA-256 of its canonical form, as the log has it."""
    intact: bool
    """Whether what is kept under that digest has it."""


class Reading:
    """Reads the register of a database. Every method takes who reads, and tells nothing that is not theirs to see."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def search(self, query: Query, viewer: Viewer, limit: int, after: tuple[str, str] | None = None) -> list[Found]:
        """Return the newest disclosures that fit, those after the one accepted at a moment with an id."""
        condition, values = query.conditions(viewer)
        if after is not None:
            condition += " AND (d.first_at < ? OR (d.first_at = ? AND d.id < ?))"
            values = (*values, after[0], after[0], after[1])
        sql = (
            f"SELECT {COLUMNS}, r.summary FROM disclosure d LEFT JOIN search_row r ON r.disclosure = d.id "  # noqa: S608 - ours
            f"WHERE {condition} ORDER BY d.first_at DESC, d.id DESC LIMIT ?"
        )
        rows = self.database.read(lambda t: t.all(sql, *values, limit))
        return [_found(row, viewer) for row in rows]

    def count(self, query: Query, viewer: Viewer) -> Count:
        """Return how many fit."""
        condition, values = query.conditions(viewer)
        sql = f"SELECT count(*) FROM (SELECT 1 FROM disclosure d WHERE {condition} LIMIT ?) AS found"  # noqa: S608 - ours
        row = self.database.read(lambda t: t.one(sql, *values, COUNTED + 1))
        number = int(row[0]) if row else 0
        return Count(min(number, COUNTED), number <= COUNTED)

    def held(self, disclosure_id: str, viewer: Viewer) -> Held:
        """Return a disclosure as it stands; raises UnknownError."""
        return self.database.read(lambda t: _held(t, disclosure_id, viewer))

    def whole(self, disclosure_id: str, viewer: Viewer, version: int | None = None) -> Whole:
        """Return a version, the newest when None: all of it to whom it belongs, the public view to the rest.

        Raises UnknownError, and NotShownError where the public does not see it.
        """

        def job(t: Transaction) -> Whole:
            held = _held(t, disclosure_id, viewer)
            _shown(t, held, viewer)
            number = held.version if version is None else version
            row = t.one(
                "SELECT c.bytes, e.canonical FROM entry e JOIN content c ON c.sha256 = e.canonical WHERE e.chain = ? AND e.disclosure = ? "
                "AND e.version = ? ORDER BY e.sequence DESC LIMIT 1",
                *(held.chain, held.id, number),
            )
            if row is None:
                raise UnknownError
            content, digest = bytes(row[0]), str(row[1])
            intact = sha256(content).hexdigest() == digest
            disclosure = _decoder.decode(content)
            if viewer.sees(held.account):
                return Whole(
                    held, number, PublicView(disclosure, ()), content, is_public=False, digest=digest, intact=intact
                )
            view = public_view(disclosure)
            shown = canonical(view.disclosure) if view.withheld else content
            return Whole(held, number, view, shown, is_public=True, digest=digest, intact=intact)

        return self.database.read(job)

    def history(self, disclosure_id: str, viewer: Viewer) -> tuple[Held, list[Step]]:
        """Return a disclosure and its entries of the log, the oldest first; raises UnknownError."""

        def job(t: Transaction) -> tuple[Held, list[Step]]:
            held = _held(t, disclosure_id, viewer)
            return held, _steps(t, held)

        return self.database.read(job)

    def original(self, disclosure_id: str, viewer: Viewer, version: int | None = None) -> Original:
        """Return the bytes that a version was handed in as.

        The public has them only where its view leaves nothing out and they hold nothing else. Raises UnknownError and NotShownError.
        """

        def job(t: Transaction) -> Original:
            held = _held(t, disclosure_id, viewer)
            _shown(t, held, viewer)
            row = t.one(
                "SELECT e.submission, s.document, c.bytes, s.media_type, s.carrier, s.format, e.canonical FROM entry e "
                "JOIN submission s ON s.id = e.submission JOIN content c ON c.sha256 = s.document "
                "WHERE e.chain = ? AND e.disclosure = ? AND e.version = ? AND e.canonical IS NOT NULL ORDER BY e.sequence DESC LIMIT 1",
                *(held.chain, held.id, held.version if version is None else version),
            )
            if row is None:
                raise UnknownError
            if not viewer.sees(held.account) and not _harmless(t, row[0], row[6]):
                raise NotShownError(held, None)
            return Original(bytes(row[2]), row[1], row[3], row[4], row[5])

        return self.database.read(job)

    def alike(self, names: list[str], viewer: Viewer) -> dict[str, str]:
        """Return names of other sponsors that a reader could take for one of these, the same look in other letters, and where each stands."""

        def job(t: Transaction) -> dict[str, str]:
            found: dict[str, str] = {}
            own = {fold(name) for name in names}
            for name in names:
                rows = t.all(
                    "SELECT d.id, r.summary FROM search_code k JOIN disclosure d ON d.id = k.disclosure "
                    "JOIN search_row r ON r.disclosure = d.id WHERE k.field = ? AND k.code = ? AND d.chain = ? AND d.status = ? LIMIT ?",
                    *(LOOK, look(name)[:200], viewer.chain, PUBLIC_STATUS, ALIKE),
                )
                for identifier, summary in rows:
                    for other in _decoder.decode(summary).get("sponsors", ()):
                        if look(other) == look(name) and fold(other) not in own:
                            found.setdefault(other, identifier)
            return found

        return self.database.read(job) if names else {}


def _held(t: Transaction, disclosure_id: str, viewer: Viewer) -> Held:
    row = t.one(f"SELECT {COLUMNS} FROM disclosure d WHERE d.id = ?", disclosure_id)  # noqa: S608 - columns of ours
    held = None if row is None else _of(row)
    if held is None:
        raise UnknownError
    if viewer.sees(held.account) or (held.chain == "public" and viewer.public):
        return held
    raise UnknownError


def _shown(t: Transaction, held: Held, viewer: Viewer) -> None:
    """Raise NotShownError for what the public no longer sees."""
    if held.status != PUBLIC_STATUS and not viewer.sees(held.account):
        steps = [step for step in _steps(t, held) if step.canonical is None]
        raise NotShownError(held, steps[-1] if steps else None)


def _steps(t: Transaction, held: Held) -> list[Step]:
    rows = t.all(
        "SELECT sequence, kind, version, account, at, reason, canonical, document, hash, previous FROM entry "
        "WHERE chain = ? AND disclosure = ? ORDER BY sequence",
        *(held.chain, held.id),
    )
    return [Step(*row) for row in rows]


def _harmless(t: Transaction, submission: str, canonical: str) -> bool:
    """Say whether what was handed in holds one disclosure, of which nothing is withheld."""
    alone = t.one("SELECT count(*) FROM entry WHERE submission = ?", submission)
    row = t.one("SELECT bytes FROM content WHERE sha256 = ?", canonical)
    return alone == (1,) and row is not None and not public_view(_decoder.decode(bytes(row[0]))).withheld


def _of(row: Row) -> Held:
    return Held(*row[:11])


def _found(row: Row, viewer: Viewer) -> Found:
    held = _of(row)
    shown = held.status == PUBLIC_STATUS or viewer.sees(held.account)
    return Found(held, _decoder.decode(row[11]) if shown and row[11] else {})
