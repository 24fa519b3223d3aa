"""Where in a disclosure the value of a native pointer stands, or would stand if it were there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opads.mapping.compile import Block, Node, ValueRow
from opads.mapping.path import Path
from opads.standard.jsonvalue import is_index

__all__ = ("places_of",)


def places_of(nodes: tuple[Node, ...], native: str, value: Any, base: str = "") -> Iterator[str]:
    """Yield the places of the rows for a native node, for all below it, or for the array of scalars that holds it."""
    for node in nodes:
        if isinstance(node, ValueRow) and not node.scope:
            rest = _rest(node.native.text, native)
            if rest is not None:
                yield from (path.expected(value, base) + rest for path in node.paths)
        elif isinstance(node, Block) and node.each is None:
            yield from places_of(node.nodes, native, value, base)
        elif isinstance(node, Block) and node.each is not None and node.each.steps and node.into is not None:
            yield from _in_element(node, node.each.text, native, value, base)


def _rest(row: str, native: str) -> str | None:
    """Return what a native pointer adds to the field of a row; nothing where it is that field or stands above it."""
    if row == native or row.startswith(f"{native}/"):
        return ""
    return native.removeprefix(row) if row and native.startswith(f"{row}/") else None


def _in_element(node: Block, each: str, native: str, value: Any, base: str) -> Iterator[str]:
    into: Path | None = node.into
    if into is None:
        return
    steps = into.steps + ((node.selector,) if node.selector else ())
    array = Path(into.text, steps)
    if each == native or each.startswith(f"{native}/"):
        yield array.expected(value, base)
    elif native.startswith(f"{each}/"):
        position, slash, rest = native.removeprefix(f"{each}/").partition("/")
        found = _elements(node, value, base)
        if is_index(position) and int(position) < len(found):
            pointer, element = found[int(position)]
            yield from places_of(node.nodes, slash + rest, element, pointer)
        else:
            yield array.expected(None, base)


def _elements(node: Block, value: Any, base: str) -> list[tuple[str, Any]]:
    """Return the canonical elements of an iteration, which were made in the order of the native ones."""
    into: Path | None = node.into
    if into is None:
        return []
    if node.selector is not None:
        return Path(into.text, (*into.steps, node.selector)).find(value, base)
    held = into.find(value, base)
    return [(f"{p}/{i}", e) for p, array in held if isinstance(array, list) for i, e in enumerate(array)]
