"""What a job reads: the bytes of a file that its carrier cuts into blocks, or the rows of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from opads import carriers
from opads.bulk.errors import BulkError
from opads.bulk.parquetfile import ParquetFile, is_parquet_file
from opads.bulk.streams import Stream
from opads.carriers import Block, Limits
from opads.carriers.parquet import MAGIC, PARQUET
from opads.formats import Registry
from opads.validation import resolve

__all__ = ("HEAD", "Known", "Source", "source_of")

HEAD = 512 * 1024
"""Bytes by which a format is recognised."""


class Known(NamedTuple):
    """What is known of an input: no format where it is in none that is."""

    format: str | None
    carrier: str | None
    manner: str
    detected: bool


class Source(Protocol):
    """An input, read once from its beginning."""

    @property
    def bytes(self) -> int:
        """The bytes of the contents that were given out."""
        ...

    @property
    def done(self) -> float:
        """How much of the file was given out, from 0 to 1; 0 where its size is not known."""
        ...

    @property
    def size(self) -> int:
        """The bytes of the file as it lies there; 0 where that is not known."""
        ...

    @property
    def sha256(self) -> str:
        """The digest of the contents, when all were given out."""
        ...

    def recognise(self, registry: Registry, source: str | None, carrier: str | None, limits: Limits) -> Known:
        """Return what is known; raises BulkError where the input cannot be read, and FormatError."""
        ...

    def blocks(self, carrier: str, use: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield the blocks, each of about ``size`` bytes or one record; the same ones every time."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def source_of(path: Path | None) -> Source:
    """Return what is read of a file, or of standard input; raises BulkError where it cannot be read."""
    return Rows(path) if path is not None and is_parquet_file(path) else Bytes(path)


class Bytes:
    """The bytes of a file, unpacked."""

    def __init__(self, path: Path | None) -> None:
        self._stream = Stream(path)

    @property
    def bytes(self) -> int:
        """The bytes of the contents that were given out."""
        return self._stream.bytes

    @property
    def done(self) -> float:
        """How much of the file was given out."""
        return self._stream.done

    @property
    def size(self) -> int:
        """The bytes of the file as it lies there."""
        return self._stream.size

    @property
    def sha256(self) -> str:
        """The digest of the contents so far."""
        return self._stream.sha256

    def recognise(self, registry: Registry, source: str | None, carrier: str | None, limits: Limits) -> Known:
        """Return what the first bytes tell."""
        head = self._stream.head(HEAD)
        if head.startswith(MAGIC):
            raise BulkError("is a Parquet file, which is read from its end: give it as a file that is not packed")
        found, carrier, detected = resolve(head, registry, source, carrier, limits)
        return Known(found if carrier is not None else None, carrier, "", detected)

    def blocks(self, carrier: str, use: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield the blocks that the carrier cuts."""
        return carriers.splitter(carrier).split(self._stream.read, use, limits, size)

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


class Rows:
    """The rows of a Parquet file."""

    def __init__(self, path: Path) -> None:
        self._file = ParquetFile(path)

    @property
    def bytes(self) -> int:
        """The bytes of the file that the rows given out stand for."""
        return self._file.bytes

    @property
    def done(self) -> float:
        """How many of the rows were given out."""
        return self._file.done

    @property
    def size(self) -> int:
        """The bytes of the file."""
        return self._file.size

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        return self._file.sha256

    def recognise(self, registry: Registry, source: str | None, carrier: str | None, limits: Limits) -> Known:
        """Return what the first rows tell."""
        del limits
        found = self._file.recognise(registry, source, carrier)
        return Known(found.format, PARQUET, found.manner, found.detected)

    def blocks(self, carrier: str, use: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield the rows in batches."""
        del carrier, use
        return self._file.blocks(limits, size)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
