"""The bytes of an input, unpacked, counted and digested as they pass."""

from __future__ import annotations

import gzip
import hashlib
import sys
import zlib
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, cast

from opads.bulk.errors import BulkError, TooLongError

__all__ = ("Stream",)

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
ZSTD_MODULES = ("compression.zstd", "backports.zstd", "zstandard")
"""The standard library has it from Python 3.14 on."""


class Stream:
    """The contents of a file; gzip and zstd are told by their first bytes."""

    def __init__(self, path: Path | None, source: BinaryIO | None = None, most: int | None = None) -> None:
        """Open a path, or take what is open already (``source``, standard input where there is neither).

        ``most`` bounds the bytes unpacked. Raises BulkError.
        """
        self._own = path is not None
        self._most = most
        try:
            self._raw: BinaryIO = path.open("rb") if path is not None else source or sys.stdin.buffer
            self.size = 0 if path is None else path.stat().st_size
        except OSError as error:
            raise BulkError(f"cannot be read ({error.strerror or error})") from error
        self._file = _Counted(self._raw)
        try:
            self._source = _unpacking(self._file)
        except OSError as error:
            self.close()
            raise BulkError(f"cannot be read ({error.strerror or error})") from error
        except BulkError:
            self.close()
            raise
        self._digest = hashlib.sha256()
        self._begun = b""
        self.bytes = 0

    def head(self, length: int) -> bytes:
        """Return the first bytes, which are read again later."""
        while len(self._begun) < length and (piece := self._unpacked(length - len(self._begun))):
            self._begun += piece
        return self._begun

    def read(self, length: int) -> bytes:
        """Return at most so many of the next bytes; raises BulkError where the file cannot be unpacked."""
        if self._begun:
            piece, self._begun = self._begun[:length], self._begun[length:]
        else:
            piece = self._unpacked(length)
        self._digest.update(piece)
        self.bytes += len(piece)
        if self._most is not None and self.bytes > self._most:
            raise TooLongError(self._most)
        return piece

    def _unpacked(self, length: int) -> bytes:
        try:
            return bytes(self._source.read(length))
        except (OSError, EOFError, zlib.error) as error:
            raise BulkError(f"cannot be read ({error})") from error
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            raise BulkError(f"cannot be unpacked ({error})") from error

    @property
    def done(self) -> float:
        """How much of the file was read, from 0 to 1; 0 where its size is not known."""
        return min(self._file.count / self.size, 1.0) if self.size else 0.0

    @property
    def sha256(self) -> str:
        """The digest of the contents so far."""
        return self._digest.hexdigest()

    def close(self) -> None:
        """Close the file."""
        if self._own:
            self._raw.close()


class _Counted:
    """A file that counts what is read of it."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._peeked = b""
        self.count = 0

    def peek(self, length: int) -> bytes:
        while len(self._peeked) < length and (piece := self._raw.read(length - len(self._peeked))):
            self._peeked += piece
        return self._peeked

    def read(self, length: int = -1) -> bytes:
        piece, self._peeked = self._peeked, b""
        if length < 0:
            piece += self._raw.read()
        elif len(piece) > length:
            piece, self._peeked = piece[:length], piece[length:]
        elif not piece:
            piece = self._raw.read(length)
        self.count += len(piece)
        return piece


def _unpacking(file: _Counted) -> Any:
    first = file.peek(4)
    if first.startswith(GZIP):
        return gzip.GzipFile(fileobj=cast("BinaryIO", file))
    return _unzstd(file) if first.startswith(ZSTD) else file


def _unzstd(file: _Counted) -> Any:
    module = _zstd()
    if hasattr(module, "ZstdDecompressor") and module.__name__ == "zstandard":
        return module.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    return module.ZstdFile(file)


def _zstd() -> ModuleType:
    for name in ZSTD_MODULES:
        try:
            return import_module(name)
        except ImportError:
            continue
    raise BulkError("is packed with zstd, which this Python cannot read: install opads[zstd]")
