"""Applies JSON Patches (RFC 6902) to native records: the operations that fixes are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from opads.fixing.model import Operation
from opads.standard.jsonvalue import copied, is_index, unescape

__all__ = ("PatchError", "patched")


class PatchError(ValueError):
    """A patch that the value does not take: something is not there, or is something else."""


def patched(value: Any, operations: Iterable[Operation]) -> Any:
    """Return the value with all operations carried out; the value itself stays as it is. Raises PatchError."""
    result = copied(value)
    for operation in operations:
        result = _carried_out(result, operation)
    return result


def _carried_out(root: Any, operation: Operation) -> Any:
    path = operation.origin if operation.op == "move" else operation.path
    container, name = _member(root, str(path))
    if operation.op == "test":
        if not _same(container[name], operation.value):
            raise PatchError(f"{operation.path} is something else by now")
    elif operation.op == "replace":
        container[name] = copied(operation.value)
    elif operation.op == "remove":
        del container[name]
    else:
        target, new = _member(root, operation.path, absent=True)
        if not isinstance(container, dict) or container is not target:
            raise PatchError("only members of one object are moved")
        _rename(container, name, new)
    return root


def _rename(container: dict[str, Any], old: str, new: str) -> None:
    """Rename a member, which keeps its place among the others."""
    members = [(new if name == old else name, value) for name, value in container.items()]
    container.clear()
    container.update(members)


def _member(root: Any, pointer: str, *, absent: bool = False) -> tuple[Any, Any]:
    """Return the container and the key of a node below the root; raises PatchError where it is not as it must be."""
    tokens = [unescape(token) for token in pointer.split("/")[1:]]
    if not tokens:
        raise PatchError("the whole record is never patched")
    node = root
    for token in tokens[:-1]:
        node = node[_key(node, token)]
    if absent:
        if not isinstance(node, dict) or tokens[-1] in node:
            raise PatchError(f"{pointer} is there already")
        return node, tokens[-1]
    return node, _key(node, tokens[-1])


def _key(node: Any, token: str) -> str | int:
    if isinstance(node, dict) and token in node:
        return token
    if isinstance(node, list) and is_index(token) and int(token) < len(node):
        return int(token)
    raise PatchError(f"there is no {token!r}")


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
