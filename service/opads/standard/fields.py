"""The fields that a JSON Schema declares: every leaf by its path, elements of arrays as ``[]``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opads.standard.jsonvalue import get

__all__ = ("fields_of",)

_BRANCHES = ("allOf", "anyOf", "oneOf")
_CONDITIONAL = ("if", "then", "else")
_DEEPEST = 12


def fields_of(schema: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[str, ...]:
    """Return the paths of all fields, in the order of the schema; ``documents`` are the schemas it may refer to."""
    return tuple(dict.fromkeys(_Walk(documents or {}).fields(schema, schema, "", 0)))


class _Walk:
    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._documents = documents

    def fields(self, schema: Any, root: Mapping[str, Any], path: str, depth: int) -> Iterator[str]:
        """Yield the leaves at and below a schema; an object or array of unknown contents is a leaf itself."""
        parts = list(self._parts(schema, root, 0))
        inner = False
        for part, document in parts:
            for name, child in (part.get("properties") or {}).items():
                if isinstance(child, dict) and depth < _DEEPEST:
                    inner = True
                    key = name.replace("~", "~0").replace("/", "~1").replace("[", "~2").replace("{", "~3")
                    yield from self.fields(child, document, f"{path}/{key}", depth + 1)
            items = part.get("items")
            if isinstance(items, dict) and depth < _DEEPEST and any(self._parts(items, document, 0)):
                inner = True
                yield from self.fields(items, document, f"{path}[]", depth + 1)
        if not inner and path:
            yield path

    def _parts(
        self, schema: Any, root: Mapping[str, Any], depth: int
    ) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        """Yield the schema and those that apply beside it, each with the document that its references start from."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return
        yield schema, root
        reference = schema.get("$ref")
        if isinstance(reference, str):
            from urllib.parse import urljoin  # noqa: PLC0415  # few ask for all fields

            address, _, fragment = urljoin(str(root.get("$id", "")), reference).partition("#")
            document = root if reference.startswith("#") else self._documents.get(address, {})
            yield from self._parts(get(dict(document), fragment) if fragment else document, document, depth + 1)
        for member in _BRANCHES:
            for branch in schema.get(member, ()):
                yield from self._parts(branch, root, depth + 1)
        for member in _CONDITIONAL:
            yield from self._parts(schema.get(member), root, depth + 1)
