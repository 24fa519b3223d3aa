"""What rules on sets take from a record is the same, found by one function or rule by rule."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.formats import default_registry
from opads.rules import CompiledRule, Gatherer, Rule
from opads.rules import gathering as gathering_module
from opads.setrules import set_rules
from tests.rules.expressions import json_maps
from tests.rules.packs import CITATION, FUNCTIONS
from tests.strategies import disclosures, mutate

REGISTRY = default_registry()
DAY = "2026-11-27"


def numbered(rules: Any) -> list[tuple[int, CompiledRule]]:
    return list(enumerate(rules))


def both(rules: list[tuple[int, CompiledRule]], disclosure: dict[str, Any], inputs: int) -> tuple[Any, Any]:
    """Return what is taken by one function, and rule by rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering_module, "FEW", 0)
        taken, missed = Gatherer(rules).take(disclosure, DAY, inputs)
        patch.setattr(gathering_module, "FEW", 1)
        alone, why = Gatherer(rules).take(disclosure, DAY, inputs)
    return (sorted(taken, key=str), sorted(missed)), (sorted(alone, key=str), sorted(why))


@pytest.fixture(scope="module")
def gatherer() -> Gatherer:
    packs = [set_rules(), *(format_.rules for format_ in REGISTRY)]
    return Gatherer(numbered(rule for pack in packs for rule in pack.on_sets()))


@given(disclosure=disclosures(), seed=st.integers(0, 2**32), times=st.integers(0, 3), inputs=st.integers(1, 2))
def test_disclosures_of_any_kind(
    gatherer: Gatherer, disclosure: dict[str, Any], seed: int, times: int, inputs: int
) -> None:
    chance = Random(seed)  # noqa: S311 - reproducible test data
    for _ in range(times):
        disclosure = mutate(disclosure, chance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering_module, "FEW", 0)
        taken, missed = gatherer.take(disclosure, DAY, inputs)
    alone, why = gatherer.one_by_one(disclosure, DAY, inputs, range(len(gatherer)))
    assert (sorted(taken, key=str), sorted(missed)) == (sorted(alone, key=str), sorted(why))


def gathering(**gather: Any) -> CompiledRule:
    row = {
        "id": "toy/set",
        "title": "t",
        "severity": "info",
        "verified": True,
        "on": "set",
        "each": "/members[]",
        "assert": "true",
        "citation": CITATION,
        "gather": gather,
    }
    return CompiledRule(Rule.model_validate(row), FUNCTIONS, lambda *told: pytest.fail(str(told)))


@pytest.mark.parametrize(
    "gather",
    [
        {"key": "disclosure.a"},
        {"key": ["disclosure.a", "first(disclosure, '/b', 0)"], "keep": {"x": "disclosure.x"}},
        {"key": "as_of", "every": "select(disclosure, '/a[]')", "keep": {"n": "inputs"}},
        {"key": "as_of", "every": "disclosure.a"},
        {"key": "1", "when": "inputs > 1 && has(disclosure.a)"},
        {"key": "1", "when": "first(disclosure, '/a', false)"},
        {"key": "1", "when": "disclosure.a.b"},
    ],
)
def test_each_way_to_gather(gather: dict[str, Any]) -> None:
    rules = numbered([gathering(**gather), gathering(key="first(disclosure, '/a', 0)")])

    @given(disclosure=json_maps, inputs=st.integers(1, 2))
    def compare(disclosure: dict[str, Any], inputs: int) -> None:
        together, alone = both(rules, disclosure, inputs)
        assert together == alone

    compare()
