"""Wrong names are told one by one as the engine tells them, at the cost of their number."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.standard.issues import issues_of
from opads.standard.names import without_names, wrong_names
from opads.standard.schemas import SchemaSet, default_schemas

NAMES = {"type": "object", "propertyNames": {"pattern": "^[a-z]+$", "maxLength": 3}}
SCHEMAS: dict[str, dict[str, Any]] = {
    "root": NAMES,
    "below": {
        "properties": {"a/b": NAMES, "c": {"additionalProperties": NAMES}},
        "additionalProperties": {"type": "string"},
    },
    "within": {"propertyNames": {"pattern": "^[a-z]"}, "additionalProperties": NAMES},
    "beside": {"properties": {"a": True}, "additionalProperties": NAMES, "required": ["a"]},
    "not taken": {"anyOf": [NAMES, {"type": "array"}], "items": NAMES},
    "patterns": {"patternProperties": {"^A": True}, "additionalProperties": NAMES},
    "refers": {"propertyNames": {"$ref": "#/$defs/n"}, "$defs": {"n": {"pattern": "^[a-z]+$"}}},
}
TEXT = st.text("aAbc/~1²", min_size=1, max_size=5)
"""The engine leaves empty names out of the places that it tells."""
VALUES = st.recursive(
    st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=4)
)


@pytest.mark.parametrize("name", SCHEMAS)
@given(value=VALUES)
def test_the_issues_are_those_of_the_engine(name: str, value: Any) -> None:
    schema = {"$id": "https://example.org/s", **SCHEMAS[name]}
    compiled = SchemaSet.compile(default_schemas(), schema)
    engine = jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)
    assert compiled.validate(value) == issues_of(engine.iter_errors(value), compiled._parent)
    assert compiled.is_valid(value) == engine.is_valid(value) == (not compiled.validate(value))


def test_extensions_are_judged_apart() -> None:
    schemas = default_schemas()
    _, rules = without_names(schemas.disclosure._schema, schemas.documents)
    assert [(rule.steps, rule.where.partition("#")[2]) for rule in rules] == [
        (("extensions",), "/properties/extensions/propertyNames"),
        (("extensions", None), "/properties/extensions/additionalProperties/propertyNames"),
    ]
    found = {"extensions": {"Bad": {}, "good": {"/fine": 1, "bad": 2}, "none": 3}}
    assert [(pointer, name) for pointer, name, _, _ in wrong_names(found, rules)] == [
        ("/extensions", "Bad"), ("/extensions/good", "bad"),
    ]  # fmt: skip
    values: tuple[object, ...] = (
        found,
        {"opads": "1.0", **found},
        {"extensions": []},
        [],
        {"extensions": {"Bad": {"bad": 1}}, "x": 1},
    )
    for value in values:
        engine = schemas.disclosure
        assert engine.validate(value) == issues_of(engine._validator.iter_errors(value), engine._parent)


def test_a_schema_without_such_rules_stays_as_it_is() -> None:
    schema = {"properties": {"a": {"type": "string"}}}
    assert without_names(schema, {}) == (schema, [])
