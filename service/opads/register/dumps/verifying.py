"""Verifies a dump by itself: nothing is needed but its files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from opads.register.chain import hash_of
from opads.register.dumps.gathering import standing
from opads.register.dumps.model import DISCLOSURES, LOG, PACKAGE, SUMS, Line
from opads.register.model import Entry
from opads.register.states import next_status
from opads.standard.jsonvalue import canonical

__all__ = ("Verified", "verify_dump")

MOST = 100
"""Things wrong that are told; of more only that there are."""
_entry = msgspec.json.Decoder(Entry)
_line = msgspec.json.Decoder(Line)


@dataclass(slots=True)
class Verified:
    """What was looked at, and what is wrong: nothing where ``wrong`` is empty."""

    entries: int = 0
    disclosures: int = 0
    wrong: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Note something wrong."""
        if len(self.wrong) < MOST:
            self.wrong.append(text)


def verify_dump(folder: Path) -> Verified:
    """Return what is wrong with a dump.

    Looked at are the digests of the files; the chain: sequences, hashes, the end that the descriptor names; and whether each disclosure is
    as the log has it, by its version, its status and, where nothing is withheld, the digest of its canonical form.
    """
    found = Verified()
    _digests(folder, found)
    try:
        package = json.loads((folder / PACKAGE).read_bytes())
        own = _chain(folder, found, package["opads"]["chain"])
        _disclosures(folder, found, own)
    except (OSError, EOFError, ValueError, KeyError, TypeError, msgspec.MsgspecError) as error:
        found.say(f"the dump cannot be read: {error}")
    return found


def _digests(folder: Path, found: Verified) -> None:
    try:
        rows = [line.split("  ", 1) for line in (folder / SUMS).read_text("utf-8").splitlines()]
        listed = {row[-1]: row[0] for row in rows}
    except (OSError, ValueError) as error:
        found.say(f"{SUMS}: cannot be read ({error})")
        return
    for path in sorted(folder.iterdir()):
        if path.name != SUMS and listed.pop(path.name, None) != _sha256(path):
            found.say(f"{path.name}: is not the file that {SUMS} lists")
    for name in listed:
        found.say(f"{name}: is listed in {SUMS} and is not there")


def _chain(folder: Path, found: Verified, end: dict[str, Any]) -> dict[str, list[Entry]]:
    """Return the entries by disclosure, without what is not needed any more."""
    own: dict[str, list[Entry]] = {}
    previous = ""
    for number, text in enumerate(_rows(folder / LOG), 1):
        entry = _entry.decode(text)
        found.entries += 1
        if entry.sequence != number:
            found.say(f"entry {number}: has the sequence {entry.sequence}")
        if entry.previous != previous:
            found.say(f"entry {number}: does not follow the one before it")
        if hash_of(entry) != entry.hash:
            found.say(f"entry {number}: its hash is not that of what it says")
        previous = entry.hash
        before = own.setdefault(entry.disclosure, [])
        if next_status(_status(before), entry.kind) is None:
            found.say(f"entry {number}: {entry.kind} does not follow in the state of {entry.disclosure}")
        before.append(entry)
    if (found.entries, previous) != (end["sequence"], end["hash"]):
        found.say(f"the log does not end as {PACKAGE} says")
    return own


def _status(entries: list[Entry]) -> str:
    status = ""
    for entry in entries:
        status = next_status(status, entry.kind) or status
    return status


def _disclosures(folder: Path, found: Verified, own: dict[str, list[Entry]]) -> None:
    for text in _rows(folder / DISCLOSURES):
        line = _line.decode(text)
        found.disclosures += 1
        entries = own.pop(line.id, None)
        if entries is None:
            found.say(f"{line.id}: is not in the log, or twice in the dump")
            continue
        if msgspec.structs.replace(line, withheld=(), disclosure=None) != standing(entries):
            found.say(f"{line.id}: is not as the log has it")
        whole = line.disclosure is not None and not line.withheld
        if whole and sha256(canonical(line.disclosure)).hexdigest() != line.canonical:
            found.say(f"{line.id}: does not say what was accepted")
    for identifier in own:
        found.say(f"{identifier}: is in the log and not in the dump")


def _rows(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as file:
        for row in file:
            yield row.rstrip(b"\n")


def _sha256(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            found.update(piece)
    return found.hexdigest()
