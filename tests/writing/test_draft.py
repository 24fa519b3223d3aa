"""Drafts: what a file or a form brings is bounded, and only what is asked for is kept."""

import json

import pytest

from opads.writing import Draft, DraftError, questionnaire
from opads.writing.draft import LONGEST, read_draft

EU = questionnaire("eu-ttpa")
PROCESSES = EU.step("processes")


def file(**answers: str) -> str:
    found = {key.replace("__", ".").replace("_", "-"): value for key, value in answers.items()}
    return json.dumps({"opadsDraft": "1", "questions": "eu-ttpa", "answers": found})


def test_only_what_a_question_asks_for_is_kept() -> None:
    text = file(
        publisher__publisher_name=" Daily ",
        publisher__no_such="x",
        elsewhere__a="x",
        publisher__website__open="unknown",
    )
    assert read_draft(text, EU).answers == {"publisher.publisher-name": "Daily", "publisher.website.open": "unknown"}
    several = file(processes__0__type="election", processes__99__type="x", processes__type="x", processes__01__type="x")
    assert read_draft(several, EU).answers == {"processes.0.type": "election"}
    assert read_draft(file(publisher__website__currency="EUR"), EU).answers == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"opadsDraft":"1","questions":"eu-ttpa"}',
        '{"opadsDraft":"2","questions":"eu-ttpa","answers":{}}',
        '{"opadsDraft":"1","questions":"another","answers":{}}',
        '{"opadsDraft":"1","questions":"eu-ttpa","answers":{"a.b":1}}',
        "x" * 900_000,
        b"\xff\xfe",
        "[" * 100_000,
    ],
)
def test_what_is_no_draft_is_refused(text: str | bytes) -> None:
    with pytest.raises(DraftError):
        read_draft(text, EU)


def test_an_answer_that_is_too_long_is_cut_where_it_can_still_be_told() -> None:
    kept = Draft(EU.id).with_step(EU.step("methodology"), {"methodology.method": "x" * 9_000})
    assert len(kept.get("methodology.method")) == LONGEST + 1


def test_elements_can_be_taken_out_and_those_after_them_move_up() -> None:
    draft = Draft(
        EU.id,
        {
            "processes.0.type": "a",
            "processes.1.type": "b",
            "processes.1.level.open": "unknown",
            "processes.2.type": "c",
        },
    )
    assert draft.count(PROCESSES) == 3
    assert draft.without(PROCESSES, 0).answers == {
        "processes.0.type": "b",
        "processes.0.level.open": "unknown",
        "processes.1.type": "c",
    }
    assert draft.without(PROCESSES, 9) == draft


def test_an_answer_to_a_step_that_is_not_asked_opens_no_other_step() -> None:
    open_ = Draft(EU.id, {"controlled.controlled": "yes", "controlling.kind": "natural-person"})
    shut = Draft(EU.id, {"controlled.controlled": "no", "controlling.kind": "natural-person"})
    assert "controlling-person" in [step.id for step in open_.steps(EU)]
    assert not [step.id for step in shut.steps(EU) if step.id.startswith("controlling")]
