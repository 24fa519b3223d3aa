"""What the commands on folders work on: ids of formats at hand, and folders that may be broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from opads.formats import Format, FormatError, Pack, Registry
from opads.formats.local import LocalFolder, find, refuse_foreign_rules
from opads.formats.registry import registry_of
from opads.rules.model import Rule

__all__ = ("Judged", "judged")


@dataclass(frozen=True, slots=True)
class Judged:
    """A format or pack in the company of the others, or why it cannot be had."""

    id: str
    folder: Path | None
    registry: Registry
    judge: Format | Pack | None = None
    error: FormatError | None = None


def judged(names: Sequence[str], paths: Sequence[Path]) -> Iterator[Judged]:
    """Yield what the names mean: folders, or ids of what the standard and some paths hold; all where there is no name.

    Raises FormatError for a name that means nothing. A folder that cannot be loaded is yielded with the reason.
    """
    folders = [Path(name) for name in names if _is_folder(name)]
    named = find(folders)
    beside = [item for item in find(paths) if item not in named]
    registry, broken = _company([*beside, *named])
    wanted = [name for name in names if not _is_folder(name)]
    for name in wanted if names else (*registry.ids, *(pack.id for pack in registry.packs)):
        if name not in broken:
            judge = registry.judging(name)
            yield Judged(name, judge.folder if judge.local else None, registry, judge)
    for item in named if names else []:
        yield _one(item, registry, broken)
    if not names or wanted:
        for name, error in broken.items():
            if not names or name in wanted:
                yield Judged(name, None, registry, None, error)


def _is_folder(name: str) -> bool:
    return "/" in name or name in (".", "..") or Path(name).is_dir()


def _company(found: list[LocalFolder]) -> tuple[Registry, dict[str, FormatError]]:
    """Return the registry with every folder that lets itself be read, and why the others do not."""
    taken: list[LocalFolder] = []
    broken: dict[str, FormatError] = {}
    for item in found:
        try:
            registry_of([*taken, item])
        except FormatError as error:
            broken[item.folder.name] = error
        else:
            taken.append(item)
    return registry_of(taken), broken


def _one(item: LocalFolder, registry: Registry, broken: dict[str, FormatError]) -> Judged:
    name = item.folder.name
    error = broken.get(name)
    if error is None:
        try:
            refuse_foreign_rules(item.folder, name, _rules(registry, name))
        except FormatError as refused:
            error = refused
    return Judged(name, item.folder, registry, None if error else registry.judging(name), error)


def _rules(registry: Registry, own: str) -> dict[str, Rule]:
    """Return the rules of all others that can be loaded."""
    found: dict[str, Rule] = {}
    for judge in (*registry, *registry.packs):
        with suppress(FormatError):
            found |= {} if judge.id == own else {c.rule.id: c.rule for c in judge.rules}
    return found
