"""From a JSON Schema to a type by which msgspec reads values, and the schema of what the type leaves to be checked.

A value that the type reads and that fits the remaining schema fits the whole one: a keyword is left out of the rest
only where the type says the same. The other way it need not hold: of open places the type takes simple values alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from types import GenericAlias
from typing import Annotated, Any, Literal, NamedTuple, Required, TypeAlias, TypedDict, Union
from urllib.parse import urljoin

import msgspec

from opads.standard.jsonvalue import get

__all__ = ("Builder", "Built", "Inexpressible")

SAFE_INTEGER = 2**53 - 1
OPEN_DEPTH = 5
"""Containers within each other that are read where a schema leaves open what stands there."""
DEEPEST = 32
_KINDS = ("null", "boolean", "integer", "string", "array", "object")
_ALL = frozenset({*_KINDS, "number"})
_LISTABLE = {str: "string", int: "integer", type(None): "null"}
"""What enumerations of a type may list."""
_BOUNDS = ("minLength", "maxLength", "minimum", "maximum")
_NOTES = frozenset(
    {
        *("title", "description", "$schema", "$id", "$anchor", "$defs", "definitions", "$comment", "default"),
        *("examples", "deprecated", "readOnly", "writeOnly"),
    }
)
"""Keywords that no value offends."""
_TYPED = frozenset(
    {
        *("$ref", "allOf", "type", "enum", "const", "minimum", "maximum", "minLength", "maxLength", "items"),
        *("minItems", "maxItems", "properties", "required", "additionalProperties"),
    }
)
"""Keywords that types express."""
_ENTANGLED = frozenset(
    {
        *("patternProperties", "prefixItems", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef"),
        *("$dynamicAnchor", "$recursiveRef", "$vocabulary"),
    }
)
"""Keywords by which others mean something else."""
_DATA = frozenset({"const", "enum", "required", "type", "dependentRequired"})
"""Keywords that hold no schemas."""
_BY_NAME = frozenset({"properties", "dependentSchemas", "patternProperties"})
"""Keywords that hold schemas by names."""
_NEIGHBOURS = frozenset({"if", "then", "else", "contains", "minContains", "maxContains"})
"""Keywords that look at others beside them."""
_NAMES = Annotated[str, msgspec.Meta(pattern=r"\A[ -~]*\Z")]
"""Free names of members: none of ASCII looks like another one (Unicode NFC)."""
_typed_dict: Any = TypedDict
_Part: TypeAlias = tuple[Any, str]
"""A schema, and the address from which its references start."""


class Inexpressible(ValueError):  # noqa: N818 - it says what a schema is
    """A schema of which no type can be made; the message names the reason."""


class Built(NamedTuple):
    """A type; how many containers stand within each other at most in its values; the schema they have to fit yet."""

    type: Any
    depth: int
    rest: dict[str, Any]


class Builder:
    """Makes types of schemas, which may refer to the documents given by their addresses."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._documents = documents
        self._made: dict[tuple[tuple[int, str], ...], Built | None] = {}
        self.loose = False
        """Whether values that fit the type, but not the rest, may hold what is worth a word."""

    def build(self, schema: Mapping[str, Any]) -> Built:
        """Return the type of a schema; raises Inexpressible."""
        return self._type([(schema, str(schema.get("$id", "")))])

    def _type(self, parts: list[_Part]) -> Built:
        key = tuple((id(part), base) for part, base in parts)
        if key not in self._made:
            self._made[key] = None
            self._made[key] = self._union(self._flat(parts, 0))
        made = self._made[key]
        if made is None:
            raise Inexpressible("a schema that contains itself")
        return made

    def _flat(self, parts: list[_Part], depth: int) -> list[_Part]:
        """Return the schemas that hold together: those given, those referred to, those of ``allOf``."""
        if depth > DEEPEST:
            raise Inexpressible("references that do not end")
        out: list[_Part] = []
        for part, base in parts:
            if part is True:
                continue
            if part is False:
                raise Inexpressible("nothing fits")
            here = urljoin(base, str(part["$id"])) if "$id" in part else base
            out.append((part, here))
            if "$ref" in part:
                out += self._flat([self._referred(str(part["$ref"]), here)], depth + 1)
            out += self._flat([(inner, here) for inner in part.get("allOf", ())], depth + 1)
        return out

    def _referred(self, reference: str, base: str) -> _Part:
        address, _, fragment = urljoin(base, reference).partition("#")
        document = self._documents.get(address)
        found = None if document is None else get(document, fragment) if fragment else document
        if not isinstance(found, dict) or (fragment and not fragment.startswith("/")):
            raise Inexpressible(f"{reference} is not at hand")
        return found, address

    def _union(self, parts: list[_Part]) -> Built:
        if any(part.keys() & _ENTANGLED for part, _ in parts):
            open_ = anything(OPEN_DEPTH, _NAMES)
            return Built(open_, OPEN_DEPTH, _both([self._inline(part, base, 0) for part, base in parts]))
        kinds = set(_ALL)
        for part, _ in parts:
            if "type" in part:
                named = part["type"] if isinstance(part["type"], list) else [part["type"]]
                kinds &= {*named, *(("integer",) if "number" in named else ())}
        rests = [self._left(part, base) for part, base in parts]
        lists = [part["enum"] for part, _ in parts if "enum" in part]
        lists += [[part["const"]] for part, _ in parts if "const" in part]
        if lists and all(type(value) in _LISTABLE for values in lists for value in values):
            rests += [{name: part[name] for name in _BOUNDS if name in part} for part, _ in parts]
            return Built(_listed(lists, kinds), 0, _both(rests))
        rests += [{name: part[name] for name in ("enum", "const") if name in part} for part, _ in parts]
        if "number" in kinds and not kinds & {"array", "object"}:
            return self._number(parts, kinds, rests)
        if kinds == _ALL and not any(part.keys() & _TYPED - {"$ref", "allOf", "enum", "const"} for part, _ in parts):
            return Built(anything(OPEN_DEPTH, _NAMES), OPEN_DEPTH, _both(rests))
        made = [getattr(self, f"_{kind}")(parts) for kind in _KINDS if kind in kinds]
        if not made:
            raise Inexpressible("nothing fits")
        rest = _both([*rests, *(one.rest for one in made)])
        return Built(_either(one.type for one in made), max(one.depth for one in made), rest)

    def _number(self, parts: list[_Part], kinds: set[str], rests: list[dict[str, Any]]) -> Built:
        """Return the type of a number, exact as it is read; msgspec knows none, so that the rest has to say all."""
        self.loose = True
        safe = {"type": sorted(kinds), "minimum": -SAFE_INTEGER, "maximum": SAFE_INTEGER}
        bounds = [{name: part[name] for name in _BOUNDS if name in part} for part, _ in parts]
        return Built(Any, 0, _both([*rests, *bounds, safe]))

    def _left(self, part: Mapping[str, Any], base: str) -> dict[str, Any]:
        """Return the keywords of a schema that its type does not express."""
        return {
            name: self._keyword(name, value, base, 0)
            for name, value in part.items()
            if name not in _TYPED and name not in _NOTES and not name.startswith("x-")
        }

    def _inline(self, node: Any, base: str, depth: int) -> Any:
        """Return a schema, or a list of some, with all that it refers to in its place."""
        if depth > DEEPEST:
            raise Inexpressible("references that do not end")
        if isinstance(node, list):
            return [self._inline(inner, base, depth + 1) for inner in node]
        if not isinstance(node, Mapping):
            return node
        base = urljoin(base, str(node["$id"])) if "$id" in node else base
        out = {name: self._keyword(name, value, base, depth + 1) for name, value in node.items() if name not in _NOTES}
        if "$ref" in out:
            document, address = self._referred(str(out.pop("$ref")), base)
            out["allOf"] = [*out.get("allOf", ()), self._inline(document, address, depth + 1)]
        return out

    def _keyword(self, name: str, value: Any, base: str, depth: int) -> Any:
        if name in _DATA:
            return value
        if name in _BY_NAME:
            return {member: self._inline(inner, base, depth + 1) for member, inner in value.items()}
        return self._inline(value, base, depth + 1)

    def _null(self, parts: list[_Part]) -> Built:
        del parts
        return Built(None, 0, {})

    def _boolean(self, parts: list[_Part]) -> Built:
        del parts
        return Built(bool, 0, {})

    def _integer(self, parts: list[_Part]) -> Built:
        least = [part["minimum"] for part, _ in parts if "minimum" in part]
        most = [part["maximum"] for part, _ in parts if "maximum" in part]
        if not all(type(bound) is int for bound in least + most):
            raise Inexpressible("a bound that is no whole number")
        meta = msgspec.Meta(ge=max([-SAFE_INTEGER, *least]), le=min([SAFE_INTEGER, *most]))
        return Built(Annotated[int, meta], 0, {})

    def _string(self, parts: list[_Part]) -> Built:
        shortest = max((part["minLength"] for part, _ in parts if "minLength" in part), default=None)
        longest = min((part["maxLength"] for part, _ in parts if "maxLength" in part), default=None)
        if shortest is None and longest is None:
            return Built(str, 0, {})
        return Built(Annotated[str, msgspec.Meta(min_length=shortest, max_length=longest)], 0, {})

    def _array(self, parts: list[_Part]) -> Built:
        items = self._type([(part["items"], base) for part, base in parts if "items" in part])
        shortest = max((part["minItems"] for part, _ in parts if "minItems" in part), default=None)
        longest = min((part["maxItems"] for part, _ in parts if "maxItems" in part), default=None)
        made: Any = GenericAlias(list, (items.type,))
        if shortest is not None or longest is not None:
            made = Annotated[made, msgspec.Meta(min_length=shortest, max_length=longest)]
        return Built(made, items.depth + 1, {"items": items.rest} if items.rest else {})

    def _object(self, parts: list[_Part]) -> Built:
        required = {name for part, _ in parts for name in part.get("required", ())}
        names = dict.fromkeys([*(name for part, _ in parts for name in part.get("properties", ())), *sorted(required)])
        if not names:
            return self._dictionary(parts)
        if len({unicodedata.normalize("NFC", name) for name in names}) < len(names):
            raise Inexpressible("two names that look the same")
        fields: dict[str, Any] = {}
        rests: dict[str, Any] = {}
        depth = 0
        for name in names:
            try:
                made = self._type(list(_members(parts, name)))
            except Inexpressible:
                if name in required:
                    raise
                continue  # a member of this name is an unknown one then, which is not read
            depth = max(depth, made.depth)
            fields[name] = Required[made.type] if name in required else made.type
            if made.rest:
                rests[name] = made.rest
        members = _typed_dict("Members", fields, total=False)
        return Built(members, depth + 1, {"properties": rests} if rests else {})

    def _dictionary(self, parts: list[_Part]) -> Built:
        try:
            inner = self._type(
                [(part["additionalProperties"], base) for part, base in parts if "additionalProperties" in part]
            )
        except Inexpressible:
            return Built(_typed_dict("Members", {}), 1, {})
        made = GenericAlias(dict, (_NAMES, inner.type))
        return Built(made, inner.depth + 1, {"additionalProperties": inner.rest} if inner.rest else {})


