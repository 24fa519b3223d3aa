"""One function for many rules says of each what the rule itself says."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits
from opads.formats import Format, default_registry
from opads.rules import CompiledRule, Due, Rule, RuleInput, RulePack
from opads.rules import due as due_module
from opads.rules import fused as fused_module
from opads.rules.fused import fuse
from tests.native_strategies import native_records
from tests.rules.expressions import KEYS, STRINGS, Writer, json_maps, json_values
from tests.rules.packs import CITATION, FUNCTIONS
from tests.strategies import disclosures, mutate

REGISTRY = default_registry()
DAYS = ("2026-11-27", "2019-05-01")
STATUSES = {"passed": True, "needs-human": True, "not-applicable": None, "failed": False}


def assert_equal(rules: Sequence[CompiledRule], values: RuleInput, function: Any = None) -> None:
    """Compare status, failures and their places of each rule, asked together and alone."""
    marks, failed, left = (function or fuse(rules))(*values)
    for number, rule in enumerate(rules):
        alone = rule.judge(values)
        elements = [element for own, element in failed if own == number]
        if number in left:
            assert alone.reason or rule.rule.shared, (rule.rule.id, alone)
            continue
        mark = False if elements else marks[number]
        assert alone.status in STATUSES, (rule.rule.id, alone)
        assert STATUSES[alone.status] is mark, (rule.rule.id, alone)
        assert alone.reason is None, (rule.rule.id, alone)
        severity = rule.severity(values.as_of) or ""
        assert [rule.failure(values, severity, element) for element in elements] == list(alone.failures)
        assert [rule.pointer(values, element) for element in elements] == [f.pointer for f in alone.failures]


def in_force(pack: RulePack, day: str) -> tuple[CompiledRule, ...]:
    return pack.due(day).rules


def goldens(source: Format) -> Iterator[dict[str, Any]]:
    """Yield the native records of a format's examples."""
    for path in sorted((source.folder / "examples").glob("*/*")):
        data = path.read_bytes()
        offered = [use.carrier for use in source.file.carriers]
        for carrier in [name for name in carriers.sniff(data) if name in offered][:1]:
            options = source.carrier_options(carrier) or {}
            for record in carriers.get(carrier).read(data, options, Limits()).records:
                yield record.value


@pytest.mark.parametrize("source", list(REGISTRY), ids=lambda f: f.id)
def test_examples_and_what_becomes_of_them(source: Format) -> None:
    own = source.rules.applicable(own=True)
    law = REGISTRY.get("eu-ttpa").rules.applicable(own=False)
    judged = [(day, rules, fuse(rules)) for pack in (own, law) for day in DAYS if (rules := in_force(pack, day))]
    chance = Random(source.id)  # noqa: S311 - reproducible test data
    natives = list(goldens(source))
    for native in natives:
        changed = native
        for _ in range(4):
            disclosure = source.lens.read(changed, complete=False).disclosure
            for day, rules, function in judged:
                assert_equal(rules, RuleInput(disclosure, changed, None, day), function)
                assert_equal(rules, RuleInput(mutate(disclosure, chance), changed, None, day), function)
            changed = mutate(changed, chance)
    assert natives or not judged


@pytest.fixture(scope="module")
def everything() -> list[tuple[Sequence[CompiledRule], Any]]:
    """Return the rules of each pack that judge disclosures, and their function."""
    packs = [judge.rules.applicable(own=False) for judge in (*REGISTRY, *REGISTRY.packs)]
    return [(rules, fuse(rules)) for pack in packs if (rules := in_force(pack, DAYS[0]))]


@given(disclosure=disclosures(), seed=st.integers(0, 2**32), times=st.integers(0, 3))
def test_disclosures_of_any_kind(
    everything: list[tuple[Sequence[CompiledRule], Any]], disclosure: dict[str, Any], seed: int, times: int
) -> None:
    chance = Random(seed)  # noqa: S311 - reproducible test data
    for _ in range(times):
        disclosure = mutate(disclosure, chance)
    for rules, function in everything:
        assert_equal(rules, RuleInput(disclosure, None, None, DAYS[0]), function)


