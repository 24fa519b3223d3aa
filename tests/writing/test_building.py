"""From answers to the disclosure: the schema takes it, every leaf has an origin, nothing is added."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads.standard.jsonvalue import get, leaves
from opads.standard.schemas import default_schemas
from opads.writing import Draft, questionnaire, questionnaire_ids, write
from opads.writing.building import ALL, problems_of, unaccounted
from opads.writing.draft import read_draft
from tests.writing.answering import drafts, full

EU = questionnaire("eu-ttpa")
SCHEMAS = default_schemas()
SCHEMA = SCHEMAS.compile(SCHEMAS.documents["https://opads.org/schema/1.0/disclosure.json"])


@pytest.mark.parametrize("name", questionnaire_ids())
@given(data=st.data())
@settings(max_examples=40)
def test_any_answers_give_a_disclosure_that_the_schema_accepts(name: str, data: Any) -> None:
    asked = questionnaire(name)
    draft = data.draw(drafts(asked))
    done = write(asked, draft)
    assert SCHEMA.validate(done.disclosure) == []
    assert unaccounted(done) == []
    steps = {step.id for step in draft.steps(asked)}
    for pointer, key in done.origins.items():
        if key != ALL:
            assert draft.get(key), f"{pointer} comes from {key}, to which there is no answer"
            assert key.partition(".")[0] in steps, f"{pointer} comes from {key}, which is not asked"
    told = {problem.key for step in draft.steps(asked) for problem in problems_of(step, draft)}
    assert {problem.key for problem in done.problems} <= told, "what is left out is told at its field"


@given(data=st.data())
@settings(max_examples=25)
def test_a_draft_comes_back_from_its_file_as_it_was(data: Any) -> None:
    draft = data.draw(drafts(EU))
    assert read_draft(draft.encode(), EU) == draft


@given(data=st.data())
@settings(max_examples=15)
def test_an_answer_taken_back_leaves_nothing_behind(data: Any) -> None:
    draft = full(EU)
    key = data.draw(st.sampled_from(sorted(draft.answers)))
    rest = Draft(EU.id, {k: v for k, v in draft.answers.items() if k != key})
    assert key not in write(EU, rest).origins.values()


def test_without_answers_there_is_nothing_but_the_version() -> None:
    assert write(EU, Draft("eu-ttpa")).disclosure == {"opads": "1.0"}


def test_answers_stand_in_their_places() -> None:
    disclosure = write(EU, full(EU, payer__payer="sponsor")).disclosure
    assert get(disclosure, "/parties/1/roles") == ["sponsor", "payer"]
    assert get(disclosure, "/parties/1/name") == "Green Valley List"
    assert get(disclosure, "/money/amounts/0") == {
        "kind": "total",
        "scope": "ad",
        "exact": "1845.00",
        "currency": "EUR",
        "taxIncluded": True,
        "basis": "invoiced",
        "note": "1 River Street\nValleytown",
    }
    assert get(disclosure, "/processes/0/officialLinks") == ["https://vote.example.org/a", "https://vote.example.org/b"]


def test_a_person_is_asked_for_other_things_than_a_body() -> None:
    person = write(EU, full(EU, sponsor__kind="natural-person")).disclosure["parties"][1]
    assert (person["givenName"], person["familyName"]) == ("Green Valley List", "Green Valley List")
    assert "name" not in person
    assert person["addresses"] == [{"purpose": "postal", "text": "1 River Street\nValleytown", "madePublic": True}]


def test_answers_to_questions_that_are_not_asked_any_more_do_not_count() -> None:
    done = write(EU, full(EU, linked__linked="no", media__online="no", techniques__used="yes"))
    assert "processes" not in done.disclosure
    assert "targeting" not in done.disclosure
    assert {"pointer": "/processes", "reason": "not-applicable"} in done.disclosure["absences"]


def test_what_is_left_open_is_an_absence_with_its_reason() -> None:
    answers = full(EU, sponsor_body__email="").answers | {"sponsor-body.email.open": "unknown"}
    done = write(EU, Draft("eu-ttpa", answers))
    assert done.disclosure["absences"] == [{"pointer": "/parties/1/email", "reason": "unknown"}]
    alone = write(EU, Draft("eu-ttpa", {"sponsor-body.email.open": "unknown"}))
    assert alone.disclosure == {
        "opads": "1.0",
        "absences": [{"pointer": "/parties[roles=sponsor]/email", "reason": "unknown"}],
    }


def test_an_answer_that_is_there_after_all_takes_its_reason_away() -> None:
    answers = full(EU).answers | {"sponsor-body.email.open": "unknown"}
    assert "absences" not in write(EU, Draft("eu-ttpa", answers)).disclosure


def test_a_wrong_answer_is_left_out_and_told() -> None:
    done = write(EU, full(EU, period__start="tomorrow"))
    assert [(problem.key, problem.kind) for problem in done.problems] == [("period.start", "no-date")]
    assert done.disclosure["periods"]["intended"] == {"end": "2027-03-01"}


def test_elements_without_an_answer_leave_no_hole() -> None:
    answers = full(EU).answers | {"processes.2.process-name": "Second", "processes.4.process-name": "Third"}
    names = [one["name"] for one in write(EU, Draft("eu-ttpa", answers)).disclosure["processes"]]
    assert names == ["Green Valley List", "Second", "Third"]


def test_the_label_says_what_the_template_says_only_where_the_ad_bears_it() -> None:
    label = write(EU, full(EU, advertisement__language="de")).disclosure["label"]
    assert label == {
        "statement": "POLITISCHE ANZEIGE",
        "language": "de",
        "noticeUrl": "https://notices.example.org/1",
        "sponsorNames": ["Green Valley List"],
        "controllingEntityName": "Green Valley List",
        "processNames": ["Green Valley List, 1. März 2027"],
        "targetingStatement": label["targetingStatement"],
    }
    assert "label" not in write(EU, full(EU, label__label="no")).disclosure


def test_nothing_that_is_no_leaf_is_empty() -> None:
    for pointer, value in leaves(write(EU, full(EU)).disclosure):
        assert value not in ("", [], {}), pointer
