"""Which native fields a record schema declares: finds the names that a format does not know."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from opads.standard.fields import fields_of
from opads.standard.jsonvalue import escape, get, is_index, unescape

__all__ = ("Declared",)

_BRANCHES = ("allOf", "anyOf", "oneOf")
_CONDITIONAL = ("if", "then", "else")


class Declared:
    """Answers whether a pointer is declared by a JSON Schema whose references are local."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema
        self.unknown = lru_cache(maxsize=4096)(self._unknown)
        """Returns the first undeclared pointer on the way down and a similar declared name, or None."""

    def _unknown(self, pointer: str) -> tuple[str, str | None] | None:
        """Return the first undeclared pointer on the way down and a similar declared name, or None."""
        import difflib  # noqa: PLC0415  # only who misspells a name needs it

        schemas = self._resolve(self._schema)
        here = ""
        for token in pointer.split("/")[1:]:
            name = unescape(token)
            following: list[dict[str, Any]] = []
            names: list[str] = []
            free = not any(_says_something(s) for s in schemas)
            for schema in schemas:
                properties = schema.get("properties") or {}
                names += properties
                if name in properties:
                    following += self._resolve(properties[name])
                for member in ("additionalProperties", "items"):
                    inner = schema.get(member)
                    if isinstance(inner, dict) and (member == "additionalProperties" or is_index(name)):
                        following += self._resolve(inner)
                if schema.get("patternProperties"):
                    free = True
            here = f"{here}/{token}"
            if not following:
                if free:
                    return None
                near = difflib.get_close_matches(name, names, n=1)
                return here, near[0] if near else None
            schemas = following
        return None

    def fields(self) -> tuple[str, ...]:
        """Return the paths of all fields that the schema declares, elements of arrays as ``[]``."""
        return fields_of(self._schema)

    def title(self, pointer: str) -> str | None:
        """Return the title of the property at a pointer."""
        return next((schema["title"] for schema in self._at(pointer) if "title" in schema), None)

    def at(self, pointer: str) -> list[dict[str, Any]]:
        """Return the schemas that apply to the node at a pointer."""
        return self._at(pointer)

    def demands(self, pointer: str) -> list[str]:
        """Return the pointers of all that is demanded at and below a missing node, down to single fields."""
        inner = [
            below
            for schema in self._at(pointer, conditional=False)
            for name in schema.get("required", ())
            for below in self.demands(f"{pointer}/{escape(name)}")
        ]
        return list(dict.fromkeys(inner)) or [pointer]

    def _at(self, pointer: str, *, conditional: bool = True) -> list[dict[str, Any]]:
        """Return the schemas that apply at a pointer; without ``conditional`` only those that always do."""
        schemas = self._resolve(self._schema, conditional=conditional)
        for token in pointer.split("/")[1:]:
            name = unescape(token)
            following: list[dict[str, Any]] = []
            for schema in schemas:
                inner = (schema.get("properties") or {}).get(name)
                if isinstance(inner, dict):
                    following += self._resolve(inner, conditional=conditional)
                elif is_index(name) and isinstance(schema.get("items"), dict):
                    following += self._resolve(schema["items"], conditional=conditional)
            schemas = following
        return schemas

    def _resolve(self, schema: Any, depth: int = 0, *, conditional: bool = True) -> list[dict[str, Any]]:
        """Return the schema and all schemas that apply beside it."""
        if not isinstance(schema, dict) or depth > 16:
            return []
        found = [schema]
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference.startswith("#"):
            found += self._resolve(get(self._schema, reference[1:]), depth + 1, conditional=conditional)
        for member in _BRANCHES if conditional else ("allOf",):
            for branch in schema.get(member, ()):
                found += self._resolve(branch, depth + 1, conditional=conditional)
        for member in _CONDITIONAL if conditional else ():
            found += self._resolve(schema.get(member), depth + 1)
        return found


def _says_something(schema: dict[str, Any]) -> bool:
    return bool(schema.get("properties")) or isinstance(schema.get("items"), dict)
