"""Takes a backup back into an empty installation, and verifies what is there then: every digest, the log, every receipt."""

from __future__ import annotations

import gzip
import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec

from opads.backups.model import VERSION, BackupError, Damage, Manifest, Restored
from opads.backups.proving import prove
from opads.backups.tables import rows_of, tables_of, written
from opads.backups.writing import digest_of
from opads.installation import Installation
from opads.storage import Database, StorageError, Transaction, UnavailableError, open_database
from opads.storage.migrations import migrate, migrations_of

__all__ = ("read_manifest", "restore")


def restore(installation: Installation, source: Path) -> Restored:
    """Take a backup back; the installation must be empty, and no service may run on it.

    Raises BackupError where it is not, or the backup is not whole; then nothing was changed. What is wrong in what was backed up is told by
    ``Restored.damages``: it is restored as it is, so that it can be looked at.
    """
    manifest = read_manifest(source)
    _whole(source, manifest)
    _known(manifest)
    settings = installation.settings
    folder = installation.folder if settings.data else None
    if folder is not None and any(not path.name.startswith("opads.db") for path in folder.iterdir()):
        raise BackupError(f"{folder}: is not empty; a backup is restored where nothing is")
    if folder is None and any(file.path.startswith("files/") for file in manifest.stored):
        raise BackupError("the backup has files; name the folder of the data in OPADS_DATA")
    database = open_database(installation.address)
    try:
        _nothing_there(database)
        try:
            for row in manifest.parts:
                migrate(database, [row.part], len(row.migrations))
            rows = database.write(lambda transaction: _filled(transaction, database, source, manifest))
        except BaseException:
            for row in reversed(manifest.parts):
                migrate(database, [row.part], 0)
            raise
    finally:
        database.close()
    try:
        _files(installation, source, manifest)
    except OSError as error:
        raise BackupError(f"{error.filename}: cannot be written ({error.strerror})") from error
    receipts, entries, damages = prove(installation.database)
    return Restored(manifest, rows, receipts, entries, (*_heads(installation.database, manifest), *damages))


def read_manifest(source: Path) -> Manifest:
    """Return the manifest of a backup; raises BackupError."""
    try:
        found = msgspec.json.decode((source / "manifest.json").read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BackupError(f"{source}: is no backup, or one that was not finished: it has no manifest.json") from None
    except OSError as error:
        raise BackupError(f"{source}: cannot be read ({error.strerror})") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupError(f"{source / 'manifest.json'}: is not the list of a backup ({error})") from None
    if found.backup != VERSION:
        raise BackupError(f"this is a backup of version {found.backup!r}; this program reads {VERSION}")
    return found


def _whole(source: Path, manifest: Manifest) -> None:
    """Raise BackupError where a file is missing, changed, or leads elsewhere."""
    for file in manifest.stored:
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or path.parts[0] not in {"tables", "files", "keys"}:
            raise BackupError(f"the manifest names the path {file.path!r}, which leads out of the backup")
        found = source / file.path
        if found.is_symlink() or not found.is_file():
            raise BackupError(f"{found}: is missing")
        if found.stat().st_size != file.bytes or digest_of(found) != file.sha256:
            raise BackupError(f"{found}: was changed: its SHA-256 is not the one in the manifest")
    named = {file.path for file in manifest.stored}
    missing = [table.path for table in manifest.tables if table.path not in named]
    if missing:
        raise BackupError(f"the manifest has no digest of {missing[0]}")


def _known(manifest: Manifest) -> None:
    for row in manifest.parts:
        try:
            digests = tuple(migration.digest for migration in migrations_of(row.part))
        except (ModuleNotFoundError, FileNotFoundError, ValueError):
            raise BackupError(f"the backup is of another version of OPADS: this one has no {row.part!r}") from None
        if digests[: len(row.migrations)] != row.migrations:
            raise BackupError(
                f"the backup was made by another or a newer version of OPADS ({manifest.opads}): the tables of {row.part} differ"
            )


def _nothing_there(database: Database) -> None:
    try:
        found = database.read(lambda transaction: transaction.one("SELECT count(*) FROM migration"))
    except UnavailableError:
        raise
    except StorageError:
        return  # there is no such table, so nothing was ever kept
    if found is not None and found[0]:
        raise BackupError("the database is not empty; a backup is restored where nothing is")


def _filled(transaction: Transaction, database: Database, source: Path, manifest: Manifest) -> int:
    tables = tables_of(transaction, database.dialect, [row.part for row in manifest.parts])
    named = {table.name: table for table in manifest.tables}
    if set(named) != set(tables):
        raise BackupError("the backup does not have the tables that its version has")
    if database.dialect == "sqlite":
        transaction.run("PRAGMA defer_foreign_keys = ON")
    for name in reversed(tables):
        transaction.run(f"DELETE FROM {name}")  # noqa: S608 - what migrations put in is in the backup too
    count = 0
    for name in tables:
        table = named[name]
        if any(not column.replace("_", "").isalnum() for column in table.columns):
            raise BackupError(f"the table {name} has columns that cannot be")
        rows = written(transaction, name, table.columns, rows_of(_lines(source / table.path), len(table.columns)))
        if rows != table.rows:
            raise BackupError(f"the table {name} has {rows} rows, and the manifest says {table.rows}")
        count += rows
    return count


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as file:
            yield from file
    except (OSError, EOFError, zlib.error) as error:
        raise BackupError(f"{path}: cannot be unpacked ({error})") from None


def _files(installation: Installation, source: Path, manifest: Manifest) -> None:
    """Copy files and keys to where they were."""
    for file in manifest.stored:
        kind, *below = PurePosixPath(file.path).parts
        if kind == "tables":
            continue
        if kind == "keys":
            folder = Path(installation.settings.keys) if installation.settings.keys else installation.folder / "keys"
        else:
            folder = installation.folder
        target = folder.joinpath(*below)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            (source / file.path).open("rb") as read,
            os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy,
        ):
            shutil.copyfileobj(read, copy)
            copy.flush()
            os.fsync(copy.fileno())


def _heads(database: Database, manifest: Manifest) -> list[Damage]:
    rows = database.read(lambda transaction: transaction.all("SELECT chain, sequence, hash FROM head ORDER BY chain"))
    found = {chain: f"{sequence}:{hash_}" for chain, sequence, hash_ in rows}
    if found == manifest.heads:
        return []
    return [Damage("log", f"the ends of the log are {found}, and the manifest says {manifest.heads}")]
