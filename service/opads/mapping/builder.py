"""Builds a JSON value from (path, value) pairs: the inverse of selecting."""

from __future__ import annotations

from typing import Any

from opads.mapping.path import All, Index, Is, Key, Match, OneOf, Path, Step
from opads.standard.jsonvalue import is_index

__all__ = ("Builder", "merged")


class Builder:
    """Collects values under paths.

    A selector creates the element that fulfils it, once per selector text: two rows with the same selector fill the
    same element. Elements appear only when a first value is set in them.
    """

    def __init__(self, root: Any = None, base: str = "") -> None:
        self.root: Any = {} if root is None else root
        self.base = base
        self.constants: list[str] = []
        self.empty = True
        self._elements: dict[tuple[str, str], int] = {}

    def has(self, path: Path) -> bool:
        """Say whether a value has been set at this path by the same selectors."""
        node: Any = self.root
        pointer = self.base
        for named in path.steps:
            step = _position(named, node)
            if isinstance(step, Key):
                if not isinstance(node, dict) or step.name not in node:
                    return False
                node, pointer = node[step.name], pointer + step.token
            elif isinstance(step, Match):
                position = self._elements.get((pointer, step.text))
                if position is None:
                    return False
                node, pointer = node[position], f"{pointer}/{position}"
            elif isinstance(step, Index):
                if not isinstance(node, list) or step.position >= len(node):
                    return False
                node, pointer = node[step.position], f"{pointer}/{step.position}"
            elif isinstance(step, Is):
                return isinstance(node, list) and step.value in node
            elif isinstance(step, All):
                return False
        return True

    def array(self, path: Path) -> tuple[list[Any], str]:
        """Return the array at a path that ends with a key, creating it, and its pointer."""
        node, pointer = self._walk(path)
        assert isinstance(path.steps[-1], Key)  # noqa: S101 - the mapping model has checked the path
        name = path.steps[-1].name
        found = node.setdefault(name, [])
        return found, pointer + path.steps[-1].token

    def set(self, path: Path, value: Any) -> str:
        """Set a value and return its pointer; an object is merged member by member."""
        self.empty = False
        if not path.steps:
            self.root = merged(self.root, value)
            return self.base
        node, pointer = self._walk(path)
        last = _position(path.steps[-1], node)
        if isinstance(last, Key):
            node[last.name] = merged(node.get(last.name), value)
            return pointer + last.token
        if isinstance(last, Is):
            if last.value not in node:
                node.append(last.value)
            return f"{pointer}/{node.index(last.value)}"
        if isinstance(last, All):
            node.append(value)
            return f"{pointer}/{len(node) - 1}"
        if isinstance(last, OneOf):
            return pointer
        if isinstance(last, Index):
            self._element(node, pointer, last)
            node[last.position] = merged(node[last.position], value)
            return f"{pointer}/{last.position}"
        inner, inner_pointer = self._element(node, pointer, last)
        merged(inner, value)
        return inner_pointer

    def _walk(self, path: Path) -> tuple[Any, str]:
        """Go to the container of the last step, creating what is not there."""
        node: Any = self.root
        pointer = self.base
        for named, array in path.way:
            step = _position(named, node)
            if isinstance(step, Key):
                node = node.setdefault(step.name, [] if array else {})
                pointer += step.token
            elif not isinstance(step, OneOf):
                node, pointer = self._element(node, pointer, step)
        return node, pointer

    def _element(self, array: list[Any], pointer: str, step: Step) -> tuple[Any, str]:
        if isinstance(step, Index):
            while len(array) <= step.position:
                array.append({})
            return array[step.position], f"{pointer}/{step.position}"
        if isinstance(step, Match):
            position = self._elements.get((pointer, step.text))
            if position is None:
                position = len(array)
                self._elements[(pointer, step.text)] = position
                array.append(self.fulfil(step, f"{pointer}/{position}"))
            return array[position], f"{pointer}/{position}"
        array.append({})
        return array[-1], f"{pointer}/{len(array) - 1}"

    def fulfil(self, step: Match, pointer: str) -> dict[str, Any]:
        """Return the element that fulfils a selector, and note the pointers of its constants."""
        element: dict[str, Any] = {}
        for key, value, token, listed in step.element:
            if listed:
                element.setdefault(key, []).append(value)
            else:
                element[key] = value
            self.constants.append(pointer + token)
        return element


def _position(step: Step, node: Any) -> Step:
    """Return what a step means at a node: a number is the name of a member, and in an array a position."""
    return Index(int(step.name)) if isinstance(step, Key) and isinstance(node, list) and is_index(step.name) else step


def merged(old: Any, new: Any) -> Any:
    """Return what stands in a place where a second value is set: an object is merged member by member."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in new.items():
            old[key] = merged(old.get(key), value)
        return old
    return new
