"""The shape that a JSON Schema gives its values: members, elements and types, as a typed column needs to know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urljoin

from opads.standard.jsonvalue import get

__all__ = ("Kind", "Shape", "shape_of")

Kind = Literal["object", "array", "text", "integer", "number", "boolean", "any"]
"""What a column can be: ``text`` are texts, or scalars of several types; ``any`` is a value of no one type."""

TYPES = frozenset({"string", "number", "integer", "boolean", "null", "array", "object"})
SCALARS = frozenset({"string", "number", "integer", "boolean"})
DEEPEST = 24


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand at one place. ``admits`` are the types of JSON; ``number`` stands there with ``integer``."""

    kind: Kind
    admits: frozenset[str] = TYPES
    members: Mapping[str, Shape] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    item: Shape | None = None

    @property
    def text_alone(self) -> bool:
        """Whether a scalar here can be nothing but a text."""
        return self.admits & SCALARS == {"string"}

    @property
    def number_alone(self) -> bool:
        """Whether a scalar here can be nothing but a number."""
        return bool(self.admits & SCALARS) and self.admits & SCALARS <= {"number", "integer"}

    @property
    def structure_alone(self) -> bool:
        """Whether nothing but an array or an object can stand here."""
        return not self.admits & SCALARS

    def keeps_null(self, name: str) -> bool:
        """Return whether a member must stand there and may be null."""
        member = self.members.get(name)
        return name in self.required and member is not None and "null" in member.admits


ANY = Shape("any")


def shape_of(schema: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]) -> Shape:
    """Return the shape of a schema; ``documents`` are those it may refer to, by ``$id``."""
    return _Walk(documents).shape(schema, schema, frozenset(), 0)


class _Walk:
    """One schema. What is said under conditions counts for members, not for types."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._documents = documents

    def shape(self, schema: Any, root: Mapping[str, Any], above: frozenset[int], depth: int) -> Shape:
        """Return the shape; a schema that contains itself ends as ``any``."""
        parts = list(self._parts(schema, root, 0))
        own = {id(part) for part, _ in parts}
        if not own or own & above or depth > DEEPEST:
            return ANY
        above |= own
        admits = self._types(schema, root, 0) or TYPES
        members: dict[str, Shape] = {}
        if "object" in admits:
            for part, document in parts:
                for name, child in (part.get("properties") or {}).items():
                    found = self.shape(child, document, above, depth + 1)
                    if name not in members or members[name].kind == "any":
                        members[name] = found
        items = [(part["items"], document) for part, document in parts if isinstance(part.get("items"), dict)]
        item = self.shape(*items[0], above, depth + 1) if items and "array" in admits else None
        required = frozenset(name for part in self._always(schema, root, 0) for name in part.get("required", ()))
        return _made(admits, members, required, item)

    def _types(self, schema: Any, root: Mapping[str, Any], depth: int) -> frozenset[str]:
        if not isinstance(schema, dict) or depth > DEEPEST:
            return TYPES
        found = _own(schema)
        for child, document in self._referred(schema, root):
            found &= self._types(child, document, depth + 1)
        for branch in schema.get("allOf", ()):
            found &= self._types(branch, root, depth + 1)
        for name in ("anyOf", "oneOf"):
            if branches := schema.get(name):
                found &= frozenset().union(*(self._types(branch, root, depth + 1) for branch in branches))
        return found

    def _referred(self, schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[tuple[Any, Mapping[str, Any]]]:
        reference = schema.get("$ref")
        if isinstance(reference, str):
            address, _, fragment = urljoin(str(root.get("$id", "")), reference).partition("#")
            document = root if reference.startswith("#") else self._documents.get(address, {})
            yield (get(dict(document), fragment) if fragment else document), document

    def _always(self, schema: Any, root: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
        """Yield the schemas that apply whatever the value is."""
        if isinstance(schema, dict) and depth < DEEPEST:
            yield schema
            for child, document in self._referred(schema, root):
                yield from self._always(child, document, depth + 1)
            for branch in schema.get("allOf", ()):
                yield from self._always(branch, root, depth + 1)

    def _parts(
        self, schema: Any, root: Mapping[str, Any], depth: int
    ) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        """Yield all schemas that may say something about the value, each with the document its references start from."""
        if not isinstance(schema, dict) or depth > DEEPEST:
            return
        yield schema, root
        for child, document in self._referred(schema, root):
            yield from self._parts(child, document, depth + 1)
        for name in ("allOf", "anyOf", "oneOf"):
            for branch in schema.get(name, ()):
                yield from self._parts(branch, root, depth + 1)
        for name in ("then", "else"):
            yield from self._parts(schema.get(name), root, depth + 1)


def _own(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the types that a schema itself allows."""
    given = schema.get("type")
    if given is not None:
        found = frozenset([given] if isinstance(given, str) else given)
        return found | {"integer"} if "number" in found else found
    values = [schema["const"]] if "const" in schema else schema.get("enum")
    if isinstance(values, list):
        return frozenset().union(*map(_types_of, values))
    return TYPES


def _types_of(value: Any) -> frozenset[str]:
    if isinstance(value, bool):
        return frozenset({"boolean"})
    names = {str: "string", int: "integer", float: "number", list: "array", dict: "object", type(None): "null"}
    name = names[type(value)]
    return frozenset({name, "integer"} if name == "number" else {name})


def _made(admits: frozenset[str], members: dict[str, Shape], required: frozenset[str], item: Shape | None) -> Shape:
    kinds = admits - {"null"}
    free = admits == TYPES
    kind: Kind = "any"
    if members and (free or kinds == {"object"}):
        kind = "object"
    elif item is not None and (free or kinds == {"array"}):
        kind = "array"
    elif kinds == {"integer"}:
        kind = "integer"
    elif kinds == {"number", "integer"}:
        kind = "number"
    elif kinds == {"boolean"}:
        kind = "boolean"
    elif kinds and kinds <= SCALARS:
        kind = "text"
    return Shape(kind, admits, members, required, item)
