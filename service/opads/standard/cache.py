"""What is slow to make is kept between runs in the user's cache folder: plain data, sealed, and always dispensable."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

__all__ = ("cache_folder", "keep", "kept")


def cache_folder() -> Path | None:
    """Return the folder for caches: ``$OPADS_CACHE``, ``$XDG_CACHE_HOME/opads`` or ``~/.cache/opads``."""
    chosen = os.environ.get("OPADS_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base, "opads") if base else Path.home() / ".cache" / "opads"
    except RuntimeError:
        return None


def kept(kind: str, key: str) -> bytes | None:
    """Return what was kept under a key; None where there is nothing, or not what was kept."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        seal, _, payload = (folder / kind / f"{key}.json").read_bytes().partition(b"\n")
    except OSError:
        return None
    return payload if seal == _seal(kind, key, payload) else None


def keep(kind: str, key: str, payload: bytes) -> None:
    """Keep something under a key (a file name); where that is not possible, nothing happens.

    The file appears as a whole or not at all, whoever else writes it at the same time.
    """
    folder = cache_folder()
    if folder is None:
        return
    file = folder / kind / f"{key}.json"
    from tempfile import NamedTemporaryFile  # noqa: PLC0415  # slow to import, and seldom needed

    part: str | None = None
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as stream:
            part = stream.name
            stream.write(_seal(kind, key, payload) + b"\n" + payload)
        Path(part).replace(file)
    except OSError:
        if part is not None:
            with suppress(OSError):
                Path(part).unlink(missing_ok=True)


def _seal(kind: str, key: str, payload: bytes) -> bytes:
    return hashlib.sha256(f"{kind}\0{key}\0".encode() + payload).hexdigest().encode()
