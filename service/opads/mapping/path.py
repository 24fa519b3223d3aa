"""The path language of mappings, rules and detection: RFC 6901 pointers with selectors.

``/parties[roles=sponsor]/name`` selects, ``/parties/0/name`` (a pointer) names. The grammar stands in
``spec/standard/path-language.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from opads.standard.jsonvalue import escape, is_index

__all__ = ("All", "Condition", "Hit", "Index", "Is", "Key", "Match", "OneOf", "Path", "PathError", "compile_path")

LIST_MEMBERS = frozenset({"roles"})
"""Members of canonical array elements that are arrays of codes."""


class PathError(ValueError):
    """A path that does not follow the grammar; the message names the text and the column (1-based)."""


@dataclass(frozen=True, slots=True)
class Key:
    """One member of an object."""

    name: str
    token: str = field(init=False, repr=False, compare=False)
    """What the step adds to a pointer."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "token", f"/{escape(self.name)}")


@dataclass(frozen=True, slots=True)
class Index:
    """One element of an array by its 0-based position."""

    position: int


@dataclass(frozen=True, slots=True)
class All:
    """Each element of an array."""


@dataclass(frozen=True, slots=True)
class Is:
    """The elements of an array that are this scalar."""

    value: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Keeps a scalar that is one of the alternatives; an alternative ending in ``*`` is a prefix."""

    alternatives: tuple[str, ...]

    def holds(self, value: Any) -> bool:
        """Say whether a scalar is among the alternatives."""
        text = scalar_text(value)
        if text is None:
            return False
        return any(text.startswith(a[:-1]) if a.endswith("*") else text == a for a in self.alternatives)


@dataclass(frozen=True, slots=True)
class Condition:
    """``key=value`` or ``key!=value``: the member equals the value, or is an array that contains it."""

    key: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The elements of an array for which all conditions hold."""

    conditions: tuple[Condition, ...]
    text: str
    element: tuple[tuple[str, Any, str, bool], ...] = field(init=False, repr=False, compare=False)
    """The members of an element that fulfils the conditions: name, value, what follows its pointer, whether listed."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "element", tuple(_members(self.conditions)))


def _members(conditions: tuple[Condition, ...]) -> Iterator[tuple[str, Any, str, bool]]:
    keys = [condition.key for condition in conditions if not condition.negated]
    seen: dict[str, int] = {}
    for condition in conditions:
        if condition.negated:
            continue
        key, token = condition.key, f"/{escape(condition.key)}"
        if key in LIST_MEMBERS or keys.count(key) > 1:
            yield key, condition.value, f"{token}/{seen.get(key, 0)}", True
            seen[key] = seen.get(key, 0) + 1
        else:
            yield key, constant(condition.value), token, False


def constant(text: str) -> Any:
    """Return the JSON scalar that a constant in a selector stands for."""
    return {"true": True, "false": False}.get(text, text)


Step = Key | Index | All | Is | OneOf | Match


class Hit(msgspec.Struct, frozen=True):
    """A selected node: its pointer, its value, and the pointers of the leaves that selectors compared on the way."""

    pointer: str
    value: Any
    via: tuple[str, ...] = ()


def scalar_text(value: Any) -> str | None:
    """Return the text by which a scalar is compared, or None for arrays and objects."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return None
    return str(value)


def _member_holds(element: dict[str, Any], condition: Condition, base: str) -> tuple[str, ...] | None:
    """Return the pointers compared when the condition holds, else None."""
    member = element.get(condition.key)
    found: tuple[str, ...] | None = None
    if isinstance(member, list):
        for position, item in enumerate(member):
            if scalar_text(item) == condition.value:
                found = (f"{base}/{escape(condition.key)}/{position}",)
                break
    elif condition.key in element and scalar_text(member) == condition.value:
        found = (f"{base}/{escape(condition.key)}",)
    if condition.negated:
        return () if found is None else None
    return found


def _match(element: Any, step: Match, base: str) -> tuple[str, ...] | None:
    if not isinstance(element, dict):
        return None
    via: tuple[str, ...] = ()
    for condition in step.conditions:
        found = _member_holds(element, condition, base)
        if found is None:
            return None
        via += found
    return via


def _apply(step: Step, hit: Hit) -> list[Hit]:
    value, pointer, via = hit.value, hit.pointer, hit.via
    if isinstance(step, Key):
        if isinstance(value, dict) and step.name in value:
            return [Hit(pointer + step.token, value[step.name], via)]
        if isinstance(value, list) and is_index(step.name) and int(step.name) < len(value):
            return [Hit(f"{pointer}/{step.name}", value[int(step.name)], via)]
        return []
    if isinstance(step, OneOf):
        return [Hit(pointer, value, (*via, pointer))] if step.holds(value) else []
    if not isinstance(value, list):
        return []
    if isinstance(step, Index):
        return [Hit(f"{pointer}/{step.position}", value[step.position], via)] if step.position < len(value) else []
    if isinstance(step, All):
        return [Hit(f"{pointer}/{i}", item, via) for i, item in enumerate(value)]
    if isinstance(step, Is):
        return [Hit(f"{pointer}/{i}", item, via) for i, item in enumerate(value) if scalar_text(item) == step.value]
    hits = []
    for i, item in enumerate(value):
        matched = _match(item, step, f"{pointer}/{i}")
        if matched is not None:
            hits.append(Hit(f"{pointer}/{i}", item, via + matched))
    return hits


