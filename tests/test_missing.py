"""Missing fields as remembered are those that the record schema finds."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import missing
from opads.formats import Format, default_registry
from opads.formats.declared import Declared
from opads.missing import Missing, decider_of
from tests.native_strategies import native_records
from tests.strategies import mutate

REGISTRY = default_registry()
FORMATS = [format_ for format_ in REGISTRY if not format_.lens.identity]


def of(format_: Format) -> Missing:
    return Missing(format_.record_schema, format_.record_validator, format_.declared)


@pytest.mark.parametrize("format_", FORMATS, ids=lambda f: str(f.id))
@given(data=st.data())
@settings(max_examples=10)
def test_what_is_remembered_is_what_is_found(format_: Format, data: st.DataObject) -> None:
    lacking = of(format_)
    record = data.draw(native_records(format_.record_schema))
    chance = random.Random(data.draw(st.integers(0, 2**32)))  # noqa: S311 - reproducible test data
    for _ in range(6):
        assert lacking(record) == lacking.found(record)
        changed = mutate(record, chance)
        record = changed if isinstance(changed, dict) else record


def test_conditions_are_told_by_the_values_they_look_at() -> None:
    lacking = of(REGISTRY.get("eu-ttpa"))
    person: dict[str, Any] = {"sponsor": {"kind": "natural-person", "email": "a@b.example"}}
    entity: dict[str, Any] = {"sponsor": {"kind": "legal-entity", "email": "a@b.example"}}
    assert {row.target for row in lacking(person)} != {row.target for row in lacking(entity)}
    assert lacking({"sponsor": {"kind": "natural-person", "email": "c@d.example"}}) == lacking(person)
    assert len(lacking._known) == 2


@pytest.mark.parametrize(
    ("schema", "one", "other", "same"),
    [
        ({"required": ["a"]}, {"b": 1}, {"b": "x"}, True),
        ({"required": ["a"]}, {"b": 1}, {"c": 1}, False),
        ({"if": {"properties": {"k": {"minimum": 3}}}, "then": {"required": ["a"]}}, {"k": 2}, {"k": 4}, False),
        ({"if": {"properties": {"k": {"const": 1}}}, "then": {"required": ["a"]}}, {"k": 1}, {"k": True}, False),
        (
            {"if": {"properties": {"k": {"const": 1}}}, "then": {"required": ["a"]}},
            {"k": Decimal(1)},
            {"k": "1"},
            False,
        ),
        ({"if": {"properties": {"k": {"type": "null"}}}, "then": {"required": ["a"]}}, {"k": 1}, {"k": 2}, True),
        ({"properties": {"l": {"items": {"required": ["a"]}}}}, {"l": [{}]}, {"l": [{}, {}]}, False),
        ({"properties": {"l": {"items": {"type": "string"}}}}, {"l": ["x"]}, {"l": ["x", "y"]}, True),
        ({"anyOf": [{"properties": {"k": {"pattern": "^a"}}, "required": ["z"]}]}, {"k": "a"}, {"k": "b"}, False),
        ({"anyOf": [{"pattern": "^a"}], "required": ["z"]}, {"k": "a"}, {"k": "b"}, True),
    ],
)
def test_what_decides(schema: dict[str, Any], one: dict[str, Any], other: dict[str, Any], *, same: bool) -> None:
    decider = decider_of(schema)
    assert decider is not None
    assert (decider.kind(one) == decider.kind(other)) is same
    assert hash(decider.kind(one)) is not None


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "https://example.org/other.json"},
        {"properties": {"a": {"$ref": "#"}}, "required": ["a"]},
        {"patternProperties": {"^a": {"required": ["b"]}}},
        {"additionalProperties": {"required": ["b"]}},
        {"if": {"contains": {"const": 1}}, "then": {"required": ["b"]}},
    ],
)
def test_what_cannot_be_followed_is_always_looked_up(schema: dict[str, Any]) -> None:
    assert decider_of(schema) is None


def test_long_values_and_many_kinds_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "KNOWN", 4)
    schema = {"if": {"properties": {"k": {"const": "x"}}}, "then": {"required": ["a"]}}
    lacking = Missing(schema, REGISTRY.schemas.compile(schema), Declared(schema))
    for number in range(20):
        assert lacking({"k": f"{number}"}) == ()
        assert len(lacking._known) <= 4
    assert lacking({"k": "x"})[0].target == "/a"
    known = dict(lacking._known)
    assert lacking({"k": "x" * 1000}) == ()
    assert lacking._known == known
