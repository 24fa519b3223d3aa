"""Which fields that a target demands a record lacks, remembered by what decides it.

That is which members there are and, where the record schema demands something under a condition, the values that the
condition looks at: two records alike in these lack the same fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from opads.account import MissingRow
from opads.formats.declared import Declared
from opads.standard.jsonvalue import get, unescape
from opads.standard.schemas import SchemaIssue

__all__ = ("Missing", "decider_of")

KNOWN = 2048
"""Kinds of records whose missing fields are remembered."""
LONG = 256
"""Characters of a value by which a kind of record is not told any more."""

_NOTES = frozenset(
    [
        "$anchor",
        "$comment",
        "$defs",
        "$id",
        "$schema",
        "default",
        "deprecated",
        "description",
        "examples",
        "readOnly",
        "title",
        "writeOnly",
    ]
)
_PARTS = frozenset(
    ["properties", "items", "allOf", "anyOf", "oneOf", "if", "then", "else", "not", "$ref", "required", "type"]
)
_UNCERTAIN = frozenset(
    [
        "$dynamicAnchor",
        "$dynamicRef",
        "contains",
        "dependentSchemas",
        "patternProperties",
        "prefixItems",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
"""Keywords that are not followed."""


class Validator(Protocol):
    """Says what is wrong with a value."""

    def validate(self, value: Any) -> list[SchemaIssue]:
        """Return every violation."""


class Missing:
    """Finds the fields that records of one format lack."""

    def __init__(self, schema: dict[str, Any], validator: Validator, declared: Declared) -> None:
        self._validator = validator
        self._declared = declared
        self._decider = decider_of(schema)
        self._known: dict[Any, tuple[MissingRow, ...]] = {}
        self._rows: dict[str, tuple[MissingRow, ...]] = {}

    def __call__(self, record: dict[str, Any]) -> tuple[MissingRow, ...]:
        """Return the fields that the record schema demands and the record does not have."""
        try:
            kind = None if self._decider is None else self._decider.kind(record)
        except _LongError:
            kind = None
        if kind is None:
            return self.found(record)
        rows = self._known.get(kind)
        if rows is None:
            if len(self._known) >= KNOWN:
                self._known.clear()
            rows = self._known[kind] = self.found(record)
        return rows

    def passes(self, pointer: str) -> bool:
        """Say whether of the value at a pointer nothing but its kind decides which fields are missing."""
        deciders = [] if self._decider is None else [self._decider]
        for token in pointer.split("/")[1:]:
            if any(decider.value for decider in deciders):
                return False
            inner = [(d.members.get(unescape(token)), d.elements) for d in deciders]
            deciders = [one for pair in inner for one in pair if one is not None]
        return self._decider is not None and not any(decider.value for decider in deciders)

    def found(self, record: dict[str, Any]) -> tuple[MissingRow, ...]:
        """Return the same by the record schema itself."""
        issues = self._validator.validate(record)
        return tuple(row for issue in issues if issue.keyword == "required" for row in self._demanded(issue.pointer))

    def _demanded(self, pointer: str) -> tuple[MissingRow, ...]:
        rows = self._rows.get(pointer)
        if rows is None:
            if len(self._rows) >= KNOWN:
                self._rows.clear()
            demands = self._declared.demands(pointer)
            rows = self._rows[pointer] = tuple(MissingRow(p, self._declared.title(p)) for p in demands)
        return rows


class _LongError(Exception):
    """A value too long to tell a kind of record by."""


class Decider:
    """What of the node at one place decides which fields are missing."""

    def __init__(self) -> None:
        self.names = False
        """Which members there are, and what kind of value the node is."""
        self.value = False
        """The value itself, with all below it."""
        self.members: dict[str, Decider] = {}
        self.elements: Decider | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing at or below the node decides anything."""
        return not (self.names or self.value or self.members or self.elements)

    def prune(self) -> None:
        """Forget the places that decide nothing."""
        for inner in (*self.members.values(), *((self.elements,) if self.elements else ())):
            inner.prune()
        self.members = {name: inner for name, inner in self.members.items() if not inner.idle}
        if self.elements is not None and self.elements.idle:
            self.elements = None

    def kind(self, node: Any) -> Any:
        """Return what two nodes that lack the same fields have in common; raises _LongError."""
        if isinstance(node, dict):
            if self.value:
                return "=", dict, _exactly(node)
            members = self.members
            named = [(name, members[name].kind(value)) if name in members else name for name, value in node.items()]
            return dict, *named
        if isinstance(node, list):
            if self.value:
                return "=", list, _exactly(node)
            return list if self.elements is None else (list, *map(self.elements.kind, node))
        return ("=", type(node), _exactly(node)) if self.value else type(node)


