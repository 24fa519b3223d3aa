"""What the tests of work share."""

from typing import Any

from opads.storage import Database
from opads.work import enqueue
from opads.work.operating import Seen, jobs


def put(database: Database, kind: str = "t.a", payload: dict[str, Any] | None = None, **more: Any) -> str:
    """Put a job down; return its id."""
    id_ = database.write(lambda t: enqueue(t, kind, payload or {}, **more))
    assert id_ is not None
    return id_


def seen(database: Database, id_: str) -> Seen:
    """Return a job as it stands."""
    return next(job for job in jobs(database) if job.id == id_)
