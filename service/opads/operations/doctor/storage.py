"""What is kept: the folder, the room in it, who may read it, the database."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from opads.operations.doctor.finding import Finding, bad, fine, poor
from opads.operations.folders import usable
from opads.settings import Settings
from opads.storage import Database, StorageError, open_database
from opads.storage.database import Transaction
from opads.storage.migrations import PARTS, migrations_of

__all__ = ("ROOM", "secrets", "storage")

ROOM = 1024**3
"""Bytes below which there is little room."""
SHARED = (b"nfs", b"nfs4", b"cifs", b"smb3", b"smbfs", b"9p", b"fuse.sshfs")
"""File systems on which SQLite's log in shared memory does not work."""


def storage(settings: Settings) -> Iterator[Finding]:
    """Look at the folder and the database, without changing either."""
    if not settings.data and not settings.database:
        yield fine("storage", "neither OPADS_DATA nor OPADS_DATABASE is set: `opads serve` takes a folder of the user")
        return
    if settings.data:
        folder = Path(settings.data)
        if why := usable(folder):
            yield bad(
                "folder",
                f"{folder} cannot be used ({why})",
                f"mkdir -p {folder}, and give it to the user of the service",
            )
            return
        yield from _folder(folder)
    address = settings.database or f"sqlite:///{Path(settings.data) / 'opads.db'}"
    embedded = address.startswith("sqlite:")
    if embedded and not Path(address.removeprefix("sqlite:///")).exists():
        yield fine("database", "there is none yet; it is made when the service starts")
        return
    try:
        with closing(open_database(address)) as database:
            yield from _database(database, embedded=embedded)
    except StorageError as error:
        yield bad("database", str(error).splitlines()[0], "see that it runs, and that OPADS_DATABASE is right")


def _folder(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        yield poor(
            "folder", f"{free // 1024**2} MiB are free where the data are", "make room: what is full takes nothing more"
        )
    else:
        yield fine("folder", f"{folder}: can be written, {free // 1024**3} GiB free")
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        yield poor("folder", f"others may look into {folder} ({mode:04o})", f"chmod 0700 {folder}")
    kind = _filesystem(folder)
    if kind in SHARED:
        yield bad(
            "folder",
            f"{folder} is on a share ({kind.decode()})",
            "keep the data on a disk of this machine, or use PostgreSQL",
        )


def _filesystem(folder: Path) -> bytes:
    """Return the kind of file system that holds a folder, as Linux names it; empty where that is not known."""
    mounts = Path("/proc/self/mounts")
    best, kind = -1, b""
    for line in mounts.read_bytes().splitlines() if mounts.exists() else ():
        _, place, name, *_ = line.split()
        at = place.decode("unicode_escape").encode("latin-1").decode(errors="replace")
        if folder.resolve().is_relative_to(at) and len(at) > best:
            best, kind = len(at), name
    return kind


def _database(database: Database, *, embedded: bool) -> Iterator[Finding]:
    """Look at a database that answers."""

    def tables(transaction: Transaction) -> dict[str, int]:
        rows = transaction.all("SELECT part, max(number) FROM migration GROUP BY part")
        return {str(part): int(number) for part, number in rows}

    try:
        at = database.read(tables)
    except StorageError:
        at = {}
    newest = {part: len(migrations_of(part)) for part in PARTS}
    if any(at.get(part, 0) > number for part, number in newest.items()):
        yield bad(
            "database",
            "a newer version made its tables",
            "run the version that did, or go back by `opads register migrate`",
        )
    elif at != newest:
        yield poor("database", "its tables are not the newest", "start the service, or run `opads register migrate`")
    else:
        yield fine("database", f"{database.dialect} answers, with the newest tables of {len(newest)} parts")
    if embedded:
        mode = database.read(lambda transaction: transaction.one("PRAGMA journal_mode"))
        sound = database.read(lambda transaction: transaction.one("PRAGMA quick_check(1)"))
        if mode is None or mode[0] != "wal":
            yield bad(
                "database",
                f"the journal is {mode[0] if mode else 'unknown'}, not a write-ahead log",
                "keep it on a local disk",
            )
        if sound is None or sound[0] != "ok":
            yield bad(
                "database", "the file is damaged", "stop the service and restore the newest backup: docs/operations.md"
            )


def secrets(settings: Settings) -> Iterator[Finding]:
    """See that nobody else may read the keys."""
    keys = Path(settings.data) / "keys" if settings.data else None
    if keys is None or not keys.is_dir():
        return
    loose = [path for path in (keys, *keys.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose:
        yield bad(
            "secrets", f"others may read {loose[0]}", f"chmod -R go= {keys}; have keys that others may know replaced"
        )
    else:
        yield fine("secrets", f"only the user of the service may read {keys}")
