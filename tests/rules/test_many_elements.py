"""A rule that fails on many elements of one document costs what it costs on one, so many times: nothing is sought anew."""

from collections.abc import Callable
from typing import Any

import pytest

from opads.rules import CompiledRule, Rule, RuleInput, compiled, places
from opads.rules.functions import extension_functions

RULE = {
    "id": "x/small",
    "title": "Small",
    "severity": "warning",
    "verified": False,
    "on": "document",
    "each": "/lines[]",
    "at": "./n",
    "assert": "item.n < 0",
    "citation": {"instrument": "x"},
}


def test_places_of_elements_are_listed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = []

    def counting(path: str) -> Callable[[Any], list[str]]:
        listed.append(path)
        return original(path)

    original = places.pointers_at
    monkeypatch.setattr(compiled, "pointers_at", counting)
    rule = CompiledRule(Rule.model_validate(RULE), extension_functions(), lambda *told: pytest.fail(str(told)))
    outcome = rule.judge(RuleInput({}, None, {"lines": [{"n": n} for n in range(2_000)]}, "2026-01-01"))
    assert [failure.pointer for failure in outcome.failures][-1] == "/lines/1999/n"
    assert len(outcome.failures) == 2_000
    assert listed == ["/lines[]"]