def _exactly(node: Any) -> str:
    text = str(node) if isinstance(node, str | int | Decimal | None) else repr(node)
    if len(text) > LONG:
        raise _LongError
    return text


def decider_of(schema: dict[str, Any]) -> Decider | None:
    """Return what of a record decides, or None where the schema has what is not followed here."""
    decider = Decider()
    try:
        _follow(schema, schema, decider, (), conditional=False)
    except _UnfollowedError:
        return None
    decider.prune()
    return decider


class _UnfollowedError(Exception):
    """A schema whose conditions are not followed."""


def _follow(schema: Any, root: dict[str, Any], here: Decider, way: tuple[int, ...], *, conditional: bool) -> None:
    """Note what a schema at a place looks at; ``conditional`` where its outcome decides what else is demanded."""
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict) or id(schema) in way:
        raise _UnfollowedError
    way = (*way, id(schema))
    here.names |= conditional or "required" in schema
    here.value |= conditional and any(_is_of_value(keyword) for keyword in schema)
    if any(keyword in schema and (conditional or _demands(schema[keyword], root)) for keyword in _UNCERTAIN):
        raise _UnfollowedError
    further = schema.get("additionalProperties")
    if isinstance(further, dict) and (conditional or _demands(further, root)):
        raise _UnfollowedError
    if "$ref" in schema:
        _follow(_resolved(schema["$ref"], root), root, here, way, conditional=conditional)
    for name, inner in schema.get("properties", {}).items():
        _follow(inner, root, here.members.setdefault(name, Decider()), way, conditional=conditional)
    if "items" in schema:
        here.elements = here.elements or Decider()
        _follow(schema["items"], root, here.elements, way, conditional=conditional)
    for inner in schema.get("allOf", ()):
        _follow(inner, root, here, way, conditional=conditional)
    for keyword in ("anyOf", "oneOf"):
        if conditional or _demands(schema.get(keyword), root):
            for inner in schema.get(keyword, ()):
                _follow(inner, root, here, way, conditional=True)
    if "not" in schema and conditional:
        _follow(schema["not"], root, here, way, conditional=True)
    branches = [schema[keyword] for keyword in ("then", "else") if keyword in schema]
    if "if" in schema and (conditional or _demands(branches, root)):
        _follow(schema["if"], root, here, way, conditional=True)
        for inner in branches:
            _follow(inner, root, here, way, conditional=conditional)


def _is_of_value(keyword: str) -> bool:
    return keyword not in _PARTS and keyword not in _NOTES and keyword != "additionalProperties"


def _resolved(reference: Any, root: dict[str, Any]) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#"):
        raise _UnfollowedError
    return get(root, reference[1:])


def _demands(schema: Any, root: dict[str, Any], seen: frozenset[str] = frozenset()) -> bool:
    """Say whether there is a ``required`` anywhere in a schema and in those that it refers to."""
    if isinstance(schema, Mapping):
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            seen = seen | {reference}
            if _demands(_resolved(reference, root), root, seen):
                return True
        return "required" in schema or any(_demands(inner, root, seen) for inner in schema.values())
    return isinstance(schema, Iterable) and not isinstance(schema, str) and any(_demands(i, root, seen) for i in schema)
