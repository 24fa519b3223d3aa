"""What is handed in, and what the register tells of it."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = (
    "CHAINS",
    "LONGEST_ID",
    "LONGEST_REASON",
    "PUBLIC",
    "SANDBOX",
    "Chain",
    "Disclosure",
    "Document",
    "Entry",
    "Head",
    "Intent",
    "Outcome",
    "Step",
    "Submission",
    "Submitted",
)

Chain = Literal["public", "sandbox"]
PUBLIC: Chain = "public"
SANDBOX: Chain = "sandbox"
CHAINS: tuple[Chain, ...] = (PUBLIC, SANDBOX)
LONGEST_ID = 255
"""Characters of an identifier that a publisher gives."""
LONGEST_REASON = 2000
"""Characters of a reason."""


class Document(msgspec.Struct, frozen=True):
    """Bytes that are handed in; format and carrier are recognised where they are not named.

    ``targets`` are formats and packs whose rules judge it besides those that the register judges by.
    """

    data: bytes
    media_type: str = "application/octet-stream"
    source: str | None = None
    carrier: str | None = None
    targets: tuple[str, ...] = ()


class Intent(msgspec.Struct, frozen=True):
    """What handing in is meant to do.

    ``publisher_id`` names the one disclosure of the document; each record's own identifier (scope disclosure) counts where it is
    None. ``action`` says what a record with a known identifier and other content is: an amendment (the facts changed) or a correction
    (the earlier version was wrong); a conflict where it is None. ``amends`` is the id of the disclosure of which the one record is a
    new version, ``version`` the version that it builds on (0: any that there is).
    """

    publisher_id: str | None = None
    action: Literal["amended", "corrected"] | None = None
    amends: str | None = None
    version: int | None = None

    @property
    def kind(self) -> Literal["amended", "corrected"] | None:
        """The kind of entry that a new version is, None where none is meant."""
        meant = self.amends is not None or self.version is not None
        return self.action or ("amended" if meant else None)

    @property
    def of_one(self) -> bool:
        """Whether it is about one disclosure, so that the document must have one record."""
        return self.publisher_id is not None or self.amends is not None or self.version is not None


class Entry(msgspec.Struct, frozen=True, rename="camel"):
    """One entry of the log, as its row: ``document``, ``canonical`` and ``report`` are SHA-256 of bytes that are kept."""

    chain: str
    sequence: int
    kind: str
    disclosure: str
    version: int
    account: str
    publisher_id: str | None
    submission: str | None
    record: int | None
    document: str | None
    canonical: str | None
    format: str | None
    verdict: str | None
    report: str | None
    reason: str | None
    at: str
    previous: str
    hash: str = ""


class Head(msgspec.Struct, frozen=True, rename="camel"):
    """The end of a chain; of an empty one the sequence is 0 and the hash empty."""

    chain: str
    sequence: int
    hash: str
    at: str = ""


class Disclosure(msgspec.Struct, frozen=True, rename="camel"):
    """A disclosure as it stands by the log."""

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


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What became of a record of a document, by the number of the record from 0.

    ``outcome`` is the kind of the entry, or ``unchanged`` where the register held the same already; then the entry is that one.
    """

    record: int
    outcome: str
    disclosure: str
    version: int
    sequence: int
    hash: str
    canonical: str
    publisher_id: str | None = None


class Submission(msgspec.Struct, frozen=True, rename="camel"):
    """A document that was accepted."""

    id: str
    chain: str
    account: str
    received_at: str
    document: str
    media_type: str
    format: str
    carrier: str
    verdict: str
    report: str
    outcomes: tuple[Outcome, ...]
    receipt: str


class Submitted(msgspec.Struct, frozen=True):
    """What handing in gave; ``fresh`` is False where an earlier submission brought the same."""

    submission: Submission
    fresh: bool


class Step(msgspec.Struct, frozen=True, rename="camel"):
    """What was done to a disclosure, with its receipt."""

    id: str
    chain: str
    kind: str
    disclosure: str
    version: int
    status: str
    sequence: int
    hash: str
    received_at: str
    receipt: str
    reason: str | None = None
