"""Issues: which keyword, where, with which parameters, also of record schemas with alternatives."""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from opads.standard import resources
from opads.standard.schemas import SchemaError, SchemaIssue, SchemaSet
from opads.standard.suggestions import Suggestions


def _issue(schemas: SchemaSet, schema: dict[str, Any], value: Any) -> SchemaIssue:
    issues = schemas.compile(schema).validate(value)
    assert len(issues) == 1, issues
    return issues[0]


KEYWORDS: dict[str, tuple[dict[str, Any], Any, str, dict[str, Any]]] = {
    "type": ({"type": ["string", "null"]}, 1, "", {"types": ["null", "string"], "actual": "number", "value": 1}),
    "enum": ({"enum": ["S", "O"]}, "X", "", {"value": "X", "known": ["S", "O"]}),
    "const": ({"const": "FEC"}, "FCC", "", {"value": "FCC", "expected": "FEC"}),
    "multiple-of": ({"multipleOf": 5}, 7, "", {"value": 7, "multiple_of": 5}),
    "maximum": ({"maximum": 3}, Decimal("3.0000000000000000000001"), "", {"limit": 3}),
    "exclusive-maximum": ({"exclusiveMaximum": 3}, 3, "", {"limit": 3, "value": 3}),
    "minimum": ({"minimum": 0}, -(10**30), "", {"limit": 0, "value": -(10**30)}),
    "exclusive-minimum": ({"exclusiveMinimum": 0}, 0, "", {"limit": 0, "value": 0}),
    "max-length": ({"maxLength": 2}, "abc", "", {"limit": 2, "value": "abc"}),
    "min-length": ({"minLength": 1}, "", "", {"limit": 1, "value": ""}),
    "pattern": ({"x-form": "Two digits", "pattern": "^[0-9]{2}$"}, "7", "", {"expected": "Two digits", "value": "7"}),
    "format": ({"format": "date"}, "2027-02-30", "", {"format": "date", "value": "2027-02-30"}),
    "max-items": ({"maxItems": 1}, [1, 2], "", {"limit": 1}),
    "min-items": ({"minItems": 1}, [], "", {"limit": 1}),
    "unique-items": ({"uniqueItems": True}, [1, Decimal("1.0")], "", {}),
    "contains": ({"contains": {"type": "string"}}, [1], "", {}),
    "max-properties": ({"maxProperties": 0}, {"a": 1}, "", {"limit": 0}),
    "min-properties": ({"minProperties": 1}, {}, "", {"limit": 1}),
    "required": ({"required": ["a/b"]}, {}, "/a~1b", {"property": "a/b"}),
    "not": ({"not": {"type": "string"}}, "x", "", {"value": "x"}),
    "false-schema": ({"properties": {"a": False}}, {"a": 1}, "/a", {"value": 1}),
    "additional-properties": (
        {"properties": {"spend": True}, "additionalProperties": False},
        {"Spnd": 1},
        "/Spnd",
        {"property": "Spnd", "known": ["spend"], "nearest": "spend"},
    ),
    "unevaluated-properties": (
        {"properties": {"a": True}, "unevaluatedProperties": False},
        {"b": 1},
        "/b",
        {"property": "b"},
    ),
    "unevaluated-items": ({"prefixItems": [True], "unevaluatedItems": False}, [1, 2], "", {}),
    "property-names": ({"propertyNames": {"pattern": "^a"}}, {"b": 1}, "/b", {"property": "b", "pattern": "^a"}),
    "any-of": ({"anyOf": [{"const": 1}, {"const": 2}]}, 3, "", {"value": 3}),
    "one-of": ({"oneOf": [{"minLength": 1}, {"type": "string"}]}, "both", "", {"value": "both"}),
    "engine-limit": ({"pattern": "^(a|a)*(?!b)(a|a)*$(?<=c)"}, "a" * 60, "", {}),
}


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_keyword(keyword: str, schemas: SchemaSet) -> None:
    schema, value, pointer, params = KEYWORDS[keyword]
    issue = _issue(schemas, schema, value)
    assert (issue.keyword, issue.rule, issue.pointer) == (keyword, f"opads/schema-{keyword}", pointer)
    assert params.items() <= issue.params.items()
    assert issue.schema_pointer.startswith("#")


def test_every_keyword_has_its_catalogue_entry_and_text() -> None:
    folder = resources.version_folder()
    rows = yaml.safe_load((folder / "findings" / "schema.yaml").read_bytes())["findings"]
    texts = yaml.safe_load((folder / "messages" / "en" / "schema.yaml").read_bytes())
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    assert set(ids) == set(texts) == {f"opads/schema-{keyword}" for keyword in KEYWORDS}
    for row in rows:
        assert row["severity"] == "error"
        assert row["title"]
        assert row["description"].endswith(".")
        assert {"instrument", "provision", "url", "retrieved"} == set(row["citation"])
        assert texts[row["id"]].keys() == {"text", "fix"}


