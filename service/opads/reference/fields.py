"""The fields of the canonical disclosure by subject, as its schema describes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from opads.standard.jsonvalue import get
from opads.standard.schemas import SchemaSet, default_schemas

__all__ = ("Field", "Subject", "anchor_of", "field_at", "subjects")

_DEEPEST = 12
_SELECTED = re.compile(r"\[[^\]]*\]|\{[^}]*\}")
"""What the path language writes behind a name: which elements, which values."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: ``path`` has ``[]`` behind what is a list; ``kind`` is text, code, integer, number, boolean or object."""

    path: str
    title: str
    description: str
    kind: str
    many: bool
    required: bool
    codelist: str
    form: str
    sources: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """The path without the marks of lists, which names the field alike wherever it occurs."""
        return self.path.replace("[]", "")

    @property
    def name(self) -> str:
        """The last name on the way to it."""
        return self.anchor.rpartition("/")[2]

    @property
    def depth(self) -> int:
        """How many objects it lies in below its subject."""
        return self.anchor.count("/") - 2


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands at the top of a disclosure, with all that lies in it; one that has nothing in it is its only field."""

    whole: Field
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """Its name in a disclosure."""
        return self.whole.name


def subjects(schemas: SchemaSet | None = None) -> dict[str, Subject]:
    """Return the subjects of the canonical disclosure by name, in the order of the schema."""
    return _subjects(schemas or default_schemas())


@lru_cache(maxsize=4)
def _subjects(schemas: SchemaSet) -> dict[str, Subject]:
    documents = schemas.documents
    root = documents[f"https://opads.org/schema/{schemas.version}/disclosure.json"]
    found: dict[str, Subject] = {}
    for name, node in root["properties"].items():
        whole, *fields = _walk(documents, root, node, f"/{name}", 0, required=name in root.get("required", ()))
        found[name] = Subject(whole, tuple(fields))
    return found


def anchor_of(pointer: str, schemas: SchemaSet | None = None) -> str:
    """Return the anchor of the field at a pointer or path into a disclosure, or of the nearest above it; nothing for none.

    ``/parties/0/name`` and ``/parties[roles=sponsor]/name`` are both ``/parties/name``.
    """
    known = _anchors(schemas or default_schemas())
    names = [name for name in _SELECTED.sub("", pointer).split("/")[1:] if name and not name.isdigit()]
    while names:
        anchor = "/" + "/".join(names)
        if anchor in known:
            return anchor
        names.pop()
    return ""


def field_at(pointer: str, schemas: SchemaSet | None = None) -> Field | None:
    """Return the field at a pointer or path into a disclosure, or None."""
    anchor = anchor_of(pointer, schemas)
    subject = subjects(schemas).get(anchor.split("/")[1]) if anchor else None
    told = (subject.whole, *subject.fields) if subject else ()
    exact = "/".join(name for name in _SELECTED.sub("", pointer).split("/") if not name.isdigit())
    return next((field for field in told if field.anchor == anchor == exact), None)


@lru_cache(maxsize=4)
def _anchors(schemas: SchemaSet) -> frozenset[str]:
    return frozenset(
        field.anchor for subject in _subjects(schemas).values() for field in (subject.whole, *subject.fields)
    )


def _walk(
    documents: Mapping[str, dict[str, Any]], root: dict[str, Any], node: Any, path: str, depth: int, *, required: bool
) -> Iterator[Field]:
    """Yield a field and those in it."""
    whole, home = _resolved(documents, root, node)
    inner, inner_home, many = whole, home, False
    while isinstance(inner.get("items"), dict) and not many:
        inner, inner_home = _resolved(documents, inner_home, inner["items"])
        many = True
        path += "[]"
    yield _field(whole, inner, path, many=many, required=required)
    if depth > _DEEPEST:
        return
    for part, part_home in _parts(documents, inner_home, inner):
        wanted = part.get("required", ())
        for name, child in part.get("properties", {}).items():
            yield from _walk(documents, part_home, child, f"{path}/{name}", depth + 1, required=name in wanted)


def _field(whole: dict[str, Any], inner: dict[str, Any], path: str, *, many: bool, required: bool) -> Field:
    codelist = whole.get("x-codelist") or inner.get("x-codelist") or ""
    kinds = inner.get("type", "object" if "properties" in inner else "any")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if codelist or "enum" in inner:
        kind = "code"
    form = inner.get("x-form") or ""
    return Field(
        path, str(whole.get("title", path)), str(whole.get("description", "")), {"string": "text"}.get(kind, kind),
        many, required, codelist, form, tuple(map(str, whole.get("x-source", ()))),
    )  # fmt: skip


def _parts(
    documents: Mapping[str, dict[str, Any]], root: dict[str, Any], node: dict[str, Any]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield a schema and those that apply beside it, with their documents."""
    yield node, root
    for branch in node.get("allOf", ()):
        beside, home = _resolved(documents, root, branch)
        yield from _parts(documents, home, beside)


def _resolved(
    documents: Mapping[str, dict[str, Any]], root: dict[str, Any], node: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a schema with what it refers to, its own words first, and the document that it refers from."""
    while "$ref" in node:
        address, _, fragment = urljoin(str(root.get("$id", "")), node["$ref"]).partition("#")
        root = documents.get(address, root)
        target = get(root, fragment) if fragment else root
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node, root
