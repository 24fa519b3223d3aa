"""The examples that can be tried: those of the formats' folders."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from opads.api.problem import Refusal
from opads.catalogue import Catalogue
from opads.formats import Format, Registry
from opads.speech.findings import SpokenCatalogue

__all__ = ("Example", "Examples", "examples_of")

KINDS = ("valid", "invalid")


class Example(NamedTuple):
    """An example document; ``key`` is ``<format>/<file>``."""

    key: str
    format: Format
    path: Path
    valid: bool

    @property
    def rule(self) -> str:
        """The rule that a faulty example breaks: its name is that rule's, with a variant after two dashes."""
        stem = self.path.name.removesuffix(self.path.suffix).partition("--")[0]
        group, dot, name = stem.partition(".")
        return f"{group}/{name}" if dot else f"{self.format.id}/{stem}"

    @property
    def address(self) -> str:
        """The page that shows it: in the form, or, where it is not UTF-8 and no field can hold it, its report."""
        try:
            self.path.read_bytes().decode()
        except UnicodeDecodeError:
            return self.report
        return f"/?example={quote(self.key)}"

    @property
    def report(self) -> str:
        """The page that shows its report."""
        return f"/check?example={quote(self.key)}"

    def tongue(self, catalogue: SpokenCatalogue) -> str:
        """Return the language of :meth:`told`."""
        return "en" if self.valid else catalogue.tongue(self.rule)

    def told(self, catalogue: Catalogue) -> str:
        """Return what it shows."""
        info = None if self.valid else catalogue.get(self.rule)
        if info is not None:
            return info.title
        alike = [path for path in self.path.parent.iterdir() if path.stem == self.path.stem]
        syntax = f" ({self.path.suffix.lstrip('.')})" if len(alike) > 1 else ""
        return self.path.stem.replace("--", ": ").replace("-", " ") + syntax


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

    @cached_property
    def gallery(self) -> dict[str, tuple[Example, Example]]:
        """A sound and a faulty example for each kind of format: of the one that has most."""
        found: dict[str, tuple[Example, Example]] = {}
        for format_ in sorted(self._registry, key=lambda f: -len(self.of(f, valid=False))):
            sound, faulty = self.of(format_, valid=True), self.of(format_, valid=False)
            if sound and faulty:
                found.setdefault(format_.file.kind, (sound[0], faulty[0]))
        return found

    def read(self, key: str) -> bytes:
        """Return the bytes of an example; raises Refusal (404)."""
        example = self._all.get(key)
        if example is None:
            raise Refusal("not-found", "There is no such example.")
        return example.path.read_bytes()


@lru_cache(maxsize=4)
def examples_of(registry: Registry) -> Examples:
    """Return the examples of a registry's formats."""
    return Examples(registry)
