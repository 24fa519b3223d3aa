"""What is in a backup: ``manifest.json``, which is written last and names every other file with its digest.

``tables/<name>.ndjson.gz`` holds a table, a row a line as an array in the order of the columns that the manifest names; bytes are
``{"base64": "…"}``. ``files/…`` are the files of the folder of the data, ``keys/…`` the private keys where they are included.
"""

from __future__ import annotations

import msgspec

__all__ = ("VERSION", "BackupError", "Damage", "Manifest", "PartRow", "Restored", "StoredFile", "TableRow")

VERSION = "1.0"


class BackupError(Exception):
    """A backup that cannot be made or taken back, and why; nothing was changed."""


class PartRow(msgspec.Struct, frozen=True):
    """The version of the tables of a part of the service: the digests of its migrations in order."""

    part: str
    migrations: tuple[str, ...]


class TableRow(msgspec.Struct, frozen=True):
    """A table."""

    name: str
    columns: tuple[str, ...]
    rows: int
    path: str


class StoredFile(msgspec.Struct, frozen=True):
    """A file of the backup, by its path there; the digest is SHA-256."""

    path: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """The list of a backup."""

    backup: str
    taken_at: str
    """Just before the moment of which the tables are."""
    opads: str
    database: str
    keys: bool
    """Whether the private keys are in it."""
    files: bool
    """Whether the files of the folder of the data are in it."""
    parts: tuple[PartRow, ...]
    tables: tuple[TableRow, ...]
    heads: dict[str, str]
    """The end of each chain of the register, ``<sequence>:<hash>``: what came after it is not in the backup."""
    vanished: tuple[str, ...]
    """Files that were removed while the backup was taken."""
    stored: tuple[StoredFile, ...]


class Damage(msgspec.Struct, frozen=True):
    """Something in what was restored that is not as it must be."""

    what: str
    told: str


class Restored(msgspec.Struct, frozen=True):
    """What was taken back, and verified."""

    manifest: Manifest
    rows: int
    receipts: int
    entries: int
    damages: tuple[Damage, ...]
