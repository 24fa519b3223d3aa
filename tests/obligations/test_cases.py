"""Every duty fires, stays silent and is undetermined, as the case files say."""

import pytest

from opads.obligations import default_library, resolve
from opads.obligations.situation import facts_known
from opads.standard.jsonvalue import get
from tests.obligations.cases import CASES, FOLDER, STATUSES, Case

DUTIES = {one.duty.id for one in default_library()}


def test_every_regime_has_cases_and_names_differ() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {r.regime.id for r in default_library().regimes}
    assert len({str(case) for case in CASES}) == len(CASES) > 60


@pytest.mark.parametrize("status", STATUSES)
def test_every_duty_is_proven_under_every_outcome(status: str) -> None:
    assert set().union(*(case.duties(status) for case in CASES)) == DUTIES


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case(case: Case) -> None:
    answer = resolve(case.situation)
    found = {duty.id: duty for duty in answer.duties}
    for status in STATUSES:
        assert {name: found[name].status for name in case.duties(status)} == dict.fromkeys(case.duties(status), status)
    for name, missing in case.undetermined.items():
        assert set(found[f"{case.regime}/{name}"].missing) == set(missing), name
    for name, at in case.deadlines.items():
        deadline = found[f"{case.regime}/{name}"].deadline
        assert deadline is not None
        assert deadline.at == at, name
        assert bool(deadline.missing) == (at is None), name


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_answer_adds_up_and_explains_itself(case: Case) -> None:
    answer = resolve(case.situation)
    assert {duty.id for duty in answer.duties} == DUTIES
    counts = answer.counts
    assert (counts.applies, counts.does_not_apply, counts.undetermined) == tuple(len(answer.of(s)) for s in STATUSES)
    derived = {fact.pointer: fact.value for fact in answer.derived}
    wanted = {question.pointer for question in answer.questions}
    assert wanted == {pointer for duty in answer.duties for pointer in duty.missing}
    assert not wanted & set(derived)
    for duty in answer.duties:
        assert bool(duty.missing) == (duty.status == "undetermined"), duty.id
        assert bool(duty.why) == (duty.status != "undetermined"), duty.id
        for fact in duty.why:
            given = get(case.situation, fact.pointer)
            assert fact.value == (derived[fact.pointer] if given is None else given)
            assert (fact.because is not None) == (fact.pointer in derived)
            assert fact.title == facts_known()[fact.pointer]["title"]
        assert all(get(case.situation, pointer) is None for pointer in duty.missing)
