"""Canonical paths as Python source: every node that rows of one scope look at is a local variable, found once.

A scope is a record or the element of an iteration. What is not there is ``ABSENT``.
"""

from __future__ import annotations

import re
from typing import Any

from opads.mapping.path import Index, Key, Match, Path, scalar_text
from opads.rules.source import Source
from opads.standard.jsonvalue import escape, is_index

__all__ = ("ABSENT", "Group", "Node", "Scope", "is_plain", "joined")

ABSENT: Any = object()
"""Stands where a path selects nothing."""

_SPELLED = re.compile(r"true|false|null|[-+]?[0-9.].*|[-+]?(inf|nan|s?nan).*", re.IGNORECASE | re.DOTALL)


def is_plain(text: str) -> bool:
    """Say whether no scalar but this very text compares equal to the text of a condition (``1`` and ``"1"`` both do)."""
    return _SPELLED.match(text) is None


class Node:
    """A node of the disclosure: the variable that holds it, and what is looked for below it.

    ``stem`` and ``rest`` give its pointer: a variable (empty in the scope of the record) and a text.
    """

    def __init__(self, scope: Scope, var: str, stem: str, rest: str, way: tuple[Group, ...] = ()) -> None:
        self.scope = scope
        self.var = var
        self.stem = stem
        self.rest = rest
        self.way = way
        self.keys: dict[str, Node] = {}
        self.positions: dict[int, Node] = {}
        self.groups: dict[str, Group] = {}

    @property
    def pointer(self) -> str:
        """The expression of the node's pointer."""
        return joined(self.stem, self.rest)

    def key(self, step: Key) -> Node:
        """Return the member of that name."""
        if step.name not in self.keys:
            self.keys[step.name] = Node(self.scope, self.scope.value(), self.stem, self.rest + step.token, self.way)
        return self.keys[step.name]

    def position(self, step: Index) -> Node:
        """Return the element at that position."""
        if step.position not in self.positions:
            rest = f"{self.rest}/{step.position}"
            self.positions[step.position] = Node(self.scope, self.scope.value(), self.stem, rest, self.way)
        return self.positions[step.position]

    def group(self, step: Match) -> Group:
        """Return the elements that fulfil a selector."""
        if step.text not in self.groups:
            self.groups[step.text] = Group(self, step)
        return self.groups[step.text]

    @property
    def head(self) -> str:
        """What must hold for there to be anything: rows under the same condition are written under one test."""
        if self.way:
            return self.way[0].var
        return "" if self.var == "d" else f"{self.var} is not ABSENT"

    def emit(self, source: Source, *, pointers: bool) -> None:
        """Write what finds the nodes below this one."""
        if self.keys:
            with source.block(f"if isinstance({self.var}, dict):"):
                for name, child in self.keys.items():
                    source.line(f"{child.var} = {self.var}.get({name!r}, ABSENT)")
                for child in self.keys.values():
                    child.emit(source, pointers=pointers)
        if self.positions or self.groups:
            with source.block(f"if isinstance({self.var}, list):"):
                for position, child in self.positions.items():
                    with source.block(f"if len({self.var}) > {position}:"):
                        source.line(f"{child.var} = {self.var}[{position}]")
                        child.emit(source, pointers=pointers)
                self._emit_groups(source, pointers=pointers)

    def _emit_groups(self, source: Source, *, pointers: bool) -> None:
        if not self.groups:
            return
        members = dict.fromkeys(c.key for group in self.groups.values() for c in group.step.conditions)
        names = {key: source.fresh() for key in members}
        with (
            source.block(f"for i, e in enumerate({self.var}):"),
            source.block("if isinstance(e, dict):"),
        ):
            for key, name in names.items():
                source.line(f"{name} = e.get({key!r}, ABSENT)")
            for group in self.groups.values():
                tests = [
                    f"{'not ' if c.negated else ''}{_holds(source, names[c.key], c.value)}"
                    for c in group.step.conditions
                ]
                with source.block(f"if {' and '.join(tests)}:"):
                    with source.block(f"if {group.var}:"):
                        source.line(f"{group.var}.append((i, e))")
                    with source.block("else:"):
                        source.line(f"{group.var} = [(i, e)]")
        for group in self.groups.values():
            with source.block(f"if {group.var}:"):
                source.line(f"i, {group.first.var} = {group.var}[0]")
                if pointers:
                    source.line(f"{group.first.stem} = {group.at('i')}")
                group.first.emit(source, pointers=pointers)


