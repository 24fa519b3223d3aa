"""A Parquet file as an input: batches of its rows in order, each a block, in memory that does not grow with the file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opads.bulk.errors import BulkError
from opads.carriers import Block, Limits, Place
from opads.carriers.blocks import Shift
from opads.carriers.parquet import MAGIC

if TYPE_CHECKING:
    from opads.bulk.rows import Recognised
    from opads.formats import Registry
    from opads.formats.detect import Detection

__all__ = ("ParquetFile", "batch_in", "bytes_of", "is_parquet_file", "required")

PIECE = 1024 * 1024
MOST = 8192
"""Rows that are read at a time, however small they seem: packed, a long text that returns in each row takes no room."""


def is_parquet_file(path: Path | None) -> bool:
    """Return whether a file begins as Parquet does."""
    if path is None:
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def required(what: str) -> None:
    """Raise BulkError where the package is not installed that reads and writes Parquet."""
    if find_spec("pyarrow") is None:
        raise BulkError(f"{what}: install opads[parquet]")


class ParquetFile:
    """The rows of a file. ``done`` is the share of them that was given out."""

    def __init__(self, path: Path) -> None:
        """Open the file; raises BulkError where it cannot be read."""
        required("is a Parquet file, which needs pyarrow")
        import pyarrow as pa  # noqa: PLC0415 - an extra
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

        self._path = path
        self._given = 0
        try:
            self.size = path.stat().st_size
            self._file = pq.ParquetFile(path, pre_buffer=False, buffer_size=PIECE)
        except (OSError, pa.ArrowException) as error:
            raise BulkError(f"cannot be read ({str(error).partition(chr(10))[0]})") from error
        self.rows: int = self._file.metadata.num_rows

    def recognise(self, registry: Registry, source: str | None, carrier: str | None) -> Recognised:
        """Return the format of the rows, and as what they are read; raises BulkError and FormatError."""
        from opads.bulk.rows import SAMPLE, recognise  # noqa: PLC0415 - needs the extra

        return recognise(next(self._batches(SAMPLE)), registry, source, carrier)

    def detection(self, registry: Registry) -> Detection:
        """Return which formats the rows may be in."""
        from opads.bulk.rows import SAMPLE, detection_of  # noqa: PLC0415 - needs the extra

        return detection_of(next(self._batches(SAMPLE)), registry)

    def blocks(self, limits: Limits, size: int) -> Iterator[Block]:
        """Yield the rows in blocks of about ``size`` bytes, or one row; the same ones every time."""
        unpacked = sum(self._file.metadata.row_group(n).total_byte_size for n in range(self._file.num_row_groups))
        number = 0
        for batch in self._batches(max(1, min(MOST, size * self.rows // max(unpacked, 1)))):
            for part in _parts(batch, 2 * size):
                shift = Shift(records=self._given, rows=self._given)
                self._given += part.num_rows
                if part.num_rows == 1 and part.nbytes > limits.max_bytes:
                    place = Place(row=shift.rows + 1)
                    yield Block(number, b"", shift, skipped=part.nbytes, place=place)
                else:
                    yield Block(number, bytes_of(part), shift, whole=part.num_rows == self.rows)
                number += 1

    def _batches(self, rows: int) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415 - an extra

        if not self.rows:
            yield pa.RecordBatch.from_pylist([], schema=self._file.schema_arrow)
            return
        try:
            yield from self._file.iter_batches(batch_size=rows, use_threads=False)
        except (OSError, pa.ArrowException) as error:
            raise BulkError(f"cannot be read ({str(error).partition(chr(10))[0]})") from error

    @property
    def bytes(self) -> int:
        """The bytes of the file that the rows given out stand for."""
        return round(self.size * self.done)

    @property
    def done(self) -> float:
        """How many of the rows were given out, from 0 to 1."""
        return self._given / self.rows if self.rows else 1.0

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        digest = hashlib.sha256()
        with self._path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
        return digest.hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def batch_in(data: bytes) -> Any:
    """Return the batch that the bytes of a block hold."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()


def _parts(batch: Any, most: int) -> Iterator[Any]:
    """Yield a batch in parts of at most so many bytes, or one row."""
    if batch.num_rows <= 1 or batch.nbytes <= most:
        yield batch
        return
    half = batch.num_rows // 2
    yield from _parts(batch.slice(0, half), most)
    yield from _parts(batch.slice(half), most)


def bytes_of(batch: Any) -> bytes:
    """Return a batch as bytes, which another process can read."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    target = pa.BufferOutputStream()
    with pa.ipc.new_stream(target, batch.schema) as writer:
        writer.write_batch(batch)
    found: bytes = target.getvalue().to_pybytes()
    return found
