"""Folders that were named beside the standard's own: found, kept within bounds, and refused where they touch the standard."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from opads.formats.folder import Format, FormatError, read_messages, read_yaml

if TYPE_CHECKING:
    from opads.formats.pack import Pack
    from opads.rules.model import Rule

__all__ = ("VARIABLE", "LocalFolder", "content_digest", "find", "named_in", "prove", "refuse_foreign_rules")

VARIABLE = "OPADS_PATH"
"""The environment variable that names folders, parted as the system parts those of programs."""
MOST_FILES = 5_000
MOST_BYTES = 128 * 1024 * 1024

_MARKS: tuple[tuple[str, Literal["format", "pack"]], ...] = (("format.yaml", "format"), ("pack.yaml", "pack"))
_GROUPS = ("formats", "packs")
_GRAVITY = ("info", "warning", "error")


class LocalFolder(NamedTuple):
    """A folder of one format or pack."""

    folder: Path
    kind: Literal["format", "pack"]


def named_in(text: str) -> tuple[Path, ...]:
    """Return the folders that a value of the environment variable names."""
    return tuple(Path(part) for part in text.split(os.pathsep) if part.strip())


def find(paths: Iterable[Path]) -> list[LocalFolder]:
    """Return the folders of formats and packs that some paths mean, formats first.

    A path is such a folder, or a folder of such folders. Raises FormatError for a path without any, and for a folder
    with links or with more than a format needs.
    """
    found: dict[Path, LocalFolder] = {}
    for path in paths:
        here = list(_within(path))
        if not here:
            raise FormatError(f"{path}: there is no format.yaml or pack.yaml in it or in the folders that it holds")
        for item in here:
            found.setdefault(item.folder, item)
    ordered = sorted(found.values(), key=lambda item: (item.kind, item.folder.name))
    names: dict[str, Path] = {}
    for item in ordered:
        other = names.setdefault(item.folder.name, item.folder)
        if other != item.folder:
            raise FormatError(f"{item.folder}: there is another folder {item.folder.name!r}: {other}")
        _bounded(item.folder)
    return ordered


def _within(path: Path) -> Iterator[LocalFolder]:
    try:
        root = path.resolve(strict=True)
        entries = sorted(root.iterdir())
    except OSError as error:
        raise FormatError(f"{path}: is no folder that can be read ({error.strerror})") from error
    own = _kind(root)
    if own is not None:
        yield LocalFolder(root, own)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        kind = _kind(entry)
        if kind is None:
            if entry.name in _GROUPS and entry.is_dir() and not entry.is_symlink():
                yield from (LocalFolder(f, k) for f in sorted(entry.iterdir()) if (k := _kind(f)) is not None)
            continue
        if entry.is_symlink():
            raise FormatError(f"{entry}: is a link; name the folder itself")
        yield LocalFolder(entry, kind)


def _kind(folder: Path) -> Literal["format", "pack"] | None:
    return next((kind for name, kind in _MARKS if (folder / name).is_file()), None)


def _entries(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted((*folders, *files)):
            yield Path(parent, name)


def _bounded(folder: Path) -> None:
    files = size = 0
    if folder.is_symlink():
        raise FormatError(f"{folder}: is a link; name the folder itself")
    for path in _entries(folder):
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise FormatError(f"{path}: is a link; a folder of a format holds its own files only")
        if not (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)):
            raise FormatError(f"{path}: is neither a file nor a folder")
        files += 1  # noqa: SIM113 - directories count too
        size += status.st_size
        if files > MOST_FILES or size > MOST_BYTES:
            raise FormatError(f"{folder}: holds more than {MOST_FILES:,} files or {MOST_BYTES:,} bytes")


def content_digest(folder: Path) -> str:
    """Return the SHA-256 over the paths and bytes of all files, examples too: what a cache of the folder goes by."""
    digest = hashlib.sha256()
    for path in _entries(folder):
        if path.is_file():
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()


def prove(judge: Format | Pack, others: Mapping[str, Rule]) -> None:
    """Load all parts of a local folder; raises FormatError where one is broken or touches a rule of another."""
    refuse_foreign_rules(judge.folder, judge.id, others)
    _ = judge.messages, judge.rules
    if isinstance(judge, Format):
        _ = judge.lens, judge.record_validator, judge.declared
        for use in judge.file.carriers:
            judge.carrier_options(use.carrier)


def refuse_foreign_rules(folder: Path, own: str, others: Mapping[str, Rule]) -> None:
    """Raise FormatError for rules and words of rules that are not the folder's own."""
    if (folder / "rules.yaml").exists():
        loaded = read_yaml(folder / "rules.yaml")
        if isinstance(loaded, dict):
            _only_adds(folder, loaded, own)
            rows = loaded.get("rules")
            for row in rows if isinstance(rows, list) else ():
                if isinstance(row, dict):
                    _own_rule(folder, row, own, others)
    for key in read_messages(folder):
        if key in others:
            raise FormatError(
                f"{folder.name}/messages/en.yaml: {key} is a rule of another folder; its words stay as they are"
            )


def _only_adds(folder: Path, loaded: Mapping[str, Any], own: str) -> None:
    surplus = sorted(set(loaded) - {"rules"}, key=str)
    if surplus:
        raise FormatError(
            f"{folder.name}/rules.yaml: {', '.join(map(str, surplus))}: rules are added here, under `rules`, each with "
            f"an id that begins with {own}/; rules of others cannot be replaced, changed or switched off"
        )


def _own_rule(folder: Path, row: Mapping[str, Any], own: str, others: Mapping[str, Rule]) -> None:
    rule = str(row.get("id", ""))
    if "/" not in rule or rule.startswith(f"{own}/"):
        return
    known = others.get(rule)
    if known is None:
        raise FormatError(
            f"{folder.name}/rules.yaml: rule {rule}: its id must begin with {own}/: rules of this folder bear its name"
        )
    changes = "; ".join(_loosened(row, known)) or "would replace it"
    raise FormatError(
        f"{folder.name}/rules.yaml: rule {rule} is of {rule.partition('/')[0]} and stays as it is ({changes}); "
        f"write a stricter rule of your own, {own}/{rule.partition('/')[2]}, to be judged beside it"
    )


def _loosened(row: Mapping[str, Any], known: Rule) -> Sequence[str]:
    severity = str(row.get("severity", ""))
    told = []
    if severity in _GRAVITY and _GRAVITY.index(severity) < _GRAVITY.index(known.severity):
        told.append(f"would lower its severity from {known.severity} to {severity}")
    until, since = row.get("valid_until"), row.get("valid_from")
    if until is not None and (known.valid_until is None or str(until) < known.valid_until.isoformat()):
        told.append(f"would end it on {until}")
    if since is not None and (known.valid_from is None or str(since) > known.valid_from.isoformat()):
        told.append(f"would let it begin only on {since}")
    return told
