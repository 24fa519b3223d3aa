"""What is decided stays decided when more becomes known; what is open lacks just what it says."""

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opads.obligations import resolve
from opads.obligations.situation import facts_known
from opads.standard.jsonvalue import get
from tests.obligations.cases import CASES, changed

DEFAULTED = {"/asOf", "/process/endDate", "/process/id", "/online"}
"""Facts that stand for another where they are left out: without them something else is said, not less."""

SITUATIONS = st.sampled_from([case.situation for case in CASES])


def _given(situation: dict[str, Any]) -> list[str]:
    return [pointer for pointer in facts_known() if get(situation, pointer) is not None and pointer not in DEFAULTED]


@given(SITUATIONS, st.data())
def test_less_known_decides_less_and_never_otherwise(situation: dict[str, Any], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(_given(situation)))) if _given(situation) else set()
    if {"/process/date", "/period/start"} & gone:
        gone |= {"/process/date", "/period/start"}
    less = resolve(changed(deepcopy(situation), dict.fromkeys(gone)))
    whole = {duty.id: duty.status for duty in resolve(situation).duties}
    for duty in less.duties:
        if duty.status != "undetermined":
            assert duty.status == whole[duty.id], duty.id


@given(SITUATIONS, st.data())
def test_an_open_duty_is_decided_by_the_facts_it_asks_for(situation: dict[str, Any], data: st.DataObject) -> None:
    """Taking away one fact that decided opens a duty, or another reason decides the same."""
    duties = [duty for duty in resolve(situation).duties if duty.status == "applies"]
    if not duties:
        return
    duty = data.draw(st.sampled_from(duties))
    facts = [fact.pointer for fact in duty.why if fact.because is None and fact.pointer not in DEFAULTED]
    if not facts:
        return
    pointer = data.draw(st.sampled_from(facts))
    after = next(d for d in resolve(changed(situation, {pointer: None})).duties if d.id == duty.id)
    assert after.status != "does-not-apply"
    if after.status == "undetermined":
        followed = {"/period/start": "/asOf", "/process/type": "/process/linked", "/process/date": "/process/endDate"}
        assert {pointer, followed.get(pointer, pointer), *(f.pointer for f in duty.why)} & set(after.missing)
