"""All formats and packs at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from opads.formats.folder import Format, FormatError
from opads.formats.index import described
from opads.formats.local import LocalFolder, content_digest, find, prove
from opads.formats.model import FormatFile, PackFile
from opads.formats.pack import Pack
from opads.standard import resources
from opads.standard.schemas import SchemaSet, default_schemas

__all__ = ("Registry", "default_registry", "registry_of", "registry_with")


class Registry:
    """Finds formats by id in a folder of format folders, and packs in a folder of theirs.

    ``local`` are folders beside those, which add formats and packs and cannot touch what is there.
    """

    def __init__(
        self, root: Path, schemas: SchemaSet, packs: Path | None = None, local: Iterable[LocalFolder] = ()
    ) -> None:
        self.schemas = schemas
        own = described(root, "format.yaml", FormatFile)
        self._formats = {name: Format(root / name, schemas, file=file) for name, file in own.items()}
        known = described(packs, "pack.yaml", PackFile) if packs is not None and packs.is_dir() else {}
        self._packs = {
            name: Pack(packs / name, self._formats, file=file) for name, file in known.items() if packs is not None
        }
        core = {*self._formats, *self._packs}
        for item in local:
            self._add(item, core)
        self._formats = dict(sorted(self._formats.items()))
        self._packs = dict(sorted(self._packs.items()))

    def _add(self, item: LocalFolder, core: set[str]) -> None:
        name = item.folder.name
        if name in core:
            raise FormatError(
                f"{item.folder}: the standard has a format or pack {name!r}; give the folder and the id in it "
                f"another name, such as {f'xx-{name}'!r}"
            )
        if item.kind == "format":
            self._formats[name] = Format(item.folder, self.schemas, local=True)
        else:
            self._packs[name] = Pack(item.folder, self._formats, local=True)

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
    import difflib  # noqa: PLC0415  # only who misspells a name needs it

    ids = list(known)
    near = difflib.get_close_matches(wanted, ids, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"there is no {kind} {wanted!r}{hint} ({kind}s: {', '.join(ids)})"


@lru_cache(maxsize=1)
def default_registry() -> Registry:
    """Return the formats and packs that come with the standard."""
    return registry_of(())


def registry_of(local: Iterable[LocalFolder]) -> Registry:
    """Return the standard's formats and packs with some folders beside them, these not yet looked into."""
    root = resources.root()
    return Registry(root / "formats", default_schemas(), root / "packs", local)


def registry_with(paths: Sequence[Path]) -> Registry:
    """Return the standard's formats and packs with those of some folders; raises FormatError.

    The folders are proven as a whole before anything is judged by them. A registry is kept as long as their contents
    stay the same.
    """
    if not paths:
        return default_registry()
    found = tuple(find(paths))
    return _proven(resources.root(), found, tuple(content_digest(item.folder) for item in found))


@lru_cache(maxsize=4)
def _proven(root: Path, found: tuple[LocalFolder, ...], digests: tuple[str, ...]) -> Registry:
    del root, digests  # parts of the key alone
    registry = registry_of(found)
    core = {c.rule.id: c.rule for judge in (*registry, *registry.packs) if not judge.local for c in judge.rules}
    for judge in (*registry, *registry.packs):
        if judge.local:
            prove(judge, core)
            core |= {compiled.rule.id: compiled.rule for compiled in judge.rules}
    return registry
