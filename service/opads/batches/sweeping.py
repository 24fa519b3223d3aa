"""Retention is kept: results go when their time has come, and nothing lies about that belongs to no batch."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from opads.batches.files import DOCUMENT, Files
from opads.batches.judging import CHECKPOINT, SO_FAR
from opads.batches.store import Store, change
from opads.storage.database import Transaction
from opads.storage.moments import later, now

__all__ = ("ABANDONED", "REMEMBERED", "sweep")

ABANDONED = 3600.0
"""Seconds without a change after which a folder that belongs to no batch is deleted."""
REMEMBERED = 30 * 86_400.0
"""Seconds for which it is told that a batch was there and is gone."""


def sweep(store: Store, files: Files, *, abandoned: float = ABANDONED) -> int:
    """Let go of what need not be kept any more; return how many batches that were. Harmless when done twice or broken off."""
    due = [id_ for (id_,) in store.database.read(_due)]
    for id_ in due:
        store.write(partial(change, id_=id_, states=("done", "failed", "cancelled"), state="gone"))
        files.remove(id_)
    for id_ in files.left_over(abandoned):
        found = store.find(id_)
        if found is None or found.state in ("gone", "cancelled"):
            files.remove(id_)
        elif found.state == "done":
            for name in (DOCUMENT, CHECKPOINT, SO_FAR):
                with suppress(OSError):
                    (files.of(id_) / name).unlink()
    store.write(lambda t: t.run("DELETE FROM batch WHERE state = 'gone' AND expires_at < ?", later(-REMEMBERED)))
    return len(due)


def _due(transaction: Transaction) -> list[tuple[str]]:
    rows = transaction.all(
        "SELECT id FROM batch WHERE state IN ('done', 'failed', 'cancelled') AND expires_at <= ?", now()
    )
    return [(str(id_),) for (id_,) in rows]
