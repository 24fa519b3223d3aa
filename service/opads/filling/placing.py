"""Puts a value at a pointer, making what holds it."""

from __future__ import annotations

from typing import Any

from opads.standard.jsonvalue import is_index, unescape

__all__ = ("put",)


def put(record: dict[str, Any], pointer: str, value: Any) -> bool:
    """Put a value at a pointer into a record, in place; say whether there is a place for it."""
    tokens = pointer.split("/")[1:]
    node: Any = record
    for position, token in enumerate(tokens):
        last = position == len(tokens) - 1
        made = value if last else [] if is_index(tokens[position + 1]) else {}
        if isinstance(node, dict):
            name = unescape(token)
            if last or node.get(name) is None:
                node[name] = made
            node = node[name]
        elif isinstance(node, list) and is_index(token) and int(token) <= len(node):
            if int(token) == len(node):
                node.append(made)
            elif last:
                node[int(token)] = made
            node = node[int(token)]
        else:
            return False
    return bool(tokens)
