"""``/explore/obligations``: which laws and duties apply, as a short questionnaire whose answers are its address."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.api.jobs import Jobs
from opads.obligations import Answer, SituationError, resolve
from opads.speech import mark
from opads.web.answering import fresh_page, led, refusal_page
from opads.web.exploring.answers import Answers, answers_of
from opads.web.exploring.questions import BEARERS, QUESTIONS, STEPS, answered, options_of, step_of

__all__ = ("show_duties",)

STATUSES = {
    "applies": mark("Applies"),
    "undetermined": mark("Open: more facts are needed"),
    "does-not-apply": mark("Does not apply"),
}
RESULT = "result"


@get("/explore/obligations", include_in_schema=False)
async def show_duties(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[Any]:
    """Ask the questions of one step, or show what follows from the answers."""
    pairs = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)  # in their order
    kept = [(name, value) for name, value in pairs if value]
    if len(kept) < len(pairs):  # what was left empty does not stand in the address
        return led(request, f"/explore/obligations?{urlencode(kept)}")
    step = next((value for name, value in kept if name == "step"), "")
    answers = answers_of(kept)
    if answers.refusal is None and step == RESULT:
        try:
            answer = await jobs.workshop.run(partial(resolve, answers.situation))
        except SituationError as error:
            answers = answers.refused(error)
        else:
            return fresh_page(request, "explore/duties.html", answer=answer, **_shown(answer, answers))
    if answers.refusal is not None:
        wrong = answers.wrong[0] if answers.wrong else ""
        return refusal_page(request, answers.refusal, "explore/questions.html", **_asked(answers, step_of(wrong)))
    number = int(step) if step in map(str, range(1, len(STEPS) + 1)) else 1
    return fresh_page(request, "explore/questions.html", refusal=None, **_asked(answers, number))


def _asked(answers: Answers, number: int) -> dict[str, Any]:
    """Return what the page of a step shows."""
    questions = [question for question in QUESTIONS if question.step == number]
    here = {question.name for question in questions}
    return {
        "number": number,
        "steps": STEPS,
        "questions": questions,
        "asked": QUESTIONS,
        "answers": answers,
        "options": options_of,
        "others": [(name, value) for name, value in answers.pairs if name not in here],
        "address": lambda step: answers.address(step=str(step)),
    }


def _shown(answer: Answer, answers: Answers) -> dict[str, Any]:
    """Return what the page of the result shows."""
    names = {question.pointer: question for question in QUESTIONS}
    return {
        "answers": answers,
        "statuses": STATUSES,
        "bearers": BEARERS,
        "questions": names,
        "answered": answered,
        "address": lambda step: answers.address(step=str(step)),
        "regimes": [r for status in STATUSES for r in answer.regimes if r.status == status],
    }
