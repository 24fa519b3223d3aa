"""Every format folder is sound: models, lint, three proofs, round trips. A new format is tested by being there."""

import re
from pathlib import Path

import pytest

from opads.formats import FormatError, default_registry
from opads.formats.check import check_format, main

REGISTRY = default_registry()


@pytest.mark.parametrize("format_id", REGISTRY.ids)
def test_the_folder_is_sound(format_id: str) -> None:
    assert list(check_format(REGISTRY.get(format_id), REGISTRY)) == []


def test_no_format_is_named_in_python(project: Path) -> None:
    named = re.compile("|".join(rf"""["']{re.escape(format_id)}["'/]""" for format_id in REGISTRY.ids))
    hits = [
        f"{path.relative_to(project)}:{number}"
        for path in sorted((project / "service").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if named.search(line)
    ]
    assert hits == [], "the mapping or rule language lacks something: extend it instead"


def test_an_unknown_format_names_the_nearest() -> None:
    nearest = REGISTRY.ids[0]
    with pytest.raises(FormatError, match=f"did you mean '{nearest}'"):
        REGISTRY.get(nearest + "x")


def test_at_least_sixty_rules_each_with_a_citation() -> None:
    rules = [compiled.rule for format_ in REGISTRY for compiled in format_.rules]
    assert len(rules) >= 60
    assert all(rule.citations for rule in rules)
    assert all(rule.verified or rule.severity != "error" for rule in rules)


def test_the_checker_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([REGISTRY.ids[-1]]) == 0
    assert "sound" in capsys.readouterr().out
