"""Judging: each status, schedule and validity, each and at, and that nothing escapes."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.rules import Failure, Outcome, RuleInput, RulePack
from tests.rules.expressions import json_maps
from tests.rules.packs import load, one, rule

DAY = "2026-11-23"


def judge(pack: RulePack, disclosure: Any, native: Any = None, document: Any = None, as_of: str = DAY) -> Outcome:
    (outcome,) = pack.evaluate(RuleInput(disclosure, native, document, as_of), "record")
    return outcome


def test_passed(tmp_path: Path) -> None:
    assert judge(one(tmp_path), {"a": 1}) == Outcome("toy/some-rule", "passed")


def test_failed(tmp_path: Path) -> None:
    pack = one(tmp_path, at="/a", params={"size": "size(disclosure)", "lost": "disclosure.b.c"})
    failure = Failure("error", {"size": 0}, "disclosure", "/a")
    assert judge(pack, {}) == Outcome("toy/some-rule", "failed", None, (failure,))


def test_a_failure_names_what_its_rule_covers(tmp_path: Path) -> None:
    pack = one(tmp_path, each="/p[]", assert_="has(item.a)", covers=["./a", "/q[k=v]/r", "/q[k=w]/r"])
    (failure,) = judge(pack, {"p": [{}], "q": [{"k": "w"}]}).failures
    assert failure.covers == ("/p/0/a", "/q/[k=v]/r", "/q/0/r")


def test_not_applicable(tmp_path: Path) -> None:
    pack = one(tmp_path, when="has(disclosure.b)")
    assert judge(pack, {}) == Outcome("toy/some-rule", "not-applicable")
    assert judge(pack, {"b": 1}).status == "failed"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"assert_": "disclosure.a.b == 1"}, "assert: no such key: a"),
        ({"when": "disclosure.a.b == 1"}, "when: no such key: a"),
        ({"assert_": "first(disclosure, '/b', 5)"}, "assert: is neither true nor false"),
        ({"when": "first(disclosure, '/b', null)"}, "when: is neither true nor false"),
        ({"assert_": "1 / size(select(disclosure, '/a')) > 0"}, "assert: division by zero"),
    ],
)
def test_not_evaluated(tmp_path: Path, fields: dict[str, str], reason: str) -> None:
    assert judge(one(tmp_path, **fields), {}) == Outcome("toy/some-rule", "not-evaluated", reason)


def test_an_error_that_another_operand_outweighs_is_no_error(tmp_path: Path) -> None:
    assert judge(one(tmp_path, assert_="disclosure.a.b == 1 || size(disclosure) == 0"), {}).status == "passed"
    assert judge(one(tmp_path, assert_="disclosure.a.b == 1 && size(disclosure) == 1"), {}).status == "failed"


def test_a_fault_of_ours_is_not_evaluated(tmp_path: Path) -> None:
    pack = one(tmp_path, params={"x": "disclosure.a"})
    (compiled,) = pack

    class Broken:
        def evaluate(self, *_values: Any) -> bool:
            raise RecursionError("deep")

    compiled.check = Broken()  # type: ignore[assignment]  # a fault is planted
    assert judge(pack, {"a": 1}) == Outcome("toy/some-rule", "not-evaluated", "assert: RecursionError: deep")
    compiled.check = None
    compiled.when = Broken()  # type: ignore[assignment]  # a fault is planted
    assert judge(pack, {"a": 1}).reason == "when: RecursionError: deep"


def test_needs_human(tmp_path: Path) -> None:
    pack = one(tmp_path, executability="human", assert_=None, when="has(disclosure.a)")
    assert judge(pack, {"a": 1}) == Outcome("toy/some-rule", "needs-human")
    assert judge(pack, {}).status == "not-applicable"
    pack = one(tmp_path, executability="human", assert_="disclosure.a == 1")
    assert judge(pack, {"a": 1}).status == "needs-human"
    assert judge(pack, {"a": 2}).status == "failed"


def test_partly_executable_rules_pass(tmp_path: Path) -> None:
    assert judge(one(tmp_path, executability="partial"), {"a": 1}).status == "passed"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2025-10-09", "not in force"),
        ("2025-10-10", None),
        ("2026-01-31T23:00:00Z", None),
        ("2026-02-01", "not in force"),
    ],
)
def test_validity_includes_both_days(tmp_path: Path, day: str, reason: str | None) -> None:
    outcome = judge(one(tmp_path, valid_from="2025-10-10", valid_until="2026-01-31"), {"a": 1}, as_of=day)
    assert (outcome.status, outcome.reason) == (("not-applicable" if reason else "passed"), reason)


@pytest.mark.parametrize(
    ("day", "severity"),
    [("2026-12-31", "info"), ("2027-01-01", "warning"), ("2027-12-31", "warning"), ("2028-01-01", "error")],
)
def test_the_schedule_decides_the_severity(tmp_path: Path, day: str, severity: str) -> None:
    schedule = [{"from": "2027-01-01", "severity": "warning"}, {"from": "2028-01-01", "severity": "error"}]
    outcome = judge(one(tmp_path, severity="info", schedule=schedule), {}, as_of=day)
    assert [failure.severity for failure in outcome.failures] == [severity]


AMOUNTS = {"money": {"amounts": [{"k": "x", "lower": 2}, {"k": "y", "lower": 9}, {"k": "x"}, {"k": "x", "lower": 8}]}}


def test_each_binds_item_and_index(tmp_path: Path) -> None:
    pack = one(
        tmp_path,
        each="/money/amounts[k=x]",
        when="has(item.lower)",
        assert_="item.lower < 5",
        at="./lower",
        params={"lower": "item.lower", "index": "index"},
    )
    outcome = judge(pack, AMOUNTS)
    assert outcome.status == "failed"
    assert outcome.failures == (Failure("error", {"lower": 8, "index": 2}, "disclosure", "/money/amounts/3/lower"),)


@pytest.mark.parametrize(
    ("each", "fields", "status", "reason"),
    [
        ("/nothing[]", {}, "not-applicable", None),
        ("/money/amounts[k=y]", {"when": "false"}, "not-applicable", None),
        ("/money/amounts[k=y]", {}, "passed", None),
        ("/money/amounts[]", {"when": "has(item.lower)"}, "passed", None),
        ("/money/amounts[]", {}, "not-evaluated", "1 of 4 elements: assert: no such key: lower"),
        ("/money/amounts[]", {"assert_": "item.lower < 9"}, "failed", "1 of 4 elements: assert: no such key: lower"),
    ],
)
def test_the_elements_make_one_outcome(
    tmp_path: Path, each: str, fields: dict[str, str], status: str, reason: str | None
) -> None:
    outcome = judge(one(tmp_path, each=each, **{"assert_": "item.lower < 10", **fields}), AMOUNTS)
    assert (outcome.status, outcome.reason) == (status, reason)


@pytest.mark.parametrize(
    ("at", "pointer"),
    [
        (None, ""),
        ("/money", "/money"),
        ("/money/amounts[k=y]/lower", "/money/amounts/1/lower"),
        ("/money/amounts[k=x]/lower", "/money/amounts/0/lower"),
        ("/money/amounts[k=z]/lower", "/money/amounts/lower"),
        ("/money/budget[k=z]/lower", "/money/budget/lower"),
        ("/parties[roles=sponsor]/name", "/parties/name"),
    ],
)
def test_the_place_of_a_failure(tmp_path: Path, at: str | None, pointer: str) -> None:
    outcome = judge(one(tmp_path, assert_="false", at=at), AMOUNTS)
    assert [failure.pointer for failure in outcome.failures] == [pointer]


@pytest.mark.parametrize(
    ("at", "pointer"),
    [
        (None, "/money/amounts/1"),
        (".", "/money/amounts/1"),
        ("./lower", "/money/amounts/1/lower"),
        ("./range/upper", "/money/amounts/1/range/upper"),
        ("/money/amounts", "/money/amounts"),
    ],
)
def test_the_place_of_an_element(tmp_path: Path, at: str | None, pointer: str) -> None:
    outcome = judge(one(tmp_path, assert_="false", each="/money/amounts[k=y]", at=at), AMOUNTS)
    assert [failure.pointer for failure in outcome.failures] == [pointer]


def test_names_are_escaped_in_pointers(tmp_path: Path) -> None:
    outcome = judge(one(tmp_path, on="native", assert_="false", at="/a~1b/c~0d"), {}, native={})
    assert outcome.failures == (Failure("error", {}, "native", "/a~1b/c~0d"),)


def test_rules_on_the_native_record(tmp_path: Path) -> None:
    pack = one(tmp_path, on="native", assert_="native.b == disclosure.a", at="/b")
    assert judge(pack, {"a": 1}, native={"b": 1}).status == "passed"
    assert judge(pack, {"a": 1}, native={"b": 2}).failures == (Failure("error", {}, "native", "/b"),)
    assert judge(pack, {"a": 1}).reason == "there is no native"


def test_rules_on_the_document_have_their_own_scope(tmp_path: Path) -> None:
    pack = load(tmp_path, rule(), rule(id="toy/whole", on="document", assert_="size(document) > 1", at="/0"))
    values = RuleInput({}, None, [1], DAY)
    assert [outcome.rule_id for outcome in pack.evaluate(values, "record")] == ["toy/some-rule"]
    (outcome,) = pack.evaluate(values, "document")
    assert outcome.failures == (Failure("error", {}, "document", "/0"),)


def test_what_is_due_for_other_formats(tmp_path: Path) -> None:
    pack = load(
        tmp_path,
        rule(),
        rule(id="toy/own", native_only=True),
        rule(id="toy/native", on="native", assert_="has(native.a)"),
        rule(id="toy/document", on="document", assert_="has(document.a)"),
    )
    assert pack.applicable(own=True) is pack
    assert [compiled.rule.id for compiled in pack.applicable(own=False)] == ["toy/some-rule"]


def test_parameters_are_values(tmp_path: Path) -> None:
    params = {
        "sum": "decimal_sum(['1', '2.50'])",
        "list": "select(disclosure, '/b')",
        "half": "1.0 / 2.0",
        "day": "as_of",
    }
    (failure,) = judge(one(tmp_path, params=params), {"b": [1]}).failures
    assert failure.params == {"sum": "3.50", "list": [[1]], "half": Decimal("0.5"), "day": DAY}


def test_shared_values_are_computed_once_before_the_elements(tmp_path: Path) -> None:
    fields = {
        "each": "/lines[]",
        "shared": {"ids": "counts(select(disclosure, '/lines[]/id'))"},
        "assert_": "shared.ids[item.id] == 1",
        "params": {"times": "shared.ids[item.id]"},
    }
    outcome = judge(one(tmp_path, **fields), {"lines": [{"id": "a"}, {"id": "b"}, {"id": "a"}]})
    assert [(f.pointer, f.params) for f in outcome.failures] == [("/lines/0", {"times": 2}), ("/lines/2", {"times": 2})]


def test_a_shared_value_that_cannot_be_computed_is_no_approval(tmp_path: Path) -> None:
    outcome = judge(one(tmp_path, shared={"x": "disclosure.nothing"}, assert_="shared.x == 1"), {})
    assert outcome.status == "not-evaluated"
    assert (outcome.reason or "").startswith("shared: ")


RULES = [
    rule(id="toy/risky", assert_="disclosure.a.b > 1 || disclosure.key == 'a'"),
    rule(id="toy/each", each="/a[]", when="has(item.b)", assert_="item.b == disclosure.b", at="./b/c"),
    rule(id="toy/human", executability="human", assert_=None, when="disclosure.x"),
    rule(id="toy/later", valid_from="2030-01-01"),
    rule(id="toy/native", on="native", assert_="size(native) > 1", at="/a/b[k=v]/c", params={"n": "native.a.b"}),
]


@given(json_maps, st.none() | json_maps)
def test_the_counts_add_up_whatever_the_record(
    tmp_path_factory: pytest.TempPathFactory, disclosure: Any, native: Any
) -> None:
    pack = load(tmp_path_factory.mktemp("rules"), *RULES)
    outcomes = pack.evaluate(RuleInput(disclosure, native, None, DAY), "record")
    assert [outcome.rule_id for outcome in outcomes] == [row["id"] for row in RULES]
    for outcome in outcomes:
        assert bool(outcome.failures) is (outcome.status == "failed")
        assert (outcome.reason is not None) or outcome.status != "not-evaluated"
        for failure in outcome.failures:
            assert failure.pointer == "" or failure.pointer.startswith("/")
