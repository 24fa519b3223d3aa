"""What a batch is, and why one may be refused."""

from __future__ import annotations

from datetime import date

import msgspec

__all__ = (
    "ENDED",
    "Batch",
    "BatchGoneError",
    "JudgedWith",
    "KeyReusedError",
    "NoBatchError",
    "NotReadyError",
    "Progress",
    "QuotaError",
    "RoomError",
    "Wish",
)

ENDED = ("done", "cancelled", "failed", "gone")
"""States that nothing follows but ``gone``."""


class Wish(msgspec.Struct, frozen=True):
    """What is to be done with the file."""

    source: str | None = None
    targets: tuple[str, ...] = ()
    carrier: str | None = None
    as_of: date | None = None


class Progress(msgspec.Struct, frozen=True):
    """How far the work is: what was read, and what was found in it."""

    bytes: int = 0
    """Bytes read, unpacked."""
    share: float = 0.0
    """How much of the file was read, from 0 to 1."""
    records: int = 0
    valid: int = 0
    invalid: int = 0
    undetermined: int = 0
    errors: int = 0
    warnings: int = 0
    failures: int = 0
    """Records that ended every process that tried to judge them; they are among the undetermined."""
    outcomes: int = 0
    rejects: int = 0
    """Bytes of these files that are those of blocks done."""
    remaining: float | None = None
    """Seconds that the rest takes at the rate so far; None where that is not known yet."""


class JudgedWith(msgspec.Struct, frozen=True):
    """By what a batch is judged, from its beginning to its end; where that changes on the way, it is begun anew."""

    engine: str
    """The version of the engine."""
    standard: str
    """The digest of the standard: schemas, code lists, findings."""
    formats: str
    """The digest of all formats and rule packs at hand. The report has the digest of each that took part."""


class Batch(msgspec.Struct, frozen=True):
    """A batch as it stands."""

    id: str
    account: str
    request_key: str
    digest: str
    wish: Wish
    bytes: int
    sha256: str
    state: str
    version: int
    progress: Progress
    judged_with: str | None
    verdict: str | None
    error: str | None
    created_at: str
    started_at: str | None
    ended_at: str | None
    expires_at: str | None


class NoBatchError(Exception):
    """There is no such batch, or it is another's: which of both is not told."""


class BatchGoneError(Exception):
    """The files of the batch are no longer kept."""


class NotReadyError(Exception):
    """The batch has not come so far that there would be an answer."""


class KeyReusedError(Exception):
    """The same key came with another file or another wish."""


class QuotaError(Exception):
    """The caller has as many batches waiting as it may have."""


class RoomError(Exception):
    """There is no room for the file in what the operator has set aside."""
