"""What is told of an exception in the log: its kind and where it arose, never what it says.

Messages of exceptions quote values: of documents, of parameters, of rows of the database. Only those are told that are written about
files of the installation itself, and the system's own words for its errors.
"""

from __future__ import annotations

import os
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from opads.formats import FormatError
from opads.standard.resources import ResourceError
from opads.standard.schemas import SchemaError
from opads.storage import UnavailableError

__all__ = ("causes", "places")

MOST = 40
"""Calls that are told of one exception, the innermost ones."""
PACKAGE = Path(__file__).resolve().parents[2]
TOLD = (FormatError, ResourceError, SchemaError, UnavailableError)
"""Exceptions of ours that speak of files and connections of the installation."""


def causes(error: BaseException) -> list[dict[str, object]]:
    """Return an exception and what it arose from, the last one first: kind, words where they are told, places."""
    found: list[dict[str, object]] = []
    current: BaseException | None = error
    while current is not None and len(found) < 8:
        row: dict[str, object] = {
            "error": f"{type(current).__module__}.{type(current).__qualname__}".removeprefix("builtins.")
        }
        words = _words(current)
        if words:
            row["told"] = words
        row["at"] = places(current.__traceback__)
        found.append(row)
        following = current.__cause__
        current = following if following is not None or current.__suppress_context__ else current.__context__
    return found


def _words(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    return str(error)[:1000] if isinstance(error, TOLD) else ""


def places(trace: TracebackType | None) -> list[str]:
    """Return where calls stood, as ``file:line function``, the outermost first."""
    found = [f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}" for frame, line in walk_tb(trace)]
    return found[-MOST:]


def _short(name: str) -> str:
    path = Path(name)
    if path.is_relative_to(PACKAGE):
        return str(path.relative_to(PACKAGE))
    parts = path.parts
    return str(Path(*parts[parts.index("site-packages") + 1 :])) if "site-packages" in parts else path.name
