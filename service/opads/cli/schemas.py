"""The schema files by name."""

from __future__ import annotations

from pathlib import Path

from opads.standard import resources
from opads.standard.bundling import ROOT

__all__ = ("named",)


def named() -> dict[str, Path]:
    """Return every schema file by name: ``disclosure``, its parts, and ``formats/<id>/record``. Raises ResourceError."""
    found = {path.stem: path for path in resources.schemas()}
    ordered = {ROOT: found.pop(ROOT), **found}
    for path in sorted(resources.formats().glob("*/record.json")):
        ordered[f"formats/{path.parent.name}/record"] = path
    return ordered
