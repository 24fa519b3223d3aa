"""What the database and the disk tell about the state of the service, for figures and for who looks after it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import UTC, datetime

from opads.installation import Installation
from opads.storage import StorageError
from opads.storage.database import Row, Transaction
from opads.storage.moments import now, parsed

__all__ = ("kept",)

Found = dict[tuple[str, ...], float]


def kept(installation: Installation) -> dict[str, Found]:
    """Return the figures that are to be had, by name and labels; a part that cannot be asked is left out."""
    if not installation.keeps:
        return {}
    found: dict[str, Found] = {"opads_database_up": {(): 0.0}}
    with suppress(StorageError):
        _rows(installation, "SELECT 1")
        found["opads_database_up"] = {(): 1.0}
        heads = _rows(installation, "SELECT chain, sequence FROM head")
        found["opads_register_sequence"] = {(str(chain),): float(sequence) for chain, sequence in heads}
        jobs = _rows(installation, "SELECT kind, state, count(*) FROM job WHERE state <> 'done' GROUP BY kind, state")
        found["opads_jobs"] = {(str(kind), str(state)): float(count) for kind, state, count in jobs}
        ((oldest,),) = _rows(installation, "SELECT min(run_at) FROM job WHERE state = 'waiting' AND run_at <= ?", now())
        waited = (datetime.now(UTC) - parsed(oldest)).total_seconds() if oldest else 0.0
        found["opads_oldest_job_seconds"] = {(): max(0.0, waited)}
    if installation.settings.data:
        with suppress(OSError, StorageError):
            found["opads_disk_free_bytes"] = {(): float(shutil.disk_usage(installation.folder).free)}
    return found


def _rows(installation: Installation, sql: str, *values: str) -> list[Row]:
    def job(transaction: Transaction) -> list[Row]:
        return transaction.all(sql, *values)

    return installation.database.read(job)
