"""A folder of a format made from a list of fields and handed over as a zip, without leaving anything behind."""

from __future__ import annotations

import io
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from opads.formats import Registry
from opads.kit.errors import KitError
from opads.kit.fields import read_fields
from opads.kit.parts import Described
from opads.kit.scaffold import Made, check_wish, scaffold

__all__ = ("MOST_FIELDS", "packed", "zipped")

MOST_FIELDS = 150
"""Fields of a list: each is tried out in examples, which takes time."""
_WHEN = (2026, 1, 1, 0, 0, 0)
"""The time that all files in a zip have, so that the same list gives the same bytes."""


def packed(listed: bytes, described: Described, registry: Registry) -> tuple[Made, bytes]:
    """Return what was made of a list of fields (CSV, or a workbook) and its folder as a zip; raises KitError."""
    check_wish(described, registry)
    name = "fields.xlsx" if listed.startswith(b"PK\x03\x04") else "fields.csv"
    with tempfile.TemporaryDirectory(prefix="opads-") as place:
        path = Path(place) / name
        path.write_bytes(listed)
        fields = read_fields(path)
        if len(fields) > MOST_FIELDS:
            raise KitError(
                [f"{name}: has {len(fields)} fields; here at most {MOST_FIELDS}, on the command line any number"]
            )
        made = scaffold(fields, replace(described, listed=name), registry, Path(place) / "made")
        return made, zipped(made.folder)


def zipped(folder: Path) -> bytes:
    """Return a folder as a zip, its files below its own name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            archive.writestr(zipfile.ZipInfo(name, _WHEN), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
