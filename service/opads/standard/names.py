"""Rules on the names of members (JSON Schema, ``propertyNames``), told one name at a time.

The engine tells each wrong name together with a copy of the whole object that has it: time and memory would grow with the
square of the object. So these rules are taken out of the schema by which it lists what is wrong, and each name is judged
as a text for itself. Rules that refer elsewhere, or apply or not by other values, stay in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import jsonschema_rs

from opads.standard.jsonvalue import escape

__all__ = ("NameRule", "without_names", "wrong_names")

PROPERTY_NAMES = "propertyNames"


class NameRule(NamedTuple):
    """A rule on names: the members that lead to its objects (None for any but those that are declared), and its place.

    ``declared`` are the names that stand for themselves, for each step that is None.
    """

    steps: tuple[str | None, ...]
    declared: tuple[frozenset[str], ...]
    where: str
    judge: jsonschema_rs.Draft202012Validator


def without_names(
    schema: dict[str, Any], documents: Mapping[str, dict[str, Any]]
) -> tuple[dict[str, Any], list[NameRule]]:
    """Return a schema without the rules on names that can be judged apart, and those rules; itself and none without any."""
    while set(schema) <= {"$schema", "$id", "title", "description", "$ref"} and schema.get("$ref") in documents:
        schema = documents[schema["$ref"]]
    base = str(schema.get("$id", ""))
    rules: list[NameRule] = []

    def taken(node: Any, steps: tuple[str | None, ...], declared: tuple[frozenset[str], ...], where: str) -> Any:
        if not isinstance(node, dict):
            return node
        found = dict(node)
        properties = node.get("properties")
        if PROPERTY_NAMES in node and "$ref" not in json.dumps(node[PROPERTY_NAMES]):
            rule = found.pop(PROPERTY_NAMES)
            judge = jsonschema_rs.Draft202012Validator(rule, validate_formats=True, offline=True)
            rules.append(NameRule(steps, declared, f"{where}/{PROPERTY_NAMES}", judge))
        if isinstance(properties, dict):
            found["properties"] = {
                name: taken(inner, (*steps, name), declared, f"{where}/properties/{escape(name)}")
                for name, inner in properties.items()
            }
        if isinstance(node.get("additionalProperties"), dict) and "patternProperties" not in node:
            names = frozenset(properties) if isinstance(properties, dict) else frozenset()
            found["additionalProperties"] = taken(
                node["additionalProperties"], (*steps, None), (*declared, names), f"{where}/additionalProperties"
            )
        return found

    stripped = taken(schema, (), (), f"{base}#")
    return (stripped, rules) if rules else (schema, [])


def wrong_names(value: Any, rules: list[NameRule]) -> Iterator[tuple[str, str, str, Any]]:
    """Yield of each wrong name: the pointer of the object, the name, the place of the rule, and what the engine says."""
    for rule in rules:
        for pointer, found in _objects(value, rule.steps, rule.declared, ""):
            for name in found:
                if not rule.judge.is_valid(name):
                    for error in rule.judge.iter_errors(name):
                        yield pointer, name, rule.where, error.kind


def _objects(
    value: Any, steps: tuple[str | None, ...], declared: tuple[frozenset[str], ...], pointer: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(value, dict):
        return
    if not steps:
        yield pointer, value
        return
    first, rest = steps[0], steps[1:]
    if first is not None:
        yield from _objects(value.get(first), rest, declared, f"{pointer}/{escape(first)}")
        return
    for name, inner in value.items():
        if name not in declared[0]:
            yield from _objects(inner, rest, declared[1:], f"{pointer}/{escape(name)}")
