"""The descriptions of all formats and packs of the standard at once, as one run after the other needs them.

They are kept in one piece under the digest of their bytes: reading and checking fifty files of YAML each for itself takes
longer than judging a disclosure.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TypeVar

import msgspec

import opads
from opads.formats.folder import read_model
from opads.formats.model import FormatFile, PackFile
from opads.standard.authored import Authored
from opads.standard.cache import keep, kept
from opads.standard.yamlfile import is_own

__all__ = ("described",)

KIND = "described"
VERSION = "1"
"""Changes whenever the same files may give other descriptions."""

_M = TypeVar("_M", FormatFile, PackFile)


def described(root: Path, name: str, model: type[_M]) -> dict[str, _M]:
    """Return what the file of this name in each folder below the root says, by the folder's name, sorted.

    Folders without such a file are left out; raises FormatError for one that is wrong.
    """
    files = _files(root, name)
    if not is_own(root):
        return {folder: read_model(model, root / folder / name) for folder in files}
    digest = hashlib.sha256(f"{VERSION}\0{opads.__version__}\0{name}\0".encode())
    for folder, data in files.items():
        digest.update(f"{folder}\0{len(data)}\0".encode() + data)
    key = digest.hexdigest()
    payload = kept(KIND, key)
    if payload is not None:
        try:
            return msgspec.json.decode(payload, type=dict[str, model])  # type: ignore[valid-type]  # made at run time
        except msgspec.DecodeError:
            pass
    found = {folder: read_model(model, root / folder / name) for folder in files}
    _keep(key, found, model)
    return found


def _files(root: Path, name: str) -> dict[str, bytes]:
    found = {}
    for folder in sorted(os.listdir(root)):  # noqa: PTH208  # quicker, fifty times
        try:
            with open(f"{root}/{folder}/{name}", "rb", buffering=0) as stream:  # noqa: PTH123  # the same
                found[folder] = stream.readall()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        except OSError:
            found[folder] = b""  # reading it as a model says what is wrong with it
    return found


def _keep(key: str, found: dict[str, _M], model: type[Authored]) -> None:
    """Keep the descriptions if they come back exactly as they are."""
    try:
        payload = msgspec.json.encode(found)
        back = msgspec.json.decode(payload, type=dict[str, model])  # type: ignore[valid-type]  # made at run time
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError):
        return
    if repr(back) == repr(found):
        keep(KIND, key, payload)
