"""Parquet as output: one file, or a folder of parts that a job can go on with.

A Parquet file cannot be appended to. Without a checkpoint it is written under another name and gets its own at the end.
With one, what comes is kept in ``_pending`` until it is enough for a part; a part is written whole, renamed, and holds only
what the checkpoint has. So a kill at any moment loses and doubles nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from opads.bulk.errors import BulkError
from opads.bulk.parquetfile import batch_in, bytes_of
from opads.bulk.rows import ABOUT, record_shape
from opads.carriers import WriteError
from opads.carriers.parquet.writing import batch_of, schema_of
from opads.formats import Format

__all__ = ("FileSink", "PartsSink", "batch_bytes")

GROUP = 32 * 1024 * 1024
"""Bytes of a row group before it is packed."""
PART = 128 * 1024 * 1024
"""Bytes of a part before it is packed."""
UNTIL = b"opads.until"
"""Where a part says up to which byte of what was written it goes."""
NAME = re.compile(r"part-([0-9]{5})\.parquet")
LENGTH = 8


@lru_cache(maxsize=8)
def _schema(format_: Format) -> Any:
    return schema_of(record_shape(format_), {ABOUT.decode(): format_.id})


def batch_bytes(format_: Format, records: list[dict[str, Any]]) -> bytes:
    """Return records as the bytes of one batch; none for no records. Raises BulkError where they cannot be written."""
    if not records:
        return b""
    try:
        return bytes_of(batch_of(records, record_shape(format_), _schema(format_)))
    except WriteError as error:
        raise BulkError(str(error)) from error


class FileSink:
    """One file; it is there when all is written."""

    def __init__(self, path: Path, format_: Format) -> None:
        """Begin the file; raises BulkError where it cannot be written."""
        self.length = 0
        self._path = path
        self._hidden = path.with_name(f".{path.name}.unfinished")
        if path.is_dir():
            raise BulkError(f"{path}: is a folder; name a file, or give --checkpoint to write parts into a folder")
        self._groups = _Groups(self._hidden, _schema(format_))

    def write(self, data: bytes) -> None:
        """Take in a piece."""
        if data:
            self._groups.add(batch_in(data))
            self.length += len(data)

    def finish(self) -> None:
        """Give the file its name."""
        self._groups.close()
        self._hidden.replace(self._path)

    def close(self) -> None:
        """Let go of a file that was not finished."""
        self._groups.close()
        self._hidden.unlink(missing_ok=True)


class PartsSink:
    """A folder of parts, of which the first ``length`` bytes of what was written before are kept."""

    def __init__(self, folder: Path, format_: Format, length: int) -> None:
        """Open the folder; raises BulkError where it does not hold what the checkpoint says."""
        self.length = length
        self._folder = folder
        self._schema = _schema(format_)
        self._pending: BinaryIO | None = None
        try:
            self._open(length)
        except OSError as error:
            raise BulkError(f"{folder}: cannot be written ({error.strerror})") from error

    def _open(self, length: int) -> None:
        self._folder.mkdir(exist_ok=True)
        own = sorted(path for path in self._folder.iterdir() if NAME.fullmatch(path.name))
        if others := [path.name for path in self._folder.glob("*.parquet") if path not in own]:
            raise BulkError(f"{self._folder}: holds other files ({others[0]}); name another folder")
        if length == 0:
            for path in own:
                path.unlink()
            own = []
        self._parts = len(own)
        self._until = _until(own[-1]) if own else 0
        for path in self._folder.glob(".*.unfinished"):
            path.unlink()
        self._begin(length)

    @property
    def _spool(self) -> Path:
        return self._folder / "_pending"

    def _begin(self, length: int) -> None:
        """Open what waits for the next part, cut back to what the checkpoint has."""
        start = -1
        if self._spool.is_file():
            with self._spool.open("rb") as file:
                start = int.from_bytes(file.read(LENGTH), "big")
        waiting = length - self._until
        if start != self._until or length == 0:
            if waiting:
                raise BulkError(f"{self._folder}: does not hold what the checkpoint says; remove both to begin again")
            self._renew()
        size = self._spool.stat().st_size - LENGTH
        if waiting < 0 or size < waiting:
            raise BulkError(f"{self._folder}: does not hold what the checkpoint says; remove both to begin again")
        self._pending = self._spool.open("r+b")
        self._pending.truncate(LENGTH + waiting)
        self._pending.seek(LENGTH + waiting)

    def write(self, data: bytes) -> None:
        """Take in a piece, and see to it that it stays. All that was written before is in the checkpoint by now."""
        if not data or self._pending is None:
            return
        if self.length - self._until >= PART:
            self._part()
            self._renew()
            self._pending = self._spool.open("r+b")
            self._pending.seek(LENGTH)
        self._pending.write(len(data).to_bytes(LENGTH, "big") + data)
        self._pending.flush()
        os.fsync(self._pending.fileno())
        self.length += LENGTH + len(data)

    def finish(self) -> None:
        """Write the last part."""
        if self.length > self._until or not self._parts:
            self._part()
        self.close()
        self._spool.unlink(missing_ok=True)

    def close(self) -> None:
        """Close what is open."""
        if self._pending is not None:
            self._pending.close()
            self._pending = None

    def _part(self) -> None:
        self.close()
        name = f"part-{self._parts:05}.parquet"
        hidden = self._folder / f".{name}.unfinished"
        about = {**self._schema.metadata, UNTIL: str(self.length).encode()}
        groups = _Groups(hidden, self._schema.with_metadata(about))
        for data in _pieces(self._spool):
            groups.add(batch_in(data))
        groups.close()
        _settle(hidden)
        hidden.replace(self._folder / name)
        _settle(self._folder)
        self._parts += 1
        self._until = self.length

    def _renew(self) -> None:
        """Begin to collect the next part."""
        fresh = self._folder / ".pending.unfinished"
        fresh.write_bytes(self._until.to_bytes(LENGTH, "big"))
        _settle(fresh)
        fresh.replace(self._spool)


class _Groups:
    """A file that is written row group by row group."""

    def __init__(self, path: Path, schema: Any) -> None:
        self._schema = schema
        self._waiting: list[Any] = []
        self._size = 0
        try:
            self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        except OSError as error:
            raise BulkError(f"{path}: cannot be written ({error.strerror or error})") from error

    def add(self, batch: Any) -> None:
        self._waiting.append(batch)
        self._size += batch.nbytes
        if self._size >= GROUP:
            self._write()

    def close(self) -> None:
        if self._writer.is_open:
            self._write()
            self._writer.close()

    def _write(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting).replace_schema_metadata(self._schema.metadata)
            self._writer.write_table(table, row_group_size=max(table.num_rows, 1))
            self._waiting, self._size = [], 0


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(LENGTH)
        while head := file.read(LENGTH):
            yield file.read(int.from_bytes(head, "big"))


def _until(path: Path) -> int:
    try:
        return int((pq.read_schema(path).metadata or {})[UNTIL])
    except (KeyError, ValueError, pa.ArrowException) as error:
        raise BulkError(f"{path}: is no part that this job wrote; name another folder") from error


def _settle(path: Path) -> None:
    """See to it that a file or folder stays as it is; Windows does so with folders by itself, and opens none."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