@pytest.mark.parametrize(
    "source", [f for f in REGISTRY if any(r.rule.on == "native" for r in f.rules)], ids=lambda f: f.id
)
def test_native_records_of_any_kind(source: Format) -> None:
    rules = in_force(source.rules.applicable(own=True), DAYS[0])
    function = fuse(rules)

    @given(native=native_records(source.record_schema))
    @settings(max_examples=max(20, settings().max_examples // 3))
    def compare(native: dict[str, Any]) -> None:
        disclosure = source.lens.read(native, complete=False).disclosure
        assert_equal(rules, RuleInput(disclosure, native, None, DAYS[0]), function)
        assert_equal(rules, RuleInput(disclosure, None, None, DAYS[0]), function)

    compare()


PATHS = (
    "/a",
    "/a/b",
    "/a/key/x",
    "/a[]",
    "/a[key=a]",
    "/a[key=a]/b",
    "/a[b!=a,x=0]/key",
    "/key[]/a",
    "/a[=b]",
    "/a/0",
    "/a{a|b*}",
)
CALLS = ("lower", "trim", "upper", "is_date", "is_decimal", "is_url", "is_email", "size")


class RuleWriter(Writer):
    """Draws conditions over the record and the element, in which the same parts come again and again."""

    def __init__(self, draw: Any) -> None:
        super().__init__(draw)
        self.scope = {"disclosure": "map", "item": "any", "index": "int", "as_of": "string"}
        self.parts: list[str] = []

    def condition(self) -> str:
        form = self.pick(("again", "both", "either", "choice", "new"))
        first = self.part()
        if form == "both":
            return f"{first} && {self.part()}"
        if form == "either":
            return f"{first} || {self.part()} || {self.part()}"
        if form == "choice":
            return f"{first} ? {self.part()} : {self.part()}"
        return first

    def part(self) -> str:
        if not self.parts or self.pick((True, False, False)):
            self.parts.append(self.pick((self.found, self.call, lambda: self.expression("bool", 2)))())
        return f"({self.pick(self.parts)})"

    def found(self) -> str:
        owner, path = self.pick(("disclosure", "disclosure", "item")), self.pick(PATHS)
        default = self.pick(("''", "0", "null", "item", "first(disclosure, '/a', 'b')"))
        return str(
            self.pick(
                (
                    f"first({owner}, '{path}', {default}) == {self.pick(('1', 'null', repr(self.pick(KEYS)), 'item'))}",
                    f"size(select({owner}, '{path}')) > {self.pick((0, 1))}",
                    f"select({owner}, '{path}').exists(v, first(v, '/b', v) == first(item, '/b', ''))",
                    f"first({owner}, '{path}', {default}) in select(disclosure, '/a[key=a]/b')",
                )
            )
        )

    def call(self) -> str:
        value = f"{self.pick(CALLS)}(first({self.pick(('disclosure', 'item'))}, '{self.pick(PATHS)}', ''))"
        return str(self.pick((f"{value} == {self.expression('string', 1)}", f"{value} == true", value)))


@st.composite
def rule_sets(draw: st.DrawFn) -> list[CompiledRule]:
    """Draw a few rules with parts in common."""
    writer = RuleWriter(draw)
    rules = []
    for number in range(draw(st.integers(1, 5))):
        fields = {
            "id": f"toy/rule-{number}",
            "title": "Something holds",
            "severity": "error",
            "verified": True,
            "each": draw(st.sampled_from(("/a[]", "/a[]", "/a[key=a]"))),
            "assert": writer.condition(),
            "citation": CITATION,
        }
        if draw(st.booleans()):
            fields["when"] = writer.condition()
        problems: list[str] = []
        compiled = CompiledRule(Rule.model_validate(fields), FUNCTIONS, lambda _, told: problems.append(told))  # noqa: B023 - called at once
        if not problems:
            rules.append(compiled)
    return rules


maps = st.fixed_dictionaries({}, optional={key: json_values | st.sampled_from(STRINGS) for key in KEYS})
records = json_maps | st.fixed_dictionaries(
    {}, optional={"a": st.lists(maps | json_values, max_size=4), "key": json_values, "b": maps}
)


@given(rules=rule_sets(), disclosure=records)
@settings(max_examples=max(300, settings().max_examples))
def test_rules_with_parts_in_common(rules: list[CompiledRule], disclosure: dict[str, Any]) -> None:
    assert_equal(rules, RuleInput(disclosure, None, None, "2026-11-27"))


def rules_of(*rows: dict[str, Any]) -> list[CompiledRule]:
    base = {"title": "t", "severity": "error", "verified": True, "citation": CITATION}
    models = [Rule.model_validate({**base, "id": f"toy/r{number}", **row}) for number, row in enumerate(rows)]
    return [CompiledRule(model, FUNCTIONS, lambda *told: pytest.fail(str(told))) for model in models]


@pytest.mark.parametrize("disclosure", [{}, {"a": 1}, {"a": {"b": "x"}, "l": [{"a": 1}, 2, {"a": "x"}]}])
def test_each_way_to_end(disclosure: dict[str, Any]) -> None:
    rules = rules_of(
        {"assert": "has(disclosure.a)"},
        {"assert": "disclosure.a.b == 'x'"},
        {"assert": "first(disclosure, '/a', false)"},
        {"assert": "has(disclosure.a)", "when": "first(disclosure, '/a', null)"},
        {"when": "has(disclosure.a)", "executability": "human"},
        {"each": "/l[]", "assert": "item.a == 1"},
        {"each": "/l[]", "assert": "item.a == shared.x", "shared": {"x": "disclosure.a"}},
        {"on": "native", "assert": "native.a == 1"},
    )
    assert_equal(rules, RuleInput(disclosure, None, None, "2026-11-27"))
    assert_equal(rules, RuleInput(disclosure, disclosure, None, "2026-11-27"))


def test_what_python_cannot_compile_is_left_to_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = rules_of(
        {"assert": "has(disclosure.a)"}, {"assert": "has(disclosure.big)"}, {"assert": "has(disclosure.b)"}
    )

    def strict(text: str, *arguments: Any) -> Any:
        if "big" in text:
            raise SyntaxError("too many statically nested blocks")
        return compile(text, *arguments)

    monkeypatch.setattr(fused_module, "compile", strict, raising=False)
    assert fuse(rules)({"a": 1}, None, None, "2026-11-27") == ((True, None, None), [(2, -1)], [1])


def test_one_function_is_made_only_of_what_is_judged_often(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[int] = []

    def counted(rules: Sequence[CompiledRule]) -> Any:
        made.append(len(rules))
        return fuse(rules)

    monkeypatch.setattr(due_module, "fuse", counted)
    monkeypatch.setattr(due_module, "FEW", 2)
    due = Due(rules_of({"assert": "has(disclosure.a)"}, {"assert": "disclosure.b == 1"}), ["error", None])
    values = [RuleInput(disclosure, None, None, "2026-11-27") for disclosure in ({"a": 1}, {}, {"a": 1}, {})]
    checked = [due.check(value) for value in values]
    assert made == [1]
    assert [c.marks for c in (checked[0], checked[2])] == [(True,), (True,)]
    assert (checked[1].left, checked[3].failed) == ([0], [(0, -1)])
    assert list(due.statuses(checked[3].marks)) == [("toy/r0", "failed"), ("toy/r1", "not-applicable")]


def test_a_fault_of_the_function_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_values: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr(due_module, "fuse", lambda _rules: broken)
    monkeypatch.setattr(due_module, "FEW", 0)
    due = Due(rules_of({"assert": "has(disclosure.a)"}), ["error"])
    assert due.check(RuleInput({"a": 1}, None, None, "2026-11-27")).marks == (True,)
    assert due.check(RuleInput({}, None, None, "2026-11-27")).left == [0]
