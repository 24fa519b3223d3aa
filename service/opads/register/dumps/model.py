"""What a dump holds."""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ("DISCLOSURES", "LOG", "PACKAGE", "PARQUET", "SUMS", "Line")

DISCLOSURES = "disclosures.ndjson.gz"
PARQUET = "disclosures.parquet"
LOG = "log.ndjson.gz"
PACKAGE = "datapackage.json"
SUMS = "SHA256SUMS"


class Line(msgspec.Struct, frozen=True, rename="camel"):
    """A disclosure in a dump: as it stood at the end of the day, by entry ``sequence`` of the log, whose hash is ``hash``.

    ``canonical`` is the SHA-256 of its whole canonical form; ``withheld`` names the entries of the table by which the public view leaves
    something out; where there is none, ``disclosure`` written by RFC 8785 has that digest. It is null where it is not shown.
    """

    id: str
    version: int
    status: str
    sequence: int
    hash: str
    accepted_at: str
    changed_at: str
    account: str
    publisher_id: str | None
    format: str | None
    canonical: str
    withheld: tuple[str, ...] = ()
    disclosure: dict[str, Any] | None = None
