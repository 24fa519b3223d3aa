"""Three values: agreement with CEL's own logic, the facts that decided and those that are missing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.obligations.condition import FUNCTIONS, VARIABLES, Condition, Verdict, both
from opads.rules.errors import CelError, ExpressionError
from opads.rules.program import compile_expression

GROUP = {"some": ["DE", "FR"]}


@pytest.mark.parametrize(
    ("text", "situation", "expected"),
    [
        ("situation.online", {"online": True}, Verdict(value=True, facts=("/online",))),
        ("situation.online", {}, Verdict(None, (), ("/online",))),
        ("!situation.online", {}, Verdict(None, (), ("/online",))),
        ("!situation.online", {"online": True}, Verdict(value=False, facts=("/online",))),
        ("situation.online && situation.payerDiffers", {"payerDiffers": False}, Verdict(value=False, facts=("/payerDiffers",))),
        ("situation.online && situation.payerDiffers", {"payerDiffers": True}, Verdict(None, (), ("/online",))),
        ("situation.online || situation.payerDiffers", {"payerDiffers": True}, Verdict(value=True, facts=("/payerDiffers",))),
        ("situation.online || situation.payerDiffers", {"payerDiffers": False}, Verdict(None, (), ("/online",))),
        ("situation.online && situation.remunerated", {}, Verdict(None, (), ("/online", "/remunerated"))),
        ("situation.sponsor.country in group.some", {"sponsor": {}}, Verdict(None, (), ("/sponsor/country",))),
        ("situation.sponsor.country in group.some", {"sponsor": {"country": "US"}}, Verdict(value=False, facts=("/sponsor/country",))),
        ("situation.media.exists(m, m == 'radio')", {}, Verdict(None, (), ("/media",))),
        ("!(situation.online && situation.payerDiffers)", {"online": False}, Verdict(value=True, facts=("/online",))),
    ],
)  # fmt: skip
def test_verdicts(text: str, situation: dict[str, Any], expected: Verdict) -> None:
    assert Condition(text).test(situation, GROUP) == expected


def test_a_mistake_that_is_no_missing_fact_is_told() -> None:
    verdict = Condition("days_between(situation.process.name, '2026-01-01') > 0").test({"process": {"name": "x"}}, {})
    assert verdict.value is None
    assert not verdict.missing
    assert "not a date" in str(verdict.reason)


@pytest.mark.parametrize(
    "text",
    ["has(situation.online)", "'online' in situation", "size(situation) > 0", "first(situation, '/online', false)",
     "select(situation, '/online') == []", "situation.online ==", "unknown.online", "'text'", "situation"],
)  # fmt: skip
def test_what_could_hide_a_missing_fact_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        Condition(text)


def test_a_condition_knows_what_it_looks_at() -> None:
    condition = Condition(
        "situation.media.exists(m, m in group.some || m == situation.process.name) && situation.online"
    )
    assert condition.facts == ("/media", "/process/name", "/online")
    assert condition.groups == ("some",)


NAMES = ("online", "remunerated", "payerDiffers", "techniquesUsed")
LEAVES = st.sampled_from([f"situation.{name}" for name in NAMES] + ["true", "false", "situation.sponsor.kind == 'x'"])
TEXTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} && {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} || {p[1]})"),
        inner.map(lambda text: f"!({text})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
    ),
    max_leaves=7,
)
SITUATIONS = st.fixed_dictionaries(
    {},
    optional={**dict.fromkeys(NAMES, st.booleans()), "sponsor": st.fixed_dictionaries({}, optional={"kind": st.sampled_from("xy")})},
)  # fmt: skip


@given(TEXTS, SITUATIONS)
def test_it_is_cel_s_own_logic(text: str, situation: dict[str, Any]) -> None:
    verdict = Condition(text).test(situation, {})
    try:
        expected = compile_expression(text, VARIABLES, FUNCTIONS).evaluate(situation, {})
    except CelError:
        expected = None
    assert verdict.value is expected
    assert (verdict.value is None) == bool(verdict.missing)


@given(TEXTS, SITUATIONS, SITUATIONS)
def test_more_facts_never_change_what_was_decided(text: str, situation: dict[str, Any], more: dict[str, Any]) -> None:
    condition = Condition(text)
    before = condition.test(situation, {}).value
    after = condition.test(
        {**more, **situation, "sponsor": {**more.get("sponsor", {}), **situation.get("sponsor", {})}}, {}
    )
    if before is not None:
        assert after.value is before


@given(TEXTS, SITUATIONS)
def test_what_decided_is_enough(text: str, situation: dict[str, Any]) -> None:
    condition = Condition(text)
    verdict = condition.test(situation, {})
    kept: dict[str, Any] = {name: value for name, value in situation.items() if f"/{name}" in verdict.facts}
    if "/sponsor/kind" in verdict.facts:
        kept["sponsor"] = situation["sponsor"]
    if verdict.value is not None:
        assert condition.test(kept, {}).value is verdict.value


def test_a_conjunction_of_none_holds() -> None:
    assert both() == Verdict(value=True)
