"""Checks values against the standard's schema and against record schemas; nothing is ever fetched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec

from opads.standard import resources
from opads.standard.breadth import MOST, breadth
from opads.standard.fields import fields_of
from opads.standard.issues import SchemaIssue, issues_of
from opads.standard.jsonvalue import escape, get
from opads.standard.names import NameRule, without_names, wrong_names

__all__ = ("CompiledSchema", "SchemaError", "SchemaIssue", "SchemaSet", "default_schemas")

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class SchemaError(ValueError):
    """A schema that cannot be used: not a JSON Schema, or it refers to something that is not at hand."""


class CompiledSchema:
    """One schema, ready to check values (JSON values: see ``jsonvalue``)."""

    def __init__(
        self, schema: dict[str, Any], documents: Mapping[str, dict[str, Any]], registry: jsonschema_rs.Registry
    ) -> None:
        self._schema = schema
        self._documents = documents
        self._registry = registry
        dialect = schema.get("$schema", DIALECT)
        if dialect != DIALECT:  # the engine would fetch another one
            raise SchemaError(f"$schema is {dialect!r}; schemas are written in {DIALECT}")
        if breadth(schema, documents) > MOST:
            raise SchemaError(f"more than {MOST} of its parts apply to one value, by references to references")
        try:
            jsonschema_rs.meta.validate(schema)
            self._validator = _compiled(schema, registry)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
            raise SchemaError(str(error).partition("\n")[0]) from error

    def is_valid(self, value: Any) -> bool:
        """Whether the value fits; the fast path, which agrees with ``validate``."""
        return self._validator.is_valid(value)

    def validate(self, value: Any) -> list[SchemaIssue]:
        """Return every violation, sorted by pointer; empty exactly when the value fits."""
        if self._validator.is_valid(value):
            return []
        lister, rules = self._listing
        return issues_of(lister.iter_errors(value), self._parent, wrong_names(value, rules) if rules else ())

    @cached_property
    def _listing(self) -> tuple[jsonschema_rs.Draft202012Validator, list[NameRule]]:
        """What lists all that is wrong but names, and the rules on names."""
        stripped, rules = without_names(self._schema, self._documents)
        return (_compiled(stripped, self._registry), rules) if rules else (self._validator, [])

    def _parent(self, error: jsonschema_rs.ValidationError) -> dict[str, Any]:
        """Return the schema object in which the failing keyword stands."""
        from urllib.parse import unquote  # noqa: PLC0415  # only what is wrong is looked up

        uri, _, fragment = (error.absolute_keyword_location or "").partition("#")
        steps = unquote(fragment).split("/") if fragment else ["", *(escape(str(step)) for step in error.schema_path)]
        found = get(self._documents.get(uri, self._schema), "/".join(steps[:-1]))
        return found if isinstance(found, dict) else {}


def _compiled(schema: dict[str, Any], registry: jsonschema_rs.Registry) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema, registry=registry, validate_formats=True, offline=True)


class SchemaSet:
    """The schema of one version of the standard, and record schemas compiled beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._documents = {}
        for path in sorted(folder.glob("*.json")):
            schema = msgspec.json.decode(path.read_bytes())
            self._documents[schema["$id"]] = schema
        self._registry = jsonschema_rs.Registry(list(self._documents.items()))

    @property
    def version(self) -> str:
        """The version of the standard, e.g. ``1.0``."""
        return self._folder.name

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of the version's folder: schema, code lists, findings and texts."""
        return resources.digest(self._folder)

    @property
    def documents(self) -> Mapping[str, dict[str, Any]]:
        """The schema files by ``$id``."""
        return self._documents

    def compile(self, schema: dict[str, Any]) -> CompiledSchema:
        """Compile a schema, e.g. a format's record.json; it may refer to itself and to the standard, nothing else.

        Raises SchemaError.
        """
        return CompiledSchema(schema, self._documents, self._registry)

    @cached_property
    def disclosure(self) -> CompiledSchema:
        """The compiled schema of the canonical disclosure."""
        return self.compile(self._documents[f"https://opads.org/schema/{self.version}/disclosure.json"])

    def fields(self) -> tuple[str, ...]:
        """Return the paths of all fields of the canonical disclosure, elements of arrays as ``[]``."""
        return fields_of(self._documents[f"https://opads.org/schema/{self.version}/disclosure.json"], self._documents)

    def is_valid(self, value: Any) -> bool:
        """Whether the value is a canonical disclosure."""
        return self.disclosure.is_valid(value)

    def validate(self, value: Any) -> list[SchemaIssue]:
        """Return every violation of the schema of the canonical disclosure, sorted by pointer."""
        return self.disclosure.validate(value)


def default_schemas() -> SchemaSet:
    """Return the schemas of the standard's own folder, loaded once."""
    return _load(resources.version_folder())


@lru_cache(maxsize=4)
def _load(folder: Path) -> SchemaSet:
    return SchemaSet(folder)