def _holds(source: Source, name: str, text: str) -> str:
    """Return the expression of ``key=value``."""
    if is_plain(text):
        return f"({name} == {text!r} or isinstance({name}, list) and {text!r} in {name})"
    return f"({name} is not ABSENT and {source.constant(_is_said, 'is_said')}({name}, {text!r}))"


def _is_said(member: Any, text: str) -> bool:
    return any(scalar_text(item) == text for item in (member if isinstance(member, list) else (member,)))


class Group:
    """The elements of an array that fulfil a selector: a variable with pairs of position and element."""

    def __init__(self, array: Node, step: Match) -> None:
        scope = array.scope
        self.array = array
        self.step = step
        self.var = scope.group()
        self.first = Node(scope, scope.value(), scope.stem(), "", (*array.way, self))

    def at(self, position: str) -> str:
        """Return the expression of the pointer of an element, whose position a variable holds."""
        return f"{joined(self.array.stem, f'{self.array.rest}/')} + str({position})"

    def via(self, source: Source) -> str:
        """Return the name of the function of element and pointer that gives the pointers of the leaves compared."""
        return source.constant(self.array.scope.ways.setdefault(self.step.text, _Way(self.step)), "via")


class _Way:
    """Gives the pointers of the leaves that a selector compared in an element that fulfils it."""

    def __init__(self, step: Match) -> None:
        self.step = step
        wanted = [condition for condition in step.conditions if not condition.negated]
        self._plain = all(is_plain(condition.value) for condition in wanted)
        self._wanted = [(c.key, f"/{escape(c.key)}", c.value) for c in wanted]

    def __call__(self, element: dict[str, Any], pointer: str) -> list[str]:
        if not self._plain:
            (hit,) = Path("", (self.step,)).trace([element])
            return [pointer + via.removeprefix("/0") for via in hit.via]
        found = []
        for key, token, text in self._wanted:
            member = element[key]
            found.append(f"{pointer}{token}/{member.index(text)}" if isinstance(member, list) else f"{pointer}{token}")
        return found


class Scope:
    """The variables of one function."""

    def __init__(self, source: Source, stem: str) -> None:
        self.source = source
        self.root = Node(self, "d", stem, "")
        self.ways: dict[str, _Way] = {}
        self._values: list[str] = []
        self._groups: list[str] = []

    def value(self) -> str:
        """Return the name of a new variable for a node."""
        self._values.append(self.source.fresh())
        return self._values[-1]

    def group(self) -> str:
        """Return the name of a new variable for a group."""
        self._groups.append(self.source.fresh())
        return self._groups[-1]

    def stem(self) -> str:
        """Return the name of a new variable for a pointer."""
        return self.source.fresh()

    def find(self, path: Path) -> Node | None:
        """Return the node that ``Path.first`` finds, or None where the path has other steps than can be followed."""
        node = self.root
        for step in path.steps:
            if isinstance(step, Key) and not is_index(step.name):
                node = node.key(step)
            elif isinstance(step, Index):
                node = node.position(step)
            elif isinstance(step, Match):
                node = node.group(step).first
            else:
                return None
        return node

    def emit(self, *, pointers: bool) -> None:
        """Write what finds all nodes asked for."""
        if self._values:
            self.source.line(f"{' = '.join(self._values)} = ABSENT")
        if self._groups:
            self.source.line(f"{' = '.join(self._groups)} = ()")
        self.root.emit(self.source, pointers=pointers)


def joined(stem: str, rest: str) -> str:
    """Return the expression of a pointer that begins with a variable, or with nothing."""
    if not stem:
        return repr(rest)
    return f"{stem} + {rest!r}" if rest else stem
