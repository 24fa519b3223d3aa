"""What is read of each disclosure for the figures."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from opads.register.reading.facts import Facts
from opads.storage.database import Row

__all__ = ("COLUMNS", "FactRow", "read")

COLUMNS = "d.id, d.account, d.version, d.format, d.first_at, r.facts"
_decoder = msgspec.json.Decoder(Facts)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A disclosure, and its facts."""

    id: str
    account: str
    version: int
    format: str
    accepted: str
    facts: Facts


def read(row: Row) -> FactRow | None:
    """Return a row of the database, None for one that is not indexed yet."""
    identifier, account, version, format_id, accepted, facts = row
    return FactRow(identifier, account, version, format_id, accepted, _decoder.decode(facts)) if facts else None