@dataclass(frozen=True, slots=True)
class Path:
    """A compiled path: its text and its steps."""

    text: str
    steps: tuple[Step, ...]
    names: tuple[Key, ...] | None = field(init=False, repr=False, compare=False)
    """The steps where all are names of members, which most paths are: they need no search."""
    way: tuple[tuple[Step, bool], ...] = field(init=False, repr=False, compare=False)
    """All steps but the last, each with whether what it leads to is an array."""

    def __post_init__(self) -> None:
        names = tuple(step for step in self.steps if isinstance(step, Key))
        object.__setattr__(self, "names", names if len(names) == len(self.steps) else None)
        way = tuple((step, isinstance(following, All | Is | Index | Match)) for step, following in pairwise(self.steps))
        object.__setattr__(self, "way", way)

    def selects(self, value: Any) -> bool:
        """Say whether the path selects anything in ``value``."""
        if self.names is None:
            return bool(self.trace(value))
        for step in self.names:
            if isinstance(value, dict) and step.name in value:
                value = value[step.name]
            elif isinstance(value, list) and is_index(step.name) and int(step.name) < len(value):
                value = value[int(step.name)]
            else:
                return False
        return True

    def trace(self, value: Any, base: str = "", via: tuple[str, ...] = ()) -> list[Hit]:
        """Return all nodes of ``value`` that the path selects, in document order."""
        if self.names is not None:
            for step in self.names:
                if isinstance(value, dict) and step.name in value:
                    value, base = value[step.name], base + step.token
                elif isinstance(value, list) and is_index(step.name) and int(step.name) < len(value):
                    value, base = value[int(step.name)], f"{base}/{step.name}"
                else:
                    return []
            return [Hit(base, value, via)]
        return self._search(value, base, via)

    def _search(self, value: Any, base: str, via: tuple[str, ...]) -> list[Hit]:
        hits = [Hit(base, value, via)]
        for step in self.steps:
            hits = [found for hit in hits for found in _apply(step, hit)]
            if not hits:
                break
        return hits

    def first(self, value: Any, base: str = "") -> Hit | None:
        """Return the first node below the first element that each selector matches, or None.

        Unlike the first hit of ``trace`` this never passes from one matching element to the next, so that several
        paths with the same selector speak of the same element.
        """
        hits = [Hit(base, value)]
        for step in self.steps:
            found = [f for hit in hits for f in _apply(step, hit)]
            if not found:
                return None
            hits = found[:1] if isinstance(step, Match) else found
        return hits[0]

    def find(self, value: Any, base: str = "") -> list[tuple[str, Any]]:
        """Return (pointer, value) of all selected nodes, in document order."""
        return [(hit.pointer, hit.value) for hit in self.trace(value, base)]

    def values(self, value: Any) -> list[Any]:
        """Return the selected values alone."""
        return [hit.value for hit in self.trace(value)]

    def blame(self, value: Any, base: str = "") -> list[str]:
        """Return the pointers selected, or the one pointer at which the missing node is expected.

        The deepest node that exists is kept and the rest of the path is joined to it without selectors.
        """
        hits = [Hit(base, value)]
        for position, step in enumerate(self.steps):
            found = [f for hit in hits for f in _apply(step, hit)]
            if not found:
                rest = "".join(s.token for s in self.steps[position:] if isinstance(s, Key))
                return [hits[0].pointer + rest]
            hits = found
        return [hit.pointer for hit in hits]

    def expected(self, value: Any, base: str = "") -> str:
        """Return the pointer of the first node selected, or a name for the place at which it is missing.

        That name keeps the selectors of the elements that do not exist, so that two missing elements differ.
        """
        hit = Hit(base, value)
        for position, step in enumerate(self.steps):
            found = _apply(step, hit)
            if not found:
                return hit.pointer + "".join(map(_named, self.steps[position:]))
            hit = found[0]
        return hit.pointer


def _named(step: Step) -> str:
    if isinstance(step, Key):
        return step.token
    if isinstance(step, Index):
        return f"/{step.position}"
    return f"/[{step.text}]" if isinstance(step, Match) else ""


def _unescape(text: str) -> str:
    return text.replace("~3", "{").replace("~2", "[").replace("~1", "/").replace("~0", "~")


def _bracket(body: str, text: str, column: int) -> Step:
    if body == "":
        return All()
    if is_index(body):
        return Index(int(body))
    if body.startswith("="):
        return Is(body[1:])
    conditions = []
    for part in body.split(","):
        key, sep, value = part.partition("=")
        negated = key.endswith("!")
        key = key.rstrip("!").strip()
        if not sep or not key:
            raise PathError(f"path {text!r}, column {column}: {part!r} is not of the form key=value")
        conditions.append(Condition(key, value, negated))
    return Match(tuple(conditions), body)


def _segment_end(text: str, start: int) -> int:
    position = start
    while position < len(text) and text[position] not in "/[{":
        position += 1
    return position


@lru_cache(maxsize=4096)
def compile_path(text: str) -> Path:
    """Compile a path.

    Raises PathError where the text does not follow the grammar.
    """
    steps: list[Step] = []
    position = 0
    while position < len(text):
        char = text[position]
        if char == "/":
            end = _segment_end(text, position + 1)
            steps.append(Key(_unescape(text[position + 1 : end])))
        elif char in "[{":
            close = text.find("]" if char == "[" else "}", position)
            if close < 0:
                raise PathError(f"path {text!r}, column {position + 1}: the bracket is not closed")
            body = text[position + 1 : close]
            steps.append(OneOf(tuple(body.split("|"))) if char == "{" else _bracket(body, text, position + 1))
            end = close + 1
        else:
            raise PathError(f"path {text!r}, column {position + 1}: expected '/', '[' or '{{'")
        position = end
    return Path(text, tuple(steps))
