"""A zip archive of one file is taken for that file. What an archive says of itself is not believed.

Refused are: more than one entry, names with folders in them or that a system takes for something else, links, encryption, methods other
than stored and deflated, archives in archives, and what unpacks to more than may be, or to suspiciously much.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

__all__ = ("RATIO", "UNSUSPECTED", "PackedTooLongError", "PackingError", "is_zip", "unzip")

BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
END = b"PK\x05\x06"
DIRECTORY = 64 * 1024
"""Bytes of the list of entries that is read at all."""
RATIO = 200
"""Times as long as packed that a file may be when it is longer than ``UNSUSPECTED``: text packs to a tenth or so."""
UNSUSPECTED = 16 * 1024 * 1024
PIECE = 1024 * 1024
PACKED = (*BEGINNINGS, b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!")
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


class PackingError(Exception):
    """The archive is not taken; the message says why."""


class PackedTooLongError(PackingError):
    """The file in the archive is longer than may be, or unpacks to suspiciously much."""


def is_zip(path: Path) -> bool:
    """Whether a file begins as zip archives do."""
    with path.open("rb") as file:
        return file.read(4) in BEGINNINGS


def unzip(path: Path, into: Path, most: int) -> None:
    """Write the one file of an archive to a new file of at most so many bytes; raises PackingError, and OSError for the disk."""
    _look_at_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entry = _entry(archive.infolist())
            packed = path.stat().st_size
            if entry.file_size > most:
                raise PackedTooLongError(f"the file in it has more than {most} bytes")
            with archive.open(entry) as source, into.open("xb") as target:
                length, first = 0, True
                while piece := source.read(PIECE):
                    if first and piece.startswith(PACKED):
                        raise PackingError("the file in it is an archive or packed itself; pack it once")
                    first = False
                    length += len(piece)
                    if length > most:
                        raise PackedTooLongError(f"the file in it has more than {most} bytes")
                    if length > UNSUSPECTED and length > packed * RATIO:
                        raise PackedTooLongError(
                            f"the file in it is more than {RATIO} times as long as the archive; send it packed with gzip or unpacked"
                        )
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        struct.error,
    ) as error:
        raise PackingError(f"it cannot be unpacked ({str(error)[:200]})") from error


def _look_at_directory(path: Path) -> None:
    """Raise PackingError for a list of entries that is too long to be read, as the end of the archive gives its length."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_536 - 22))
        tail = file.read()
    at = tail.rfind(END)
    if at < 0 or len(tail) - at < 22:
        raise PackingError("it cannot be unpacked (its end is missing)")
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if entries != 1:
        raise PackingError(f"it has {'no entry' if entries == 0 else 'several entries'}; pack exactly one file")
    if length > DIRECTORY:
        raise PackingError(f"its list of entries has more than {DIRECTORY} bytes")


def _entry(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Return the one entry; raises PackingError for one that is no plain file."""
    if len(entries) != 1:
        raise PackingError("it does not have exactly one entry; pack exactly one file")
    entry = entries[0]
    name = entry.orig_filename
    shown = ascii(name[:100])
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.flag_bits & 0x1 or entry.flag_bits & 0x2000:
        raise PackingError("it is encrypted")
    if entry.is_dir() or kind not in (0, stat.S_IFREG):
        raise PackingError(f"the entry {shown} is no plain file")
    if not name or name in {".", ".."} or any(c in name for c in "/\\:\0") or not name.isprintable() or len(name) > 255:
        raise PackingError(f"the name {shown} leads into a folder or is none of a file; pack the file alone")
    if DEVICE.fullmatch(name):
        raise PackingError(f"the name {shown} is that of a device")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackingError("its packing method is not taken, only deflate and stored")
    return entry
