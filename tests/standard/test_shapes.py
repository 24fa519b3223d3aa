"""The shapes of schemas: kinds of columns, members under branches, references, schemas that contain themselves."""

from typing import Any

import pytest

from opads.formats import default_registry
from opads.standard.shapes import Shape, shape_of

REGISTRY = default_registry()


def shape(schema: Any, **documents: Any) -> Shape:
    return shape_of(schema, documents)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "text"),
        ({"type": ["string", "null"]}, "text"),
        ({"enum": ["a", None]}, "text"),
        ({"const": "a"}, "text"),
        ({"type": ["string", "integer"]}, "text"),
        ({"type": "integer"}, "integer"),
        ({"type": "number"}, "number"),
        ({"type": ["boolean", "null"]}, "boolean"),
        ({"enum": [1, 2]}, "integer"),
        ({"enum": [True, 0.5]}, "text"),
        ({"type": "object"}, "any"),
        ({"type": "object", "properties": {"a": {}}}, "object"),
        ({"properties": {"a": {}}}, "object"),
        ({"type": ["object", "string"], "properties": {"a": {}}}, "any"),
        ({"type": "array", "items": {"type": "string"}}, "array"),
        ({"type": "array"}, "any"),
        ({}, "any"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text"),
        ({"oneOf": [{"type": "string"}, {"type": "array"}]}, "any"),
        ({"type": ["string", "integer"], "allOf": [{"type": "integer"}]}, "integer"),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "integer"}}}, "integer"),
    ],
)
def test_kinds(schema: Any, kind: str) -> None:
    assert shape(schema).kind == kind


def test_members_are_those_of_all_branches_and_what_is_required_always_is() -> None:
    found = shape(
        {
            "type": "object",
            "required": ["a"],
            "properties": {"a": {"type": ["string", "null"]}, "b": {"type": ["string", "null"]}},
            "anyOf": [{"required": ["b"], "properties": {"c": {"type": "integer"}}}],
            "if": {"properties": {"no": {}}},
            "then": {"properties": {"d": {"type": "boolean"}}},
        }
    )
    assert {name: member.kind for name, member in found.members.items()} == {
        "a": "text", "b": "text", "c": "integer", "d": "boolean"
    }  # fmt: skip
    assert found.keeps_null("a")
    assert not found.keeps_null("b")
    assert not found.keeps_null("c")


def test_a_schema_that_contains_itself_ends() -> None:
    found = shape({"type": "object", "properties": {"inner": {"$ref": "#"}, "all": {"items": {"$ref": "#"}}}})
    assert found.members["inner"].kind == "any"
    assert found.members["all"].item == Shape("any")


def test_references_to_other_documents_are_followed_from_where_they_stand() -> None:
    found = shape_of(
        {"$id": "https://x.example/a.json", "properties": {"b": {"$ref": "b.json#/$defs/c"}}},
        {"https://x.example/b.json": {"$id": "https://x.example/b.json",
                                      "$defs": {"c": {"$ref": "#/$defs/d"}, "d": {"type": "integer"}}}},
    )  # fmt: skip
    assert found.members["b"].kind == "integer"


def test_what_may_stand_there_alone() -> None:
    assert shape({"type": ["string", "null"]}).text_alone
    assert shape({"type": ["number", "null"]}).number_alone
    assert not shape({"type": ["number", "string"]}).number_alone
    assert shape({"type": ["object", "null"]}).structure_alone
    assert not shape({}).structure_alone


@pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: f.id)
def test_every_format_has_records_of_columns(format_: Any) -> None:
    found = shape_of(format_.record_schema, format_.schemas.documents)
    assert found.kind == "object"
    assert set(format_.record_schema.get("properties", found.members)) <= set(found.members)
