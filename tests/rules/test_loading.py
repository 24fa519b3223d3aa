"""Rule files: every mistake is told with file, rule and field."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from opads.rules import RulesError, load_rules
from tests.rules.packs import CITATION, load, one, rule


def problems(folder: Path, *rules: Any, **options: Any) -> tuple[str, ...]:
    with pytest.raises(RulesError) as error:
        load(folder, *rules, **options)
    return error.value.problems


def test_a_sound_rule(tmp_path: Path) -> None:
    (compiled,) = one(
        tmp_path,
        schedule=[{"from": "2027-01-01", "severity": "warning"}],
        valid_from="2025-10-10",
        valid_until="2030-01-01",
        params={"a": "disclosure.a"},
        citation=[CITATION, CITATION],
        at="/a",
    )
    assert compiled.rule.id == "toy/some-rule"
    assert compiled.rule.check == "has(disclosure.a)"
    assert compiled.rule.citations[1].retrieved == date(2026, 1, 2)
    assert compiled.rule.valid_from == date(2025, 10, 10)
    assert compiled.rule.schedule[0].from_ == date(2027, 1, 1)
    assert (compiled.rule.on, compiled.rule.executability, compiled.rule.native_only) == ("disclosure", "full", False)


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        ({"id": "toy/Some_Rule"}, "id", "must be toy/ and a name"),
        ({"id": "other/some-rule"}, "id", "must be toy/ and a name"),
        ({"id": "toy/"}, "id", "must be toy/ and a name"),
        ({"id": "toy/a--b"}, "id", "must be toy/ and a name"),
        ({"title": None}, "title", "Field required"),
        ({"title": ""}, "title", "at least 1 character"),
        ({"severity": "fatal"}, "severity", "'error', 'warning' or 'info'"),
        ({"verified": None}, "verified", "Field required"),
        ({"verified": False}, "severity", "not verified cannot be an error"),
        (
            {"verified": False, "severity": "info", "schedule": [{"from": "2027-01-01", "severity": "error"}]},
            "severity",
            "not verified cannot be an error",
        ),
        ({"schedule": [{"severity": "error"}]}, "schedule.0.from", "Field required"),
        (
            {"schedule": [{"from": "2027-01-01", "severity": "error"}, {"from": "2026-01-01", "severity": "info"}]},
            "schedule",
            "the dates must rise",
        ),
        ({"on": "elsewhere"}, "on", "'disclosure', 'native', 'document' or 'set'"),
        ({"assert_": None}, "assert", "is missing"),
        ({"assert_": True}, "assert", "valid string"),
        ({"assert_": "has(disclosure.a"}, "assert", "line 1, column 17: the expression ends too early"),
        ({"assert_": "discloser.a"}, "assert", "unknown variable 'discloser'"),
        ({"assert_": "size(disclosure)"}, "assert", "must be true or false, but is a int"),
        ({"assert_": "is_code('shapes', 'x')"}, "assert", "there is no code list"),
        ({"assert_": "item.a == 1"}, "assert", "unknown variable 'item'"),
        ({"assert_": "native.a == 1"}, "assert", "unknown variable 'native'"),
        ({"on": "document", "assert_": "disclosure.a == 1"}, "assert", "unknown variable 'disclosure'"),
        ({"when": "1u == 1u"}, "when", "unsigned"),
        ({"when": "'yes'"}, "when", "must be true or false, but is a string"),
        ({"each": "a/b"}, "each", "expected '/'"),
        ({"at": "/a[b"}, "at", "bracket is not closed"),
        ({"at": "./a"}, "at", "needs 'each'"),
        ({"covers": ["./a"]}, "covers", "needs 'each'"),
        ({"covers": ["a"]}, "covers", "path 'a'"),
        ({"params": {"x": "disclosure."}}, "params.x", "ends too early"),
        ({"params": {"x": 5}}, "params.x", "valid string"),
        ({"citation": None}, "citation", "Field required"),
        ({"citation": []}, "citation", "needs at least one"),
        ({"citation": {"provision": "s. 1"}}, "citation.0.instrument", "Field required"),
        ({"citation": {**CITATION, "url": "example.org"}}, "citation.0.url", "match pattern"),
        ({"citation": {"instrument": "Act"}}, "citation", "needs the url and the day"),
        ({"valid_from": "2026-02-30"}, "valid_from", "valid date"),
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "valid_until", "is before valid_from"),
        ({"executability": "never"}, "executability", "'full', 'partial' or 'human'"),
        ({"colour": "red"}, "colour", "not permitted"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, fields: dict[str, Any], field: str, problem: str) -> None:
    (told,) = problems(tmp_path, rule(**fields))
    name = fields.get("id", "toy/some-rule")
    assert told.startswith(f"rules.yaml: rule {name}, field {field}: ")
    assert problem in told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = problems(
        tmp_path, rule(severity="fatal", at="/a["), rule(id="toy/other", when="(", each="x"), "text", {"title": "t"}
    )
    assert [line.split(", field")[0] for line in told[:3]] == [
        "rules.yaml: rule toy/some-rule",
        "rules.yaml: rule toy/other",
        "rules.yaml: rule toy/other",
    ]
    assert any(line.startswith("rules.yaml: rule number 3, ") for line in told)
    assert any(line.startswith("rules.yaml: rule number 4, field id: ") for line in told)


def test_an_id_occurs_once(tmp_path: Path) -> None:
    assert problems(tmp_path, rule(), rule()) == ("rules.yaml: rule toy/some-rule, field id: occurs twice",)


@pytest.mark.parametrize(
    ("words", "field", "problem"),
    [
        (None, "text", "is missing"),
        ({"text": "x"}, "fix", "is missing"),
        ({"fix": "x"}, "text", "is missing"),
        ({"text": " ", "fix": "x"}, "text", "is missing"),
        ({"text": "{a} and {b}", "fix": "x"}, "text", "names b, which params does not have"),
        ({"text": "x", "fix": "{c}"}, "fix", "names c, which params does not have"),
    ],
)
def test_every_rule_has_words(tmp_path: Path, words: Any, field: str, problem: str) -> None:
    told = problems(tmp_path, rule(params={"a": "1"}), messages={"toy/some-rule": words})
    assert f"field messages.{field}: " in told[0]
    assert problem in told[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rules: 5", "must have one member"),
        ("[]", "must have one member"),
        ("rules: []\nextra: 1", "must have one member"),
        ("rules: [", "rules.yaml"),
        ("rules:\n- {id: a, id: b}", "'id' occurs twice"),
        ("rules: !!python/object/apply:os.getcwd []", "could not determine a constructor"),
    ],
)
def test_a_file_of_another_shape(tmp_path: Path, text: str, problem: str) -> None:
    assert problem in problems(tmp_path, text=text)[0]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"absent\.yaml"):
        load_rules(tmp_path / "absent.yaml", "toy", {})


def test_on_is_a_word_in_rule_files(tmp_path: Path) -> None:
    text = """
rules:
- id: toy/some-rule
  title: T
  severity: error
  verified: yes
  on: native
  assert: has(native.a)
  citation: &c {instrument: Act, url: https://example.org, retrieved: 2026-01-01}
- id: toy/other
  title: T
  severity: error
  verified: true
  on: document
  assert: has(document.a)
  citation: *c
"""
    words = {"text": "t", "fix": "f"}
    pack = load(tmp_path, text=text, messages={"toy/some-rule": words, "toy/other": words})
    assert [compiled.rule.on for compiled in pack] == ["native", "document"]
    assert len(pack) == 2


def test_a_rule_for_humans_needs_no_assert(tmp_path: Path) -> None:
    (compiled,) = one(tmp_path, executability="human", assert_=None)
    assert compiled.check is None


def test_a_rule_for_the_own_format_sees_the_native_record(tmp_path: Path) -> None:
    assert len(one(tmp_path, native_only=True, assert_="has(native.a) && has(document.b)")) == 1
