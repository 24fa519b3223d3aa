"""The examples that can be tried: those of the formats' folders."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from opads.api.problem import Refusal
from opads.formats import Format, Registry

__all__ = ("Example", "Examples")

KINDS = ("valid", "invalid")


class Example(NamedTuple):
    """An example document; ``key`` is ``<format>/<file>``."""

    key: str
    format: Format
    path: Path
    valid: bool

    @property
    def title(self) -> str:
        """What it shows, told by its name: that of the rule it breaks, for one that breaks a rule."""
        return self.path.name.partition(".")[0 if not self.path.name.startswith("opads.") else 2].partition(".")[0]


class Examples:
    """The examples of all formats; a request names one of them or nothing."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    @cached_property
    def _all(self) -> dict[str, Example]:
        found: dict[str, Example] = {}
        for format_ in self._registry:
            for kind in KINDS:
                folder = format_.folder / "examples" / kind
                for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                    key = f"{format_.id}/{path.name}"
                    found.setdefault(key, Example(key, format_, path, kind == "valid"))
        return found

    def of(self, format_: Format, *, valid: bool) -> list[Example]:
        """Return the sound or the faulty examples of a format."""
        return [e for e in self._all.values() if e.format.id == format_.id and e.valid is valid]

    def read(self, key: str) -> bytes:
        """Return the bytes of an example; raises Refusal (404)."""
        example = self._all.get(key)
        if example is None:
            raise Refusal("not-found", "There is no such example.")
        return example.path.read_bytes()