def anything(depth: int, names: Any = str) -> Any:
    """Return the type of all values but fractions, long integers and containers deeper than ``depth``."""
    plain: Any = None | bool | Annotated[int, msgspec.Meta(ge=-SAFE_INTEGER, le=SAFE_INTEGER)] | str
    if depth == 0:
        return plain
    inner = anything(depth - 1, names)
    return _either((plain, GenericAlias(list, (inner,)), GenericAlias(dict, (names, inner))))


def _members(parts: list[_Part], name: str) -> Any:
    """Yield the schemas that hold for the members of a name."""
    for part, base in parts:
        if name in part.get("properties", ()):
            yield part["properties"][name], base
        elif "additionalProperties" in part:
            yield part["additionalProperties"], base


def _listed(lists: list[list[Any]], kinds: set[str]) -> Any:
    """Return the type of the values that are in all lists."""
    found = [
        value
        for value in lists[0]
        if _LISTABLE[type(value)] in kinds
        and (type(value) is not int or abs(value) <= SAFE_INTEGER)
        and all(any(type(value) is type(one) and value == one for one in other) for other in lists[1:])
    ]
    if not found:
        raise Inexpressible("an enumeration of nothing")
    return Literal[tuple(found)]


def _either(types: Iterable[Any]) -> Any:
    return Union[tuple(types)]  # noqa: UP007 - a type made at run time


def _both(rests: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one schema that holds where all of them do."""
    found = [rest for rest in rests if rest]
    names = [name for rest in found for name in rest]
    if len(set(names)) < len(names) or sum(bool(rest.keys() & _NEIGHBOURS) for rest in found) > 1:
        return {"allOf": found}
    return {name: value for rest in found for name, value in rest.items()}
