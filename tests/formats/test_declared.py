"""Finding names that a record schema does not declare."""

import pytest

from opads.formats.declared import Declared

SCHEMA = {
    "properties": {
        "name": {"title": "Name", "type": "string"},
        "spend": {"$ref": "#/$defs/range"},
        "rows": {"type": "array", "items": {"properties": {"age": {"title": "Age"}}}},
        "free": {"type": "object"},
    },
    "if": {"required": ["name"]},
    "then": {"properties": {"later": {"type": "string"}}},
    "$defs": {"range": {"title": "Range", "properties": {"lower_bound": {}}}},
}


@pytest.mark.parametrize(
    ("pointer", "unknown"),
    [
        ("/name", None),
        ("/later", None),
        ("/spend/lower_bound", None),
        ("/rows/3/age", None),
        ("/free/anything/below", None),
        ("/nmae", ("/nmae", "name")),
        ("/spend/lower_bond", ("/spend/lower_bond", "lower_bound")),
        ("/rows/0/agee/deep", ("/rows/0/agee", "age")),
        ("/zzz", ("/zzz", None)),
    ],
)
def test_names_the_first_unknown_step_and_the_nearest(pointer: str, unknown: tuple[str, str | None] | None) -> None:
    assert Declared(SCHEMA).unknown(pointer) == unknown


def test_titles_are_found_through_references_and_items() -> None:
    declared = Declared(SCHEMA)
    assert declared.title("/spend") == "Range"
    assert declared.title("/rows/0/age") == "Age"
    assert declared.title("/free/x") is None


def test_what_is_demanded_is_named_down_to_single_fields() -> None:
    declared = Declared(
        {
            "required": ["amount"],
            "properties": {"amount": {"$ref": "#/$defs/money"}},
            "$defs": {
                "money": {
                    "required": ["total", "currency"],
                    "properties": {"total": {}, "currency": {}},
                    "if": {"required": ["total"]},
                    "then": {"required": ["method"]},
                }
            },
        }
    )
    assert declared.demands("/amount") == ["/amount/total", "/amount/currency"]
    assert declared.demands("/other") == ["/other"]
