"""The work itself: a batch is judged by the same job as long files are elsewhere, with a checkpoint in its folder."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec

import opads
from opads.batches.files import DOCUMENT, Files, synced
from opads.batches.model import Batch, JudgedWith, Progress
from opads.batches.store import Store, change
from opads.bulk.blocks import Options
from opads.bulk.checkpoint import Checkpoint, State
from opads.bulk.errors import BulkError
from opads.bulk.isolating import NOT_JUDGED
from opads.bulk.job import Input, Job, Sink, signature
from opads.bulk.running import Pool
from opads.formats import FormatError, Registry
from opads.report import Report, canonical_report
from opads.storage.database import Transaction
from opads.storage.moments import later, now
from opads.webhooks.happening import tell_batch
from opads.work import Held, Lease, ReleasedError

__all__ = ("CHECKPOINT", "OUTCOMES", "REJECTS", "REPORT", "SO_FAR", "SPREAD", "Judging", "alone", "judged_with")

CHECKPOINT, OUTCOMES, REJECTS, REPORT = "checkpoint", "outcomes.ndjson", "rejects.ndjson", "report.json"
SPREAD = "spread.json"
"""Where in the file the findings are, beside the report."""
SO_FAR = "so-far.json"
"""Report and spread of the records judged so far, for those who watch."""
SIZE = 256 * 1024
"""Bytes of a block: fewer than elsewhere, so that those who watch see the first figures soon."""
EVERY = 1.0
"""Seconds between two notes of progress in the table."""
SHARE = 20
"""Times as long as the last account of what was found so far took that passes before the next."""


LOCKED = "lock"
BUSY = 2.0
"""Seconds after which it is looked again whether who had the batch before has let go of its files."""


class _CancelledError(Exception):
    """The batch is not to be judged any more."""


def judged_with(registry: Registry) -> str:
    """Return what a batch is judged with: the version of the engine, the digests of the standard and of all formats, as a JSON text."""
    formats = sorted(f"{format_.id} {format_.digest}\n" for format_ in registry)
    with_ = JudgedWith(
        opads.__version__, registry.schemas.digest, hashlib.sha256("".join(formats).encode()).hexdigest()
    )
    return msgspec.json.encode(with_).decode()


class Judging:
    """Judges batches of one installation."""

    def __init__(
        self,
        store: Store,
        files: Files,
        registry: Registry,
        *,
        pool: Pool | None,
        most: int,
        paths: tuple[str, ...] = (),
        size: int = SIZE,
    ) -> None:
        self.store = store
        self.files = files
        self.registry = registry
        self.pool = pool
        self.most = most
        """Bytes that a file may have, unpacked."""
        self.paths = paths
        self.size = size

    def run(self, held: Held) -> None:
        """Judge the batch that a job names, from where whoever had it before came to."""
        id_ = str(held.payload["batch"])
        batch = self._begun(held, id_)
        if batch is None:  # it was cancelled, or is done
            return
        folder = self.files.of(id_)
        try:
            with alone(folder):
                report, progress = self._report(held, batch, folder)
        except (BulkError, FormatError) as error:
            told = f"The file {str(error)[:400]}."
            held.finish(lambda t: self._ended(t, id_, state="failed", error=told))
            return
        except _CancelledError:
            self.files.remove(id_)
            return
        except (OSError, sqlite3.Error):  # where a folder was deleted, its files cannot be written
            found = self.store.find(id_)
            if found is not None and found.state == "running":
                raise
            self.files.remove(id_)
            return
        held.finish(lambda t: self._ended(t, id_, state="done", verdict=report.verdict, progress=progress))
        found = self.store.find(id_)
        if found is None or found.state != "done":
            self.files.remove(id_)
            return
        for name in (DOCUMENT, CHECKPOINT, LOCKED, SO_FAR):
            with suppress(FileNotFoundError):
                (folder / name).unlink()

    def given_up(self, transaction: Transaction, lease: Lease, error: str) -> None:
        """Say of a batch that nobody goes on with it."""
        del error
        told = "It could not be judged; the operator sees why, and can let it be tried again."
        self._ended(transaction, str(lease.payload["batch"]), state="failed", error=told)

    def _begun(self, held: Held, id_: str) -> Batch | None:
        """Note that a batch is worked on, and with what; its checkpoint serves only for the same."""
        found = self.store.find(id_)
        if found is None or found.state not in ("waiting", "running", "failed"):
            return None
        values: dict[str, str | None] = {
            "state": "running",
            "judged_with": judged_with(self.registry),
            "started_at": found.started_at or now(),
        }
        if found.state == "failed":
            values |= {"error": None, "ended_at": None, "expires_at": None}
        states = ("waiting", "running", "failed")
        return found if held.write(lambda t: change(t, id_, states, **values)) else None

    def _report(self, held: Held, batch: Batch, folder: Path) -> tuple[Report, Progress]:
        """Judge to the end; raises BulkError for a file that cannot be read, and what ``Held.check`` raises."""
        if not (folder / DOCUMENT).exists():
            raise FileNotFoundError(f"{batch.id}: its file is not in the folder of this machine")
        wish = batch.wish
        options = Options("", "", wish.targets, wish.as_of, paths=self.paths, rejects=True, outcomes=True)
        item = Input("document", folder / DOCUMENT, None, self.most)
        mark = signature([item], options, self.registry, self.size, source=wish.source, carrier=wish.carrier)
        noting = _Noting(self, held, batch.id)
        with closing(_checkpoint(folder, mark)) as kept:
            job = Job(
                self.registry,
                options,
                kept,
                source=wish.source,
                carrier=wish.carrier,
                size=self.size,
                seen=noting,
                engine=self.pool,
            )
            noting.job = job
            with (
                closing(_sink(folder / REJECTS, job.begun()[1])) as rejects,
                closing(_sink(folder / OUTCOMES, job.told())) as outcomes,
            ):
                report = job.validate(0, item, rejects, outcomes)
        held.check()
        _written(folder / SPREAD, msgspec.json.encode(job.states[0].spread))
        _written(folder / REPORT, canonical_report(report))
        return report, progress_of(job.states[0], 1.0, None)

    def _ended(self, transaction: Transaction, id_: str, **values: object) -> bool:
        at = now()
        expires = later(self.store.retention, at)
        changed = change(transaction, id_, ("waiting", "running"), ended_at=at, expires_at=expires, **values)
        if changed:
            tell_batch(transaction, id_, str(values["state"]), at)
        return changed

    def note(self, held: Held, id_: str, progress: Progress) -> None:
        """Keep how far it is; raises when it is not to be gone on with."""
        held.check()
        if not held.progress(lambda t: change(t, id_, ("running",), progress=progress)):
            raise _CancelledError


class _Noting:
    """Told after each block; notes progress now and then, and stops the work where it is to stop."""

    def __init__(self, judging: Judging, held: Held, id_: str) -> None:
        self.judging = judging
        self.held = held
        self.id = id_
        self.job: Job | None = None
        self.first: tuple[float, float] | None = None
        self.told = self.shown = 0.0

    def __call__(self, name: str, records: int, size: int, done: float) -> None:
        del name, records
        self.held.check()
        at = time.monotonic()
        if self.first is None:
            self.first = at, done
        if self.job is None or at - self.told < EVERY:
            return
        self.told = at
        passed, share = at - self.first[0], done - self.first[1]
        remaining = (1 - done) / share * passed if share > 0 and passed > 0 else None
        progress = progress_of(self.job.states[0], done, remaining)
        self.judging.note(self.held, self.id, msgspec.structs.replace(progress, bytes=size))
        if at >= self.shown:
            self._show(self.job)
            self.shown = time.monotonic() + SHARE * (time.monotonic() - at)

    def _show(self, job: Job) -> None:
        """Leave what was found so far where those who watch find it: whole or not there, but not sure to outlast the machine."""
        report = job.so_far(0)
        if report is None:
            return
        path = self.judging.files.of(self.id) / SO_FAR
        beside = path.with_suffix(".new")
        told = {"report": msgspec.Raw(canonical_report(report)), "spread": job.states[0].spread}
        beside.write_bytes(msgspec.json.encode(told))
        beside.replace(path)


def progress_of(state: State, share: float, remaining: float | None) -> Progress:
    """Return how far a job is, by its state."""
    part = state.part
    failed = part.groups.get(f"warning {NOT_JUDGED}")
    return Progress(
        bytes=state.bytes,
        share=round(share, 6),
        records=part.records,
        **{name: part.counts.get(name, 0) for name in ("valid", "invalid", "undetermined")},
        errors=part.counts.get("error", 0),
        warnings=part.counts.get("warning", 0),
        failures=failed.total if failed is not None else 0,
        outcomes=state.told,
        rejects=state.rejected,
        remaining=None if remaining is None else round(remaining, 1),
    )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep others from the files of a batch; raises ReleasedError where another process has them.

    A lease is lost in the database, but who lost it may only have slept, and write on when it wakes. What the system locks is let go of when
    the process ends, however it ends.
    """
    with (folder / LOCKED).open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ReleasedError(BUSY) from None
        yield


def _checkpoint(folder: Path, mark: str) -> Checkpoint:
    """Open the checkpoint; begin anew where it is that of another job, as after an upgrade. Raises OSError."""
    try:
        return Checkpoint(folder / CHECKPOINT, mark)
    except BulkError:
        _clear(folder)
    try:
        return Checkpoint(folder / CHECKPOINT, mark)
    except BulkError as error:
        raise OSError(str(error)) from error


def _sink(path: Path, length: int) -> Sink:
    """Open a file behind what is done of it; raises OSError where that cannot be."""
    try:
        return Sink.at(path, length)
    except BulkError as error:
        raise OSError(str(error)) from error


def _clear(folder: Path) -> None:
    for name in (CHECKPOINT, OUTCOMES, REJECTS, REPORT, SPREAD, SO_FAR):
        with suppress(FileNotFoundError):
            (folder / name).unlink()


def _written(path: Path, data: bytes) -> None:
    """Write a file that is whole or not there."""
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    synced(path.parent)
