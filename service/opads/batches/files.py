"""The files of batches: a folder for each, whole or not there.

What is on its way lies under ``incoming``. When it is complete, and on the disk, its folder is moved; then the batch is put down in the
database. What has no batch is swept away.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from opads.batches.model import RoomError

__all__ = ("DOCUMENT", "NAME", "Files", "Incoming", "synced")

DOCUMENT = "document"
"""The name of the file that was sent."""
NAME = "name"
"""The file that holds what its sender called it."""


class Files:
    """The folder of all batches. Raises OSError where the disk does not serve."""

    def __init__(self, root: Path, most: int) -> None:
        self.root = root
        self.most = most
        """Bytes that all batches may have together."""
        self._incoming = root / "incoming"

    def of(self, id_: str) -> Path:
        """Return the folder of a batch."""
        return self.root / id_

    def used(self) -> int:
        """Return the bytes of all files."""
        total = 0
        for folder, _, names in os.walk(self.root):
            for name in names:
                with suppress(OSError):
                    total += os.lstat(Path(folder) / name).st_size
        return total

    def begin(self, id_: str) -> Incoming:
        """Return where a file that is sent can be written to; raises RoomError where there is no room for any."""
        left = self.most - self.used()
        if left <= 0:
            raise RoomError("the room that is set aside for batches is used up")
        folder = self._incoming / id_
        folder.mkdir(mode=0o700, parents=True)
        return Incoming(folder, left)

    def take(self, incoming: Incoming) -> None:
        """Make what came in the folder of a batch, for good."""
        synced(incoming.folder)
        incoming.folder.rename(self.of(incoming.folder.name))
        synced(self.root)

    def remove(self, id_: str) -> None:
        """Delete what there is of a batch."""
        for folder in (self.of(id_), self._incoming / id_):
            shutil.rmtree(folder, ignore_errors=True)

    def left_over(self, older: float) -> Iterator[str]:
        """Yield the ids of folders in which nothing was changed for so many seconds."""
        for folder in (*_folders(self.root), *_folders(self._incoming)):
            if folder == self._incoming:
                continue
            times = []
            for path in (folder, *folder.iterdir()) if folder.is_dir() else ():
                with suppress(OSError):
                    times.append(path.stat().st_mtime)
            if times and max(times) < time.time() - older:
                yield folder.name


class Incoming:
    """A file on its way: counted and digested as it comes."""

    def __init__(self, folder: Path, left: int) -> None:
        self.folder = folder
        self.path = folder / DOCUMENT
        self.size = 0
        self._left = left
        self._digest = hashlib.sha256()
        self._file = self.path.open("xb")

    def write(self, data: bytes) -> None:
        """Take a piece; raises RoomError where there is no room for it."""
        self.size += len(data)
        if self.size > self._left:
            raise RoomError("the room that is set aside for batches is used up")
        self._digest.update(data)
        self._file.write(data)

    @property
    def sha256(self) -> str:
        """The digest of what came."""
        return self._digest.hexdigest()

    def called(self, name: str) -> None:
        """Keep what its sender calls it; no file is ever opened by that."""
        (self.folder / NAME).write_text(name, "utf-8", "replace")

    def end(self) -> None:
        """See to it that all of it is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def discard(self) -> None:
        """Leave nothing of it; harmless where it was taken."""
        with suppress(OSError):
            self._file.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _folders(root: Path) -> list[Path]:
    try:
        return sorted(root.iterdir())
    except FileNotFoundError:
        return []


def synced(folder: Path) -> None:
    """See to it that the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
