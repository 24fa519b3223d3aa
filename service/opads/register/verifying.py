"""Walks the log and says where it first is not as it was written: changed, left out, put in, in another order, cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from opads.register.chain import COLUMNS as ENTRY
from opads.register.chain import hash_of, head_of
from opads.register.lookups import DISCLOSURES
from opads.register.model import CHAINS, Disclosure, Entry
from opads.register.projection import Standing
from opads.storage import Database, Transaction

__all__ = ("Fault", "Pin", "Verified", "verify")

ENTRIES = f"SELECT {ENTRY} FROM entry WHERE chain = ? AND sequence > ? ORDER BY sequence LIMIT ?"  # noqa: S608 - names of our own
AT_ONCE = 1000
"""Rows that are fetched at a time."""


@dataclass(frozen=True, slots=True)
class Pin:
    """What somebody has kept of a chain, from a receipt or from ``/v1/log/head``: the entry of a sequence has this hash."""

    sequence: int
    hash: str
    chain: str = "public"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was written; ``sequence`` is that of the first entry concerned, None where no entry is."""

    kind: str
    """``changed``, ``missing``, ``order``, ``link``, ``state``, ``end``, ``pinned``, ``content``, ``submission``, ``projection``."""
    chain: str
    sequence: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and the faults: of each chain the first in its log, and all beside the log."""

    entries: int
    contents: int
    disclosures: int
    faults: tuple[Fault, ...]


def verify(database: Database, pins: tuple[Pin, ...] = (), *, contents: bool = True) -> Verified:
    """Verify all chains as they are at one moment; with ``contents`` also that kept bytes have their digests."""
    return database.read(lambda transaction: _Walk(transaction, pins).whole(contents=contents))


class _Walk:
    """One verification."""

    def __init__(self, transaction: Transaction, pins: tuple[Pin, ...]) -> None:
        self._transaction = transaction
        self._pins = {(pin.chain, pin.sequence): pin for pin in pins}
        self._faults: list[Fault] = []
        self._standing = Standing()
        self._entries = 0

    def whole(self, *, contents: bool) -> Verified:
        """Return what was found."""
        sound = [self._chain(chain) for chain in CHAINS]
        looked = self._contents() if contents else 0
        self._submissions()
        disclosures = self._projection() if all(sound) else 0
        return Verified(self._entries, looked, disclosures, tuple(self._faults))

    def _chain(self, chain: str) -> bool:
        """Walk a chain up to the first fault; say whether there was none."""
        previous, sequence, at = "", 0, ""
        for entry in self._walked(chain):
            fault = self._entry(entry, sequence + 1, previous, at)
            if fault is not None:
                self._faults.append(fault)
                return False
            previous, sequence, at = entry.hash, entry.sequence, entry.at
            self._entries += 1
        return self._end(chain, sequence, previous)

    def _walked(self, chain: str) -> Iterator[Entry]:
        after = -(2**62)
        while rows := self._transaction.all(ENTRIES, chain, after, AT_ONCE):
            for row in rows:
                yield Entry(*row)
            after = rows[-1][1]

    def _entry(self, entry: Entry, sequence: int, previous: str, at: str) -> Fault | None:
        """Return what is wrong with an entry, None where nothing is."""
        if entry.sequence != sequence:
            told = f"entry {sequence} is missing: {entry.sequence} follows {sequence - 1}"
            return Fault("missing", entry.chain, sequence, told)
        if entry.hash != hash_of(entry):
            return Fault(
                "changed", entry.chain, sequence, f"entry {sequence} was changed: its hash does not fit what it says"
            )
        if entry.previous != previous:
            told = f"entry {sequence} does not follow entry {sequence - 1}: the log was written anew up to there, or from there on"
            return Fault("link", entry.chain, sequence, told)
        pin = self._pins.get((entry.chain, sequence))
        if pin is not None and pin.hash != entry.hash:
            told = (
                f"entry {sequence} has the hash {entry.hash}, and {pin.hash} was kept of it: the log was written anew"
            )
            return Fault("pinned", entry.chain, sequence, told)
        if entry.at < at:
            return Fault(
                "order", entry.chain, sequence, f"entry {sequence} is of {entry.at}, and the one before it of {at}"
            )
        if not self._standing.take(entry):
            return Fault(
                "state",
                entry.chain,
                sequence,
                f"entry {sequence} ({entry.kind}) is not allowed after what is before it",
            )
        return None

    def _end(self, chain: str, sequence: int, hash_: str) -> bool:
        head = head_of(self._transaction, chain)
        if (head.sequence, head.hash) != (sequence, hash_):
            told = f"the log ends with entry {sequence}, and was last known to end with {head.sequence}"
            self._faults.append(Fault("end", chain, min(sequence, head.sequence) + 1, told))
            return False
        cut = [
            pin for (of, _), pin in self._pins.items() if of == chain and not 0 < pin.sequence <= sequence and pin.hash
        ]
        for pin in cut:
            told = f"the log ends with entry {sequence}, and entry {pin.sequence} was kept of it: its end was cut off"
            self._faults.append(Fault("pinned", chain, sequence + 1, told))
        return not cut

    def _contents(self) -> int:
        """Compare kept bytes with their digests, and see that all are kept which the log names."""
        looked, after = 0, ""
        sql = "SELECT sha256, bytes, size FROM content WHERE sha256 > ? ORDER BY sha256 LIMIT ?"
        while rows := self._transaction.all(sql, after, AT_ONCE // 10):
            for digest, data, size in rows:
                looked += 1
                if sha256(data).hexdigest() != digest or len(data) != size:
                    self._content(digest, f"the bytes kept as {digest} are others")
            after = rows[-1][0]
        lost = (
            "SELECT named.digest FROM (SELECT canonical AS digest FROM entry UNION SELECT document FROM entry UNION "
            "SELECT report FROM entry) AS named LEFT JOIN content ON content.sha256 = named.digest "
            "WHERE named.digest IS NOT NULL AND content.sha256 IS NULL ORDER BY named.digest"
        )
        for (digest,) in self._transaction.all(lost):
            self._content(digest, f"the bytes of {digest} are not kept any more")
        return looked

    def _content(self, digest: str, told: str) -> None:
        row = self._transaction.one(
            "SELECT chain, sequence FROM entry WHERE canonical = ? OR document = ? OR report = ? ORDER BY sequence LIMIT 1",
            *(digest, digest, digest),
        )
        chain, sequence = row if row is not None else ("", None)
        self._faults.append(Fault("content", chain, sequence, told + (f" (entry {sequence})" if row else "")))

    def _submissions(self) -> None:
        """Compare what is told of documents with the entries that they brought."""
        sql = (
            "SELECT DISTINCT entry.chain, entry.sequence, submission.id FROM entry JOIN submission ON submission.id = entry.submission "
            "WHERE entry.chain <> submission.chain OR entry.account <> submission.account OR entry.document <> submission.document "
            "OR entry.format <> submission.format OR entry.verdict <> submission.verdict OR entry.report <> submission.report "
            "ORDER BY entry.chain, entry.sequence"
        )
        for chain, sequence, id_ in self._transaction.all(sql):
            told = f"the submission {id_} says other things than entry {sequence}"
            self._faults.append(Fault("submission", chain, sequence, told))
        gone = (
            "SELECT entry.chain, entry.sequence, entry.submission FROM entry LEFT JOIN submission ON submission.id = entry.submission "
            "WHERE entry.submission IS NOT NULL AND submission.id IS NULL ORDER BY entry.chain, entry.sequence"
        )
        for chain, sequence, id_ in self._transaction.all(gone):
            self._faults.append(
                Fault("submission", chain, sequence, f"the submission {id_} of entry {sequence} is gone")
            )

    def _projection(self) -> int:
        """Compare each disclosure as it stands with what the log makes of it."""
        expected = self._standing.disclosures
        found = {row[0]: Disclosure(*row) for row in self._transaction.all(DISCLOSURES)}
        for id_ in sorted({*expected, *found}):
            if expected.get(id_) != found.get(id_):
                holder = expected.get(id_) or found[id_]
                told = f"the disclosure {id_} does not stand as the log has it; `opads register rebuild` makes it anew"
                self._faults.append(Fault("projection", holder.chain, holder.sequence, told))
        return len(found)
