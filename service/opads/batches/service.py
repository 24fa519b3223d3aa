"""Batches as the doors and the workers see them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from opads.batches.files import DOCUMENT, NAME, Files, Incoming
from opads.batches.judging import OUTCOMES, REJECTS, REPORT, SO_FAR, SPREAD, Judging
from opads.batches.model import Batch, BatchGoneError, NotReadyError, Wish
from opads.batches.store import JOB, Store
from opads.batches.sweeping import sweep
from opads.batches.zips import is_zip, unzip
from opads.bulk.spread import Spread
from opads.formats.local import named_in
from opads.report import Report
from opads.storage.database import UnsureError
from opads.work import Handler, Held

if TYPE_CHECKING:
    from opads.installation import Installation

__all__ = ("Batches", "Found", "handlers", "read_report")

PARTS = {"outcomes": OUTCOMES, "rejects": REJECTS}
PIECE = 256 * 1024
SWEPT = 60.0
"""Seconds between two looks for what is to be let go."""


class Found(msgspec.Struct, frozen=True):
    """What was found in a batch, or in as much of it as is done."""

    report: Report
    spread: Spread


class Batches:
    """The store, the files, and what brings both together. Raises OSError where the disk does not serve."""

    def __init__(self, store: Store, files: Files, most: int) -> None:
        self.store = store
        self.files = files
        self.most = most
        """Bytes that a file may have, as sent and unpacked."""

    def begin(self, id_: str, account: str) -> Incoming:
        """Return where a file can be written to; raises QuotaError and RoomError."""
        self.store.room(account)
        return self.files.begin(id_)

    def accept(self, incoming: Incoming, account: str, key: str, wish: Wish, *, anew: bool = False) -> Batch:
        """Take a file that came whole: it is on the disk, and its batch put down, or nothing is left of it.

        Raises PackingError for an archive that is not taken, QuotaError, and KeyReusedError. The same key with the same file and wish gives
        the batch that there is; with ``anew`` not one of which nothing is kept any more, but another.
        """
        id_ = incoming.folder.name
        digest = hashlib.sha256(incoming.sha256.encode() + msgspec.json.encode(wish)).hexdigest()
        # Who names no account shares the keys of all who do not, so there a key is good for the one file alone.
        key = key if account else f"{key} {digest}"
        try:
            known = self.store.replayed(account, key, digest)
            if anew and known is not None and known.state in ("cancelled", "gone"):
                known, key = None, f"{key} {id_}"
            if known is not None:
                incoming.discard()
                return known
            incoming.end()
            if is_zip(incoming.path):
                packed = incoming.path.rename(incoming.path.with_name("packed"))
                unzip(packed, incoming.folder / DOCUMENT, self.most)
                packed.unlink()
            self.files.take(incoming)
            batch = self.store.add(
                id_, account, key, digest, wish, size=incoming.size, sha256=incoming.sha256
            )  # fmt: skip
        except UnsureError:  # it may be put down; if it is not, its folder is swept
            raise
        except BaseException:
            incoming.discard()
            self.files.remove(id_)
            raise
        if batch.id != id_:
            self.files.remove(id_)
        return batch

    def name(self, batch: Batch) -> str:
        """Return what the sender called the file; nothing where that is not known."""
        try:
            return (self.files.of(batch.id) / NAME).read_text("utf-8")
        except FileNotFoundError:
            return ""

    def drop(self, batch: Batch) -> None:
        """Cancel a batch, or forget it where it has ended; its files are gone from the disk."""
        if not self.store.end(batch.id, "cancelled"):
            self.store.end(batch.id, "gone")
        self.files.remove(batch.id)

    def report(self, batch: Batch) -> bytes:
        """Return the canonical report; raises NotReadyError where there is none, BatchGoneError where it is not kept."""
        if batch.state != "done":
            raise _no_answer(batch)
        try:
            return (self.files.of(batch.id) / REPORT).read_bytes()
        except FileNotFoundError:
            raise BatchGoneError("the batch is no longer kept") from None

    def found(self, batch: Batch) -> Found | None:
        """Return report and spread of a batch that is done, or those of its records that are while it is judged; None before the first.

        Raises NotReadyError and BatchGoneError.
        """
        folder = self.files.of(batch.id)
        if batch.state in ("waiting", "running"):
            try:
                return msgspec.json.decode((folder / SO_FAR).read_bytes(), type=Found)
            except FileNotFoundError:
                return None
        report = read_report(self.report(batch))
        try:
            spread = msgspec.json.decode((folder / SPREAD).read_bytes(), type=Spread)
        except FileNotFoundError:  # it was judged by a version that did not keep one
            spread = Spread()
        return Found(report, spread)

    def lines(self, batch: Batch, what: str) -> tuple[int, Iterator[bytes]]:
        """Return the length of the outcomes or the rejects so far, and their bytes in pieces; raises NotReadyError, BatchGoneError."""
        if batch.state in ("cancelled", "failed"):
            raise _no_answer(batch)
        length = batch.progress.outcomes if what == "outcomes" else batch.progress.rejects
        path = self.files.of(batch.id) / PARTS[what]
        if length and not path.exists():
            raise BatchGoneError("the batch is no longer kept")
        return length, _pieces(path, length)


def _no_answer(batch: Batch) -> Exception:
    if batch.state in ("cancelled", "gone"):
        return BatchGoneError("the batch was cancelled, and nothing of it is kept")
    if batch.state == "failed":
        return NotReadyError(f"The batch failed: {batch.error}")
    return NotReadyError(f"The batch is {batch.state}.")


def _pieces(path: Path, length: int) -> Iterator[bytes]:
    if not length:
        return
    with path.open("rb") as file:
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece


def handlers(installation: Installation) -> list[Handler]:
    """Return who judges batches, and who lets go of them."""
    if not installation.settings.data:
        return []
    batches = installation.batches
    judging = Judging(
        batches.store,
        batches.files,
        installation.registry,
        pool=installation.judges,
        most=batches.most,
        paths=tuple(map(str, named_in(installation.settings.path))),
    )

    def swept(held: Held) -> None:
        del held
        with suppress(FileNotFoundError):
            sweep(batches.store, batches.files)

    return [
        Handler(JOB, judging.run, lane="batches", given_up=judging.given_up),
        Handler("batches.sweep", swept, every=SWEPT),
    ]


def read_report(data: bytes) -> Report:
    """Return the report that canonical bytes are, to be rendered."""
    return msgspec.json.decode(data, type=Report)
