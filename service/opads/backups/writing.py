"""Takes a backup while the service goes on: the tables in one transaction that sees them as they were at one moment, then the files."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

import msgspec

import opads
from opads.backups.model import VERSION, BackupError, Manifest, PartRow, StoredFile, TableRow
from opads.backups.tables import columns_of, lines_of, tables_of
from opads.installation import Installation
from opads.storage import Transaction
from opads.storage.migrations import PARTS, applied
from opads.storage.moments import now

__all__ = ("back_up",)

PIECE = 1 << 20


def back_up(installation: Installation, target: Path, *, keys: bool = False, files: bool = True) -> Manifest:
    """Write a backup into a folder that is empty or not there; return its manifest.

    ``keys`` takes the private keys in as well: whoever has the backup can then sign. Raises BackupError, or StorageError where the database
    does not serve; then the folder has no manifest, and is no backup.
    """
    database = installation.database
    taken_at = now()
    parts = tuple(PartRow(part, tuple(digest for _, digest in applied(database, part))) for part in PARTS)
    with _said(target):
        _empty(target)
        stored: list[StoredFile] = []

        def job(transaction: Transaction) -> tuple[list[TableRow], dict[str, str]]:
            stored.clear()  # a job may be begun again
            tables = []
            for name in tables_of(transaction, database.dialect):
                columns = columns_of(transaction, database.dialect, name)
                path = f"tables/{name}.ndjson.gz"
                count, file = _table(target, path, lines_of(transaction, name, columns))
                stored.append(file)
                tables.append(TableRow(name, tuple(columns), count, path))
            heads = transaction.all("SELECT chain, sequence, hash FROM head ORDER BY chain")
            return tables, {chain: f"{sequence}:{hash_}" for chain, sequence, hash_ in heads}

        tables, heads = database.read(job)
        vanished: list[str] = []
        if installation.settings.data and files:
            _copied(installation.folder, target / "files", "files", stored, vanished)
        if keys:
            folder = Path(installation.settings.keys) if installation.settings.keys else installation.folder / "keys"
            _copied(folder, target / "keys", "keys", stored, vanished, everything=True)
        manifest = Manifest(
            backup=VERSION,
            taken_at=taken_at,
            opads=opads.__version__,
            database=database.dialect,
            keys=keys,
            files=files,
            parts=parts,
            tables=tuple(tables),
            heads=heads,
            vanished=tuple(vanished),
            stored=tuple(stored),
        )
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
        with _opened(target / "manifest.part") as file:
            file.write(text)
        (target / "manifest.part").rename(target / "manifest.json")
        _sync(target)
    return manifest


@contextmanager
def _said(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"{error.filename or target}: cannot be written ({error.strerror})") from error


def _empty(target: Path) -> None:
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(target.iterdir()):
        raise BackupError(f"{target}: is not empty; a backup has a folder of its own")
    (target / "tables").mkdir(mode=0o700)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Give a new file that is on the disk when it is closed."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _table(target: Path, path: str, lines: Iterator[bytes]) -> tuple[int, StoredFile]:
    count = 0
    with _opened(target / path) as file, gzip.GzipFile("", "wb", 1, file, mtime=0) as packed:
        for line in lines:
            packed.write(line)
            count += 1
    data = target / path
    return count, StoredFile(path, data.stat().st_size, digest_of(data))


def _copied(
    source: Path, target: Path, name: str, stored: list[StoredFile], vanished: list[str], *, everything: bool = False
) -> None:
    """Copy the files of a folder; the embedded database and the keys are none of them, as they have their own ways."""
    for path in sorted(source.rglob("*")):
        below = path.relative_to(source)
        if not everything and (below.parts[0] == "keys" or below.name.startswith("opads.db")):
            continue
        if path.is_symlink() or not path.is_file() or below.name == ".lock":
            continue
        digest, size = sha256(), 0
        try:
            with path.open("rb") as file, _opened(target / below) as copy:
                while piece := file.read(PIECE):
                    copy.write(piece)
                    digest.update(piece)
                    size += len(piece)
        except FileNotFoundError:
            vanished.append(below.as_posix())
            continue
        stored.append(StoredFile(f"{name}/{below.as_posix()}", size, digest.hexdigest()))


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