SPEND = {
    "type": "object",
    "required": ["lower"],
    "properties": {"lower": {"type": "integer"}, "upper": {"type": "integer"}},
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"lower": "1"}, [("type", "/spend/lower")]),
        ({"upper": 1}, [("required", "/spend/lower")]),
        ({"lower": 1, "uper": 2}, [("additional-properties", "/spend/uper")]),
        (1, [("type", "/spend")]),
        ("", [("min-length", "/spend")]),
    ],
)
@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_the_alternative_that_was_meant(
    keyword: str, value: Any, expected: list[tuple[str, str]], schemas: SchemaSet
) -> None:
    schema = {"properties": {"spend": {keyword: [{"type": "string", "minLength": 1}, SPEND]}}}
    issues = schemas.compile(schema).validate({"spend": value})
    assert [(issue.keyword, issue.pointer) for issue in issues] == expected


def test_the_branch_of_a_condition(schemas: SchemaSet) -> None:
    schema = {
        "if": {"properties": {"kind": {"const": "range"}}, "required": ["kind"]},
        "then": {"required": ["lower"]},
        "else": {"required": ["exact"]},
    }
    assert _issue(schemas, schema, {"kind": "range"}).pointer == "/lower"
    assert _issue(schemas, schema, {"kind": "exact"}).pointer == "/exact"


def test_a_record_schema_may_use_the_standard(schemas: SchemaSet) -> None:
    compiled = schemas.compile({"properties": {"cost": {"$ref": "https://opads.org/schema/1.0/money.json"}}})
    assert compiled.is_valid({"cost": {"purpose": "print"}})
    (issue,) = compiled.validate({"cost": {"funding": {"nature": ["Public"]}}})
    assert (issue.pointer, issue.params["codelist"], issue.params["nearest"]) == (
        "/cost/funding/nature/0",
        "fund-nature",
        "public",
    )
    assert issue.schema_pointer.startswith("https://opads.org/schema/1.0/money.json#/")


def test_names_that_need_escaping_are_found_in_the_schema(schemas: SchemaSet) -> None:
    schema = {
        "$id": "https://example.org/record.json",
        "properties": {"a b%/ü": {"enum": ["one"], "x-codelist": "mine"}},
    }
    issue = _issue(schemas, schema, {"a b%/ü": "two"})
    assert (issue.pointer, issue.params["codelist"]) == ("/a b%~1ü", "mine")


def test_issues_come_in_the_order_of_the_document_of_numbers(schemas: SchemaSet) -> None:
    jurisdictions = ["DE"] * 12
    jurisdictions[10] = jurisdictions[2] = "UK"
    value = {"opads": "1.0", "jurisdictions": jurisdictions}
    assert [issue.pointer for issue in schemas.validate(value)] == ["/jurisdictions/2", "/jurisdictions/10"]


def test_one_mistake_is_said_once(schemas: SchemaSet) -> None:
    """A mistyped code is no wrong code, too; a misspelt date is no unreal date, too."""
    value = {"opads": "1.0", "parties": [{"kind": 3}], "notice": {"publishedAt": "soon"}}
    assert [(i.pointer, i.keyword) for i in schemas.validate(value)] == [
        ("/notice/publishedAt", "pattern"),
        ("/parties/0/kind", "type"),
    ]


def test_long_values_are_cut(schemas: SchemaSet) -> None:
    issue = _issue(schemas, {"maxLength": 3}, "x" * 10_000)
    assert issue.params["value"] == "x" * 200 + "…"


@pytest.mark.parametrize("schema", [{"type": "strng"}, {"pattern": "("}, {"required": "a"}])
def test_a_schema_that_is_none(schema: dict[str, Any], schemas: SchemaSet) -> None:
    with pytest.raises(SchemaError):
        schemas.compile(schema)


def test_a_trailing_line_break_is_no_decimal(schemas: SchemaSet) -> None:
    """Some expression engines let ``$`` stand before it."""
    value = {"opads": "1.0", "money": {"amounts": [{"kind": "total", "exact": "1\n"}]}}
    assert [issue.keyword for issue in schemas.validate(value)] == ["pattern"]


def test_suggestions_cost_no_more_than_their_budget() -> None:
    suggest = Suggestions(budget=1)
    assert suggest("curency", ["currency", "kind"]) == {"known": ["currency"], "nearest": "currency"}
    assert suggest("curency", ["currency", "kind"]) == {"known": ["currency", "kind"]}
    assert Suggestions()("x" * 100, ["y"] * 30) == {"known": ["y"] * 12}
    assert Suggestions()("curency", []) == {"known": []}
