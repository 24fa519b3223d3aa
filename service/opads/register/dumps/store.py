"""Publishes dumps and finds them again.

The files of a dump lie in a folder named by their digest, which is written under another name, settled, and renamed; the day is a small
file that names the digest, linked into place. So of two that publish the same day one wins, a day once published never changes, a day on
which nothing happened costs nothing, and who reads sees all of a dump or none of it.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from opads.formats import Registry
from opads.register.dumps.gathering import end_of, entries, lines
from opads.register.dumps.model import SUMS
from opads.register.dumps.writing import settle, write_disclosures, write_log, write_package, write_sums
from opads.storage import Database, Transaction
from opads.storage.moments import moment

__all__ = ("DumpError", "DumpFile", "Dumps", "Published", "UnknownDumpError")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SUM = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9.-]+)")
HIDDEN = ".unfinished-"
FORGOTTEN = 7 * 86400
"""Seconds after which an unfinished dump is nobody's any more."""


class DumpError(Exception):
    """A dump that cannot be made; the message says why."""


class UnknownDumpError(DumpError):
    """There is no such dump or file."""


class DumpFile(msgspec.Struct, frozen=True):
    """A file of a dump."""

    name: str
    bytes: int
    sha256: str


class Published(msgspec.Struct, frozen=True):
    """The dump of a day: its digest (SHA-256 of ``SHA256SUMS``), the end of the chain that it goes up to, its files."""

    date: str
    digest: str
    sequence: int
    hash: str
    files: tuple[DumpFile, ...]


class Dumps:
    """The dumps in a folder, of the register in a database."""

    def __init__(self, database: Database, folder: Path, registry: Registry) -> None:
        self.database = database
        self.folder = folder
        self.registry = registry

    def publish(self, day: date | None = None) -> Published:
        """Publish what stood at the end of a day (UTC), yesterday when None; return what is published, whoever did it.

        Raises DumpError for a day that is not over, and where the folder cannot be written.
        """
        today = datetime.now(UTC).date()
        day = today - timedelta(days=1) if day is None else day
        if day >= today:
            raise DumpError(f"{day} is not over (UTC); a dump has a whole day")
        try:
            self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
            try:
                return self.of(day)
            except UnknownDumpError:
                pass
            self._clear()
            hidden = Path(mkdtemp(prefix=HIDDEN, dir=self.folder))
            try:
                return self._publish(day, hidden)
            finally:
                shutil.rmtree(hidden, ignore_errors=True)
        except OSError as error:
            raise DumpError(f"{self.folder}: the dump cannot be written ({error.strerror or error})") from error

    def _clear(self) -> None:
        """Remove what was left by who was killed: nobody writes a dump for so long."""
        for path in self.folder.glob(f"{HIDDEN}*"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > FORGOTTEN:
                    shutil.rmtree(path, ignore_errors=True)

    def _publish(self, day: date, hidden: Path) -> Published:
        inner = hidden / "files"
        before = moment(datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC))

        def write(t: Transaction) -> tuple[int, str]:
            shutil.rmtree(inner, ignore_errors=True)
            inner.mkdir()
            sequence, end = end_of(t, before)
            counts = {
                "disclosures": write_disclosures(inner, lines(t, sequence), self.registry),
                "entries": write_log(inner, entries(t, sequence)),
            }
            write_package(inner, sequence, end, counts)
            return sequence, end

        sequence, end = self.database.read(write)
        digest = write_sums(inner)
        _settle_folder(inner)
        target = self._files_of(digest)
        try:
            inner.rename(target)
        except OSError:
            if not target.is_dir():  # else somebody was quicker, with the same bytes
                raise
        _settle_folder(self.folder)
        names = (DumpFile(n, (target / n).stat().st_size, s) for n, s in _sums((target / SUMS).read_bytes()))
        own = DumpFile(SUMS, (target / SUMS).stat().st_size, digest)
        note = hidden / "note"
        with note.open("wb") as file:
            file.write(msgspec.json.encode(Published(day.isoformat(), digest, sequence, end, (*names, own))))
            settle(file)
        with suppress(FileExistsError):  # the other's is as good, and is what others may have seen already
            os.link(note, self.folder / f"{day.isoformat()}.json")
        _settle_folder(self.folder)
        return self.of(day)

    def all(self) -> list[Published]:
        """Return the dumps, the newest first."""
        if not self.folder.is_dir():
            return []
        days = sorted((path.stem for path in self.folder.glob("*.json") if _DAY.fullmatch(path.stem)), reverse=True)
        return [self._read(day) for day in days]

    def of(self, day: date) -> Published:
        """Return the dump of a day; raises UnknownDumpError."""
        return self._read(day.isoformat())

    def file(self, published: Published, name: str) -> tuple[Path, DumpFile]:
        """Return where a file of a dump is; raises UnknownDumpError for a name that it has not."""
        found = next((file for file in published.files if file.name == name), None)
        if found is None:
            raise UnknownDumpError(f"the dump of {published.date} has no such file")
        return self._files_of(published.digest) / found.name, found

    def _files_of(self, digest: str) -> Path:
        return self.folder / f"sha256-{digest}"

    def _read(self, day: str) -> Published:
        try:
            return msgspec.json.decode((self.folder / f"{day}.json").read_bytes(), type=Published)
        except FileNotFoundError:
            raise UnknownDumpError(f"there is no dump of {day}") from None


def _sums(content: bytes) -> list[tuple[str, str]]:
    """Return names and digests in a file of sums."""
    return [(match[2], match[1]) for match in map(_SUM.fullmatch, content.decode().splitlines()) if match]


def _settle_folder(folder: Path) -> None:
    """See to it that the names in a folder stay."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
