"""The emitter against three others: the reference walker (always), cel-python and the Rust library (known deviations apart)."""

import os
import sys

import pytest
from hypothesis import given, note, settings

from opads.rules.cache import parsed
from opads.rules.signatures import Kind
from tests.rules.deviations import DEVIATIONS, Deviation, excused
from tests.rules.expressions import Case, cases
from tests.rules.oracles import ERROR, ORACLES, ours, same
from tests.rules.reference import WalkError, walk

KINDS: dict[str, Kind] = {"b": "bool", "i": "int", "d": "double", "s": "string", "l": "list", "m": "map", "x": "dyn"}

# cel-python raises the limit when it first evaluates; Hypothesis wants it to stay as it is during a test.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 2500))


# A rare difference between libraries must not break a build by chance: it is searched for in the thorough profile.
WITH_LIBRARIES = settings(
    max_examples=max(150, settings().max_examples), derandomize=os.environ.get("OPADS_HYPOTHESIS") != "thorough"
)


def walked(case: Case) -> tuple[object, set[str]]:
    value, seen = walk(parsed(case.text), case.values)
    return (ERROR if isinstance(value, WalkError) else value), seen


@given(cases())
@settings(max_examples=200)
def test_the_emitter_means_what_the_walker_means(case: Case) -> None:
    expected, _ = walked(case)
    assert same(ours(case.text, case.values), expected)


@given(cases())
@settings(max_examples=200)
def test_known_types_of_variables_change_nothing(case: Case) -> None:
    assert same(ours(case.text, case.values, kinds=KINDS), ours(case.text, case.values))


@pytest.mark.parametrize("library", sorted(ORACLES))
def test_the_emitter_agrees_with_the_library(library: str) -> None:
    counts = {"compared": 0, "excused": 0}

    @given(cases())
    @WITH_LIBRARIES
    def agrees(case: Case) -> None:
        _, seen = walked(case)
        note(f"operations: {sorted(seen)}")
        if excused(library, seen):
            counts["excused"] += 1
            return
        counts["compared"] += 1
        assert same(ours(case.text, case.values), ORACLES[library](case.text, case.values))

    agrees()
    assert counts["compared"] * 2 > counts["excused"], f"too little is compared: {counts}"


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda d: f"{d.library}: {d.example}")
def test_each_deviation_still_exists(deviation: Deviation) -> None:
    """A row that the library has outgrown must go: it would hide other differences."""
    expected, seen = walked(Case(deviation.example, {}))
    assert same(ours(deviation.example, {}), expected)
    assert not same(ORACLES[deviation.library](deviation.example, {}), expected)
    assert excused(deviation.library, seen), sorted(seen)
