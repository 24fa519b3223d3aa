"""All formats at hand."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from opads.formats.folder import Format, FormatError
from opads.standard import resources
from opads.standard.schemas import SchemaSet, default_schemas

__all__ = ("Registry", "default_registry")


class Registry:
    """Finds formats by id in a folder of format folders."""

    def __init__(self, root: Path, schemas: SchemaSet) -> None:
        self.schemas = schemas
        self._formats = {
            folder.name: Format(folder, schemas)
            for folder in sorted(root.iterdir())
            if (folder / "format.yaml").is_file()
        }

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
            near = difflib.get_close_matches(format_id, self._formats, n=1, cutoff=0.4)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise FormatError(f"there is no format {format_id!r}{hint} (formats: {', '.join(self._formats)})")
        return found


@lru_cache(maxsize=1)
def default_registry() -> Registry:
    """Return the formats that come with the standard."""
    return Registry(resources.root() / "formats", default_schemas())
