"""Where the standard's files are, and what state they are in."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

__all__ = (
    "VERSION",
    "ResourceError",
    "codelist_names",
    "codelists",
    "content_of",
    "digest",
    "examples",
    "files_below",
    "findings",
    "formats",
    "messages",
    "root",
    "schemas",
    "version_folder",
)

VERSION = "1.0"
"""The version of the standard that this service speaks; also the name of its folder."""

_PACKAGE = Path(__file__).resolve().parent.parent


class ResourceError(RuntimeError):
    """The standard's folder, or a file that must be in it, was not found."""


def root() -> Path:
    """Return the folder that holds the versions of the standard and the formats.

    It is the one named by the environment variable OPADS_SCHEMA, else the one in the package, else the repository's.
    Raises ResourceError if it does not hold the standard.
    """
    named = os.environ.get("OPADS_SCHEMA")
    places = [Path(named)] if named else [_PACKAGE / "_schema", _PACKAGE.parent.parent / "schema"]
    for place in places:
        if (place / VERSION / "disclosure.json").is_file():
            return place
    raise ResourceError(f"no standard {VERSION} in {' or '.join(map(str, places))}")


def version_folder() -> Path:
    """Return the folder of the standard's version."""
    return root() / VERSION


def formats() -> Path:
    """Return the folder of the formats' folders."""
    return root() / "formats"


def codelists() -> Path:
    """Return the folder of the code lists."""
    return version_folder() / "codelists"


def codelist_names() -> tuple[str, ...]:
    """Return the names of all code lists, sorted."""
    return tuple(sorted(path.stem for path in codelists().glob("*.csv")))


def examples() -> Path:
    """Return the folder of the standard's own examples."""
    return version_folder() / "examples"


def schemas() -> tuple[Path, ...]:
    """Return the schema files of the standard, sorted by name."""
    return tuple(sorted(version_folder().glob("*.json")))


def findings() -> tuple[Path, ...]:
    """Return the catalogues of the findings that engine, carriers and schema give, sorted by name."""
    return tuple(sorted((version_folder() / "findings").glob("*.yaml")))


def messages(language: str = "en") -> tuple[Path, ...]:
    """Return the files of texts in a language (BCP 47), sorted by name; none where there is no translation."""
    return tuple(sorted((version_folder() / "messages" / language).glob("*.yaml")))


def digest(folder: Path | None = None) -> str:
    """Return the SHA-256 (hexadecimal) over the sorted relative paths and bytes of a folder's files.

    Without a folder: that of the standard. Computed once per folder and process.
    """
    return _digest(version_folder() if folder is None else folder)


@lru_cache(maxsize=64)
def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for name in sorted(files_below(folder)):
        content = content_of(folder, name)
        # Lengths keep the boundary between names and bytes unambiguous.
        found.update(f"{name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


def files_below(folder: Path, *, without: str | None = None) -> list[str]:
    """Return the paths below a folder of all files in it, as ``a/b.csv``, in no order; links to folders are not followed.

    ``without`` is a folder directly in it that is left out.
    """
    found: list[str] = []
    waiting = [""]
    while waiting:
        base = waiting.pop()
        try:
            entries = list(os.scandir(folder / base))
        except (PermissionError, NotADirectoryError, FileNotFoundError):
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if base or entry.name != without:
                    waiting.append(f"{base}{entry.name}/")
            elif entry.is_file():
                found.append(f"{base}{entry.name}")
    return found


def content_of(folder: Path, name: str) -> bytes:
    """Return the bytes of a file below a folder."""
    with open(f"{folder}/{name}", "rb", buffering=0) as stream:  # noqa: PTH123  # quicker, and there are many
        return stream.readall()
