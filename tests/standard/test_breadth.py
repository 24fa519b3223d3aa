"""A schema that looks at one value without end is refused before it looks."""

from typing import Any

import pytest

from opads.formats import default_registry
from opads.standard.breadth import MOST, breadth
from opads.standard.schemas import SchemaError, default_schemas


def doubling(depth: int, keyword: str) -> dict[str, Any]:
    """Return a schema in which each definition refers twice to the next."""
    following = {f"d{n}": {keyword: [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(depth)}
    return {"$ref": "#/$defs/d0", "$defs": {**following, f"d{depth}": {"type": "string"}}}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [({}, 1), ({"type": "string"}, 1), ({"allOf": [{}, {}]}, 3), ({"if": {}, "then": {}, "else": {"not": {}}}, 5),
     ({"properties": {"a": {"anyOf": [{}, {}, True]}, "b": {}}}, 4), ({"$ref": "#"}, 2),
     ({"$ref": "#/$defs/a", "$defs": {"a": {"oneOf": [{}]}}}, 3), ({"$ref": "#none"}, 2), ({"dependentSchemas": {"a": {}}}, 2),
     (doubling(3, "anyOf"), 30)],
)  # fmt: skip
def test_counts(schema: dict[str, Any], expected: int) -> None:
    assert breadth(schema, {}) == expected


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_doubling_references_are_refused(keyword: str) -> None:
    assert breadth(doubling(1_000 if keyword == "allOf" else 30, keyword), {}) == MOST + 1
    with pytest.raises(SchemaError, match="references to references"):
        default_schemas().compile(doubling(30, keyword))
    assert default_schemas().compile(doubling(4, keyword)).validate(1)


def test_those_of_the_standard_are_narrow() -> None:
    documents = default_schemas().documents
    assert all(breadth(format_.record_validator._schema, documents) < 100 for format_ in default_registry())


@pytest.mark.parametrize("dialect", ["http://json-schema.org/draft-07/schema#", "https://evil.example/meta", 7, "x"])
def test_another_dialect_is_refused_and_not_fetched(dialect: object) -> None:
    with pytest.raises(SchemaError, match=r"schemas are written in https://json-schema\.org/draft/2020-12/schema"):
        default_schemas().compile({"$schema": dialect})
