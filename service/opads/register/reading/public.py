"""The public view of a disclosure: the whole of it without what a table (``schema/1.0/public.yaml``) says is not published.

Each gap is told in ``absences`` as withheld by law, so that nobody takes for missing what is only not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from opads.mapping.path import compile_path
from opads.register.reading.fields import Paths, model
from opads.standard import resources
from opads.standard.jsonvalue import copied, get, parent, unescape

__all__ = ("PublicView", "Table", "Withheld", "public_table", "public_view")

REASON = "withheld-by-law"
_ELEMENT = re.compile(r"/[0-9]+$")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ground(_Strict):
    """A provision for which something is withheld."""

    instrument: str
    provision: str
    url: str | None = None
    retrieved: Any = None
    note: str | None = None


class Entry(_Strict):
    """What is withheld, of which nodes, when, why."""

    id: str
    each: Paths = ("",)
    when: tuple[tuple[str, ...], ...] = ((),)
    paths: Paths
    why: str
    sources: tuple[Ground, ...] = Field(min_length=1)


class Table(_Strict):
    """Everything that public views leave out."""

    withheld: tuple[Entry, ...]


class Withheld(msgspec.Struct, frozen=True):
    """A gap: where (JSON pointer), by which entry of the table, why, by which provisions."""

    pointer: str
    id: str
    why: str
    sources: tuple[str, ...]


class PublicView(msgspec.Struct, frozen=True):
    """What is published of a disclosure, and what of it is not."""

    disclosure: dict[str, Any]
    withheld: tuple[Withheld, ...]


@lru_cache(maxsize=1)
def public_table() -> Table:
    """Return the table of the standard; raises FieldsError."""
    return model(Table, resources.version_folder() / "public.yaml")


def public_view(disclosure: dict[str, Any], table: Table | None = None) -> PublicView:
    """Return what is published of a canonical disclosure, which stays as it is."""
    table = public_table() if table is None else table
    found: dict[str, tuple[Entry, str]] = {}
    for entry in table.withheld:
        for base in (hit for each in entry.each for hit in compile_path(each).find(disclosure)):
            if _holds(entry.when, base[1]):
                for path in entry.paths:
                    found.update(
                        {p: (entry, base[0]) for p, _ in compile_path(path).find(base[1], base[0]) if p not in found}
                    )
    if not found:
        return PublicView(disclosure, ())
    kept: dict[str, Any] = copied(disclosure)
    for pointer in sorted(found, key=_order, reverse=True):
        _remove(kept, pointer)
    gaps = tuple(dict.fromkeys(_gaps(found)))
    absent = [{"pointer": gap.pointer, "reason": REASON, "note": gap.why} for gap in gaps]
    stated = kept.get("absences")
    kept["absences"] = [*(stated if isinstance(stated, list) else ()), *absent]
    return PublicView(kept, gaps)


def _gaps(found: dict[str, tuple[Entry, str]]) -> Iterator[Withheld]:
    """Yield each gap once: of elements of an array, whose numbers are others without them, the array is named."""
    for pointer, (entry, _) in found.items():
        sources = tuple(f"{ground.instrument}, {ground.provision}" for ground in entry.sources)
        yield Withheld(_ELEMENT.sub("", pointer), entry.id, entry.why, sources)


def _holds(alternatives: tuple[tuple[str, ...], ...], node: Any) -> bool:
    return any(
        all(compile_path(path.removeprefix("!")).selects(node) != path.startswith("!") for path in paths)
        for paths in alternatives
    )


def _order(pointer: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(t), "") if t.isdigit() and len(t) < 16 else (-1, t) for t in pointer.split("/")[1:])


def _remove(whole: dict[str, Any], pointer: str) -> None:
    """Remove a node, and an array that it leaves empty."""
    above = parent(pointer)
    holder, key = get(whole, above), unescape(pointer.rpartition("/")[2])
    if isinstance(holder, list) and int(key) < len(holder):
        del holder[int(key)]
        if not holder and above:
            _remove(whole, above)
    elif isinstance(holder, dict):
        holder.pop(key, None)
