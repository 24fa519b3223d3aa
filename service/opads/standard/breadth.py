"""How many times a schema looks at one value: a few lines of references to references can make it a thousand million times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opads.standard.jsonvalue import get

__all__ = ("MOST", "breadth")

MOST = 1_000
"""Subschemas that may apply to one value; those of the standard stay below a hundred."""

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")


def breadth(schema: dict[str, Any], documents: Mapping[str, dict[str, Any]]) -> int:
    """Return how many subschemas apply at most to one value, at whichever place of a document; at most ``MOST`` + 1.

    References are followed each time; one that leads back to where it is counts once.
    """
    known: dict[int, int] = {}

    def count(node: Any, root: dict[str, Any]) -> int:
        if not isinstance(node, dict):
            return 1
        if id(node) not in known:
            known[id(node)] = 1  # where it leads back to itself
            known[id(node)] = min(MOST + 1, 1 + sum(count(inner, home) for inner, home in applied(node, root)))
        return known[id(node)]

    def applied(node: dict[str, Any], root: dict[str, Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
        for keyword in _LISTS:
            inner = node.get(keyword)
            yield from ((item, root) for item in (inner if isinstance(inner, list) else ()))
        yield from ((node[keyword], root) for keyword in _SINGLE if keyword in node)
        dependent = node.get("dependentSchemas")
        yield from ((item, root) for item in (dependent.values() if isinstance(dependent, dict) else ()))
        for keyword in ("$ref", "$dynamicRef"):
            if isinstance(reference := node.get(keyword), str):
                address, _, fragment = reference.partition("#")
                home = documents.get(address, {}) if address and address != schema.get("$id") else root
                yield get(home, fragment) if fragment.startswith("/") or not fragment else None, home

    def places(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            yield node
            for inner in node.values():
                yield from places(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from places(inner)

    try:
        return max((count(node, schema) for node in places(schema)), default=1)
    except RecursionError:
        return MOST + 1
