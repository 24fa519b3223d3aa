"""All formats and packs at hand."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from opads.formats.folder import Format, FormatError
from opads.formats.pack import Pack
from opads.standard import resources
from opads.standard.schemas import SchemaSet, default_schemas

__all__ = ("Registry", "default_registry")


class Registry:
    """Finds formats by id in a folder of format folders, and packs in a folder of theirs."""

    def __init__(self, root: Path, schemas: SchemaSet, packs: Path | None = None) -> None:
        self.schemas = schemas
        self._formats = {
            folder.name: Format(folder, schemas)
            for folder in sorted(root.iterdir())
            if (folder / "format.yaml").is_file()
        }
        folders = sorted(packs.iterdir()) if packs is not None and packs.is_dir() else []
        self._packs = {f.name: Pack(f, self._formats) for f in folders if (f / "pack.yaml").is_file()}

    def __iter__(self) -> Iterator[Format]:
        return iter(self._formats.values())

    def __len__(self) -> int:
        return len(self._formats)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all formats, sorted."""
        return tuple(self._formats)

    def get(self, format_id: str) -> Format:
        """Return a format; raises FormatError that names the nearest id."""
        found = self._formats.get(format_id)
        if found is None:
            raise FormatError(_unknown("format", format_id, self._formats))
        return found

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs, sorted by id."""
        return tuple(self._packs.values())

    def judging(self, wanted: str) -> Format | Pack:
        """Return a format or a pack, whichever has the id; raises FormatError that names the nearest id."""
        found = self._formats.get(wanted) or self._packs.get(wanted)
        if found is None:
            raise FormatError(_unknown("format", wanted, (*self._formats, *self._packs)))
        return found

    def wanted(self, ids: Iterable[str]) -> tuple[Format | Pack, ...]:
        """Return what some ids name, each pack after the format that it extends; raises FormatError."""
        found: dict[Format | Pack, None] = {}
        for judge in map(self.judging, ids):
            if isinstance(judge, Pack):
                found[self.get(judge.file.extends)] = None
            found[judge] = None
        return tuple(found)


def _unknown(kind: str, wanted: str, known: Iterable[str]) -> str:
    ids = list(known)
    near = difflib.get_close_matches(wanted, ids, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"there is no {kind} {wanted!r}{hint} ({kind}s: {', '.join(ids)})"


@lru_cache(maxsize=1)
def default_registry() -> Registry:
    """Return the formats and packs that come with the standard."""
    return Registry(resources.root() / "formats", default_schemas(), resources.root() / "packs")
