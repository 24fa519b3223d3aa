"""Types made of schemas read nothing that does not fit, and nearly all that does."""

import random
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads.carriers import Limits
from opads.carriers.jsontext.swift import Swift
from opads.formats import default_registry
from opads.standard.jsonvalue import dumps, leaves
from opads.standard.schemas import default_schemas
from opads.standard.typed import WORTH, Types, typed
from opads.standard.typedbuild import Builder, Inexpressible
from tests.bulk.helpers import natives
from tests.native_strategies import native_records
from tests.strategies import disclosures, mutate

REGISTRY = default_registry()
JSON_FORMATS = [f.id for f in REGISTRY if any(use.carrier in ("json", "ndjson") for use in f.file.carriers)]


def read(format_id: str, value: Any) -> bool:
    """Read a value swiftly; say whether it is known to fit, which must be true then."""
    format_ = REGISTRY.get(format_id)
    text = dumps(value)
    found = Swift(format_.types.typed, Limits()).read(text)
    if found is None:
        return False
    assert dumps(found[0]) == text
    assert not found[1] or format_.record_validator.is_valid(value)
    return found[1]


@settings(max_examples=400)
@given(disclosures(), st.integers(0, 3), st.integers(0, 2**32))
def test_canonical_disclosures(value: dict[str, Any], times: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - reproducible test data
    for _ in range(times):
        value = mutate(value, chance)
    read("opads-disclosure", value)


@pytest.mark.parametrize("format_id", [i for i in REGISTRY.ids if i != "opads-disclosure"])
@settings(max_examples=60)
@given(data=st.data())
def test_native_records(format_id: str, data: st.DataObject) -> None:
    read(format_id, data.draw(native_records(REGISTRY.get(format_id).record_schema)))


@pytest.mark.parametrize("format_id", JSON_FORMATS)
def test_the_examples_that_fit_are_known_to(format_id: str) -> None:
    format_ = REGISTRY.get(format_id)
    chance = random.Random(format_id)  # noqa: S311 - reproducible test data
    for value in natives(format_id):
        told = [format_.declared.unknown(pointer) for pointer, _ in leaves(value)]
        warned = any(type(leaf) is int and abs(leaf) > 2**53 for _, leaf in leaves(value))
        if format_.record_validator.is_valid(value) and not any(told) and not warned:
            assert read(format_id, value)
        for _ in range(30):
            read(format_id, mutate(value, chance))


PARTS: list[Any] = [
    True,
    {"type": "string", "pattern": "^a", "minLength": 2, "maxLength": 3},
    {"type": ["string", "null"], "format": "date"},
    {"type": "integer", "minimum": 1, "maximum": 3},
    {"type": "number", "exclusiveMinimum": 1},
    {"enum": ["a", 1, None, True]},
    {"const": 1, "minimum": 2},
    {"enum": ["aa", "a"], "pattern": "a{2}"},
    {"allOf": [{"enum": ["a", "b"]}, {"enum": ["b", "c"]}]},
    {"type": "array", "items": {"$ref": "#/$defs/text"}, "minItems": 1, "maxItems": 2, "uniqueItems": True},
    {"type": "array", "prefixItems": [{"type": "integer"}], "items": {"type": "string"}},
    {"contains": {"const": 1}, "minContains": 2},
    {"allOf": [{"contains": {"const": 1}}, {"minContains": 2}, {"contains": {"const": 2}, "maxContains": 1}]},
    {"properties": {"a": {"type": "string"}}, "required": ["a", "b"]},
    {"type": "object", "additionalProperties": {"$ref": "#/$defs/text"}, "propertyNames": {"pattern": "^[ab]$"}},
    {"type": "object", "additionalProperties": False},
    {"type": "object", "patternProperties": {"^a": {"type": "integer"}}, "additionalProperties": {"type": "string"}},
    {"properties": {"a": {"const": 1}}, "unevaluatedProperties": False},
    {
        "type": "object",
        "properties": {"b": False, "title": {"const": 1}},
        "if": {"required": ["a"]},
        "then": {"$ref": "#/$defs/b"},
    },
    {"allOf": [{"if": {"const": 1}}, {"then": {"const": 2}}, {"if": {"type": "string"}, "else": {"const": 1}}]},
    {"not": {"properties": {"title": {"$ref": "#/$defs/text"}}, "required": ["title"]}, "x-note": 1},
    {"anyOf": [{"$ref": "#/$defs/text"}, {"$ref": "#/$defs/b"}]},
    {"oneOf": [{"type": "integer"}, {"minimum": 2}]},
    {"dependentRequired": {"a": ["b"]}, "minProperties": 1},
    {"allOf": [{"properties": {"a": {"type": "string"}}, "additionalProperties": False}, {"properties": {"b": True}}]},
    {"$ref": "#/$defs/text", "maxLength": 1},
    {"$ref": "https://opads.org/schema/1.0/common.json#/$defs/moment"},
    {"multipleOf": 2},
    {"minimum": 1.5},
]
VALUES = st.recursive(
    st.sampled_from(
        [None, True, 0, 1, 2, 3, "a", "aa", "ab", "b", "", "2024-02-29", "2023-02-29", Decimal("1.0"), Decimal("2.5")]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "title"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=2), VALUES)
def test_any_schema(parts: list[Any], value: Any) -> None:
    schema = {
        "$id": "https://example.org/parts.json",
        "$defs": {"text": {"type": "string", "pattern": "a"}, "b": {"type": "object", "required": ["b"]}},
        "type": "object",
        "properties": {"v": parts[0] if len(parts) == 1 else {"allOf": parts}},
        "required": ["v"],
    }
    record = {"v": value}
    made = typed(schema, default_schemas())
    if made is None:
        return
    found = Swift(made, Limits()).read(dumps(record))
    if found is not None:
        assert dumps(found[0]) == dumps(record)
        assert not found[1] or default_schemas().compile(schema).is_valid(record)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"$ref": "#"}, "contains itself"),
        ({"$ref": "#/$defs/nowhere"}, "not at hand"),
        ({"$ref": "https://example.com/other.json"}, "not at hand"),
        ({"not": {"$ref": "#"}}, "do not end"),
        ({"type": "string", "enum": [1]}, "nothing"),
        ({"allOf": [{"type": "string"}, {"type": "null"}]}, "nothing fits"),
        ({"properties": {"\u00e9": {"type": "null"}, "e\u0301": {"type": "string"}}}, "look the same"),
    ],
)
def test_of_some_schemas_no_type_is_made(part: Any, reason: str) -> None:
    schema = {"$id": "https://example.org/odd.json", "properties": {"v": part}, "required": ["v"]}
    with pytest.raises(Inexpressible, match=reason):
        Builder({"https://example.org/odd.json": schema}).build(schema)
    assert typed(schema, default_schemas()) is None


def test_the_rest_is_what_no_type_says() -> None:
    built = Builder(default_schemas().documents).build(
        {
            "title": "A record",
            "type": "object",
            "required": ["a"],
            "properties": {
                "a": {"type": "string", "minLength": 1, "pattern": "^x", "description": "said of nothing"},
                "b": {"type": "array", "items": {"enum": ["c", "d"]}},
            },
            "additionalProperties": False,
        }
    )
    assert built.rest == {"properties": {"a": {"pattern": "^x"}}}
    assert built.depth == 2
    assert msgspec.json.decode(b'{"a": "x", "b": ["c"]}', type=built.type) == {"a": "x", "b": ["c"]}
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"a": "x", "b": ["e"]}', type=built.type)


def test_a_type_is_made_when_it_pays() -> None:
    asked = []

    def schema() -> dict[str, Any]:
        asked.append(1)
        return {"type": "object"}

    types = Types(schema, default_schemas())
    assert types.after(WORTH - 1) is None
    assert not asked
    assert types.after(1) is not None
    assert types.after(0) is types.typed
    assert len(asked) == 1


def test_every_record_schema_is_a_type() -> None:
    assert [format_.id for format_ in REGISTRY if format_.types.typed is None] == []
