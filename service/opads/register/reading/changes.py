"""What changed from one version of a disclosure to the next: leaves added, changed, removed, by JSON Pointer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from opads.standard.jsonvalue import leaves

__all__ = ("Change", "changes")


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """A leaf that is not as it was: ``before`` and ``after`` have its values, where it had and has one."""

    pointer: str
    what: Literal["added", "changed", "removed"]
    before: Any = None
    after: Any = None


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Return the changes in the order of the newer version, what was removed at the end.

    Elements of arrays are compared by their position: one put in before others changes all behind it.
    """
    return list(_changes(dict(leaves(before)), dict(leaves(after))))


def _changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for pointer, value in new.items():
        if pointer not in old:
            yield Change(pointer, "added", after=value)
        elif type(old[pointer]) is not type(value) or old[pointer] != value:
            yield Change(pointer, "changed", old[pointer], value)
    for pointer, value in old.items():
        if pointer not in new:
            yield Change(pointer, "removed", before=value)
