"""What a schema check found, in terms that do not depend on the library that checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import jsonschema_rs
import msgspec

from opads.standard.jsonvalue import escape, pointer_key
from opads.standard.suggestions import Suggestions

__all__ = ("SchemaIssue", "issues_of")

_LONGEST = 200

_Error = jsonschema_rs.ValidationError
_Kind = jsonschema_rs.ValidationErrorKind

Lookup = Callable[[jsonschema_rs.ValidationError], dict[str, Any]]
"""Finds the schema object in which the failing keyword stands."""


class SchemaIssue(msgspec.Struct, frozen=True):
    """One violation: where in the value, where in the schema, which keyword, with typed parameters.

    ``pointer`` is that of the missing or unknown member itself for ``required`` and ``additional-properties``.
    ``schema_pointer`` is absolute (a URI with a fragment) where the schema has an ``$id``.
    """

    pointer: str
    schema_pointer: str
    keyword: str
    params: dict[str, Any]

    @property
    def rule(self) -> str:
        """The id of the finding, e.g. ``opads/schema-required``."""
        return f"opads/schema-{self.keyword}"


def issues_of(
    errors: Iterable[_Error], lookup: Lookup, names: Iterable[tuple[str, str, str, _Kind]] = ()
) -> list[SchemaIssue]:
    """Return the issues of a value's errors, without repetition, sorted by pointer and keyword.

    ``names`` are wrong names of members that were judged apart (``names.py``).
    """
    explain = _Explainer(lookup)
    found = {(i.pointer, i.keyword, i.schema_pointer): i for error in errors for i in explain(error)}
    for pointer, name, where, kind in names:
        issue = _name_issue(pointer, name, where, kind)
        found[issue.pointer, issue.keyword, issue.schema_pointer] = issue
    # A value of the wrong type, or misspelt, breaks further keywords that say nothing new.
    mistyped = {i.pointer for i in found.values() if i.keyword == "type"}
    misspelt = {i.pointer for i in found.values() if i.keyword == "pattern"}
    echoes = {"format": misspelt, "enum": mistyped, "const": mistyped}
    kept = [i for i in found.values() if i.pointer not in echoes.get(i.keyword, ())]
    return sorted(kept, key=lambda i: (pointer_key(i.pointer), i.keyword, i.schema_pointer))


class _Explainer:
    """Turns the library's errors into issues."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._suggest = Suggestions()

    def __call__(self, error: _Error) -> Iterator[SchemaIssue]:
        pointer = _pointer(error.instance_path)
        where = error.absolute_keyword_location or "#" + _pointer(error.schema_path)
        keyword = _kebab(error.kind.name)
        match error.kind:
            case _Kind.BacktrackLimitExceeded() | _Kind.RegexEngineFailure() | _Kind.Referencing() | _Kind.FromUtf8():
                yield SchemaIssue(pointer, where, "engine-limit", {"reason": error.message[:_LONGEST]})
            case _Kind.Required(property=name):
                yield SchemaIssue(f"{pointer}/{escape(name)}", where, keyword, {"property": name})
            case _Kind.AdditionalProperties(unexpected=names) | _Kind.UnevaluatedProperties(unexpected=names):
                known = list(self._lookup(error).get("properties", {}))
                for name in names:
                    params = {"property": name, **self._suggest(name, known)}
                    yield SchemaIssue(f"{pointer}/{escape(name)}", where, keyword, params)
            case _Kind.PropertyNames(error=inner):
                yield _name_issue(pointer, str(inner.instance), where, inner.kind)
            case _Kind.AnyOf(context=branches) | _Kind.OneOfNotValid(context=branches):
                yield from self._branches(SchemaIssue(pointer, where, keyword, _value(error)), error, branches)
            case _:
                yield SchemaIssue(pointer, where, keyword, self._params(error))

    def _branches(self, whole: SchemaIssue, error: _Error, branches: list[list[_Error]]) -> Iterator[SchemaIssue]:
        """Yield the issues of the alternative that was meant; the whole if that cannot be told."""
        here = len(error.instance_path)
        meant = [branch for branch in branches if branch and not any(_refuses(inner, here) for inner in branch)]
        if meant:
            for inner in max(meant, key=lambda branch: (max(len(e.instance_path) for e in branch), -len(branch))):
                yield from self(inner)
            return
        kinds = [inner.kind for branch in branches for inner in branch]
        types = [kind.types for kind in kinds if isinstance(kind, _Kind.Type)]
        if len(types) == len(kinds) == len(branches):
            named = sorted({name for group in types for name in group})
            params = {"types": named, "actual": _type(error.instance), **_value(error)}
            yield SchemaIssue(whole.pointer, whole.schema_pointer, "type", params)
        else:
            yield whole

    def _params(self, error: _Error) -> dict[str, Any]:
        schema = self._lookup(error)
        match error.kind:
            case _Kind.Type(types=types):
                specific: dict[str, Any] = {"types": types, "actual": _type(error.instance)}
            case _Kind.Enum(options=options):
                listed = {"codelist": schema["x-codelist"]} if "x-codelist" in schema else {}
                specific = listed | self._suggest(str(error.instance), [str(option) for option in options])
            case _Kind.Constant(expected_value=expected):
                specific = {"expected": expected}
            case _Kind.Pattern(pattern=pattern):
                specific = {"pattern": pattern, "expected": schema.get("x-form", f"the pattern {pattern}")}
            case _:
                specific = {name: value for name, value in error.kind.as_dict().items() if name != "context"}
        return specific | _value(error)


def _name_issue(pointer: str, name: str, where: str, kind: _Kind) -> SchemaIssue:
    params = {"property": name, "reason": _kebab(kind.name), **kind.as_dict()}
    return SchemaIssue(f"{pointer}/{escape(name)}", where, "property-names", params)


def _refuses(error: _Error, depth: int) -> bool:
    """Whether the error says that the value as such is of another sort than the alternative."""
    return len(error.instance_path) == depth and error.kind.name in {"type", "const", "enum", "falseSchema"}


def _value(error: _Error) -> dict[str, Any]:
    """Return the offending scalar, long text cut; nothing for arrays and objects."""
    value = error.instance
    if isinstance(value, (dict, list)):
        return {}
    if isinstance(value, str) and len(value) > _LONGEST:
        value = value[:_LONGEST] + "…"
    return {"value": value}


def _type(value: Any) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")


def _pointer(path: Iterable[str | int]) -> str:
    return "".join(f"/{escape(str(step))}" for step in path)


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
