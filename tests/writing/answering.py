"""Answers to all questions of a questionnaire, and answers as anyone might give them."""

from typing import Any

from hypothesis import strategies as st

from opads.writing import Draft, Question, Questionnaire
from opads.writing.building import REASONS
from opads.writing.draft import field_key
from opads.writing.values import choices

TYPED = {
    "text": "Green Valley List",
    "long": "1 River Street\nValleytown",
    "email": "office@greenvalley.example",
    "url": "https://notices.example.org/1",
    "urls": "https://vote.example.org/a\nhttps://vote.example.org/b",
    "date": "2027-03-01",
    "integer": "18",
    "money": "1845.00",
}


def answer(question: Question) -> str:
    """Give an answer to a question: the first that may be chosen, else one of its kind."""
    return TYPED.get(question.kind) or choices(question)[0]


def full(asked: Questionnaire, **changed: str) -> Draft:
    """Give a draft with an answer to every question, some of them changed (``step__question="…"``)."""
    answers: dict[str, str] = {}
    for step, question in asked.questions():
        key = field_key(step, question, 0)
        answers[key] = answer(question)
        if question.kind == "money":
            answers[f"{key}.currency"] = "EUR"
    answers.update({name.replace("__", ".").replace("_", "-"): value for name, value in changed.items()})
    return Draft(asked.id, {key: value for key, value in answers.items() if value})


@st.composite
def drafts(draw: Any, asked: Questionnaire) -> Draft:
    """Give drafts with any answers: fitting, wrong, none, or a reason why there is none."""
    answers: dict[str, str] = {}
    for step, question in asked.questions():
        for number in range(draw(st.integers(1, 2)) if step.each else 1):
            key = field_key(step, question, number)
            way = draw(st.integers(0, 5))
            if way < 3:
                options = choices(question)
                answers[key] = draw(st.sampled_from(options)) if options else answer(question)
            elif way == 3:
                answers[key] = draw(st.text(max_size=12))
            elif way == 4:
                answers[f"{key}.open"] = draw(st.sampled_from(REASONS))
            if question.kind == "money" and draw(st.booleans()):
                answers[f"{key}.currency"] = draw(st.sampled_from(["EUR", "JPY", "XYZ"]))
    draft = Draft(asked.id)
    for step in asked.steps:
        draft = draft.with_step(step, {k: v for k, v in answers.items() if k.startswith(f"{step.id}.")})
    return draft
