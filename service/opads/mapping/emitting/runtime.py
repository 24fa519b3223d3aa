"""What emitted code calls for the cases that are not worth code of their own."""

from __future__ import annotations

from typing import Any

from opads.mapping.builder import merged
from opads.mapping.codecs import CodecError
from opads.mapping.compile import ValueRow
from opads.mapping.emitting import trees
from opads.mapping.marks import Unreadable
from opads.mapping.path import Path
from opads.mapping.remembered import copied, through_codec
from opads.standard.jsonvalue import escape, leaves, unescape

__all__ = ("HELPERS", "Missing")


class Missing:
    """What stands for a member that is not there."""

    __slots__ = ()


MISSING = Missing()

Pointers = tuple[str, ...]


def through(node: ValueRow, native: Any, pointer: str, unreadable: list[Unreadable]) -> tuple[Any, bool] | None:
    """Return the canonical value and whether it alone gives the native one back; None where there is none."""
    if native in ("", [], {}):
        return None
    try:
        return through_codec(node, native)
    except CodecError as error:
        unreadable.append(Unreadable(pointer, error.reason, error.params, node.row.unreadable))
        return None


def named(node: ValueRow, pointer: str, unreadable: list[Unreadable]) -> tuple[Any] | None:
    """Return the canonical value of a member's name, alone in a tuple; None where the codec refuses it."""
    try:
        return (node.codec.read(unescape(pointer.rpartition("/")[2])),)
    except CodecError as error:
        unreadable.append(Unreadable(pointer, error.reason, error.params, node.row.unreadable))
        return None


def first_leaf(value: Any, pointer: str) -> str:
    """Return the pointer of the first leaf."""
    return next(iter(leaves(value, pointer)))[0]


def spread(value: Any, pointer: str) -> Pointers:
    """Return the pointers of the leaves of a value."""
    if not (value and isinstance(value, dict | list)):
        return (pointer,)
    items = value.values() if isinstance(value, dict) else value
    if any(isinstance(item, dict | list) for item in items):
        return tuple([p for p, _ in leaves(value, pointer)])
    return tuple(
        [f"{pointer}/{escape(name)}" for name in value] if isinstance(value, dict) else _elements(value, pointer)
    )


def _elements(array: list[Any], pointer: str) -> list[str]:
    return [f"{pointer}/{position}" for position in range(len(array))]


def joined(before: Pointers | None, more: Pointers) -> Pointers:
    """Return the pointers of both, each once."""
    return tuple(dict.fromkeys((*before, *more))) if before else tuple(dict.fromkeys(more))


def map_leaves(mapped: dict[str, Pointers], native: Any, pointer: str, pointers: Pointers) -> Pointers:
    """Map the leaves of a native value, one to one where it is an array with as many; return their pointers."""
    found = spread(native, pointer)
    itemwise = isinstance(native, list) and len(found) == len(pointers)
    for number, leaf in enumerate(found):
        mapped[leaf] = joined(mapped.get(leaf), pointers[number : number + 1] if itemwise else pointers)
    return found


def absorb(mapped: dict[str, Pointers], inner: dict[str, Pointers]) -> None:
    """Take over what the rows of an element mapped."""
    for leaf, pointers in inner.items():
        mapped[leaf] = joined(mapped.get(leaf), pointers)


def grown(array: list[Any], position: int) -> Any:
    """Return an element of an array, which is filled up to it."""
    while len(array) <= position:
        array.append({})
    return array[position]


def peeked(root: Any, base: str, into: Path) -> str | None:
    """Return the pointer of the next element of an array that is found from ``root``; None where there is no array."""
    for hit in into.trace(root, base)[:1]:
        return f"{hit.pointer}/{len(hit.value)}"
    return None


def digit(array: Any, name: str) -> Any:
    """Return the element that a name of digits means in an array."""
    return array[int(name)] if isinstance(array, list) and int(name) < len(array) else MISSING


HELPERS: dict[str, Any] = {
    "missing": MISSING,
    "through": through,
    "named": named,
    "first_leaf": first_leaf,
    "spread": spread,
    "mark": trees.mark,
    "mark_at": trees.mark_at,
    "cover": trees.cover,
    "cover_at": trees.cover_at,
    "joined": joined,
    "map_leaves": map_leaves,
    "absorb": absorb,
    "grown": grown,
    "peeked": peeked,
    "digit": digit,
    "escape": escape,
    "merged": merged,
    "copied": copied,
    "residue": trees.residue,
}
"""The globals of all emitted functions."""
