"""Where a form leads: the next question, back, to the answers, or the same page again with what is wrong."""

from __future__ import annotations

from typing import NamedTuple

from opads.web.writing.sent import Sent
from opads.writing import Draft, Questionnaire, Step
from opads.writing.building import problems_of
from opads.writing.draft import MOST
from opads.writing.values import Problem

__all__ = ("CHECK", "RESULT", "Stop", "first", "lead")

CHECK, RESULT = "check", "result"


class Stop(NamedTuple):
    """The page to show: that of a step, the answers (no step), or what comes of them."""

    draft: Draft
    step: Step | None = None
    problems: tuple[Problem, ...] = ()
    shown: int = 1
    """Elements of the step that are shown at least."""
    returns: bool = False
    result: bool = False


def first(asked: Questionnaire) -> Stop:
    """Return the page on which one begins."""
    return Stop(Draft(asked.id), asked.steps[0])


def lead(sent: Sent) -> Stop:
    """Return the page that comes after what was sent."""
    draft, asked = sent.draft, sent.asked
    steps = draft.steps(asked)
    here = next((step for step in steps if step.id == sent.step), None)
    what, _, which = sent.go.partition(":")
    if what == "step":
        return Stop(draft, next((step for step in steps if step.id == which), None), returns=True)
    if here is None or what in (CHECK, RESULT):
        return Stop(draft, result=what == RESULT or (what == "stay" and sent.step == RESULT))
    if what == "back":
        before = [step for step in steps if asked.steps.index(step) < asked.steps.index(here)]
        return Stop(draft, before[-1] if before else here, returns=sent.returns)
    count = draft.count(here)
    if what == "add":
        return Stop(draft, here, shown=min(count + 1, MOST), returns=sent.returns)
    if what == "remove" and which.isdecimal() and which.isascii():
        return Stop(draft.without(here, int(which[:4])), here, returns=sent.returns)
    if what == "stay":
        return Stop(draft, here, returns=sent.returns)
    return _onward(sent, steps, here)


def _onward(sent: Sent, steps: list[Step], here: Step) -> Stop:
    draft = sent.draft
    problems = tuple(problems_of(here, draft))
    if problems:
        return Stop(draft, here, problems, returns=sent.returns)
    if sent.returns:
        # A changed answer may have brought questions that were not asked before.
        return Stop(draft, next((step for step in steps if problems_of(step, draft)), None), returns=True)
    after = [step for step in steps if sent.asked.steps.index(step) > sent.asked.steps.index(here)]
    return Stop(draft, after[0] if after else None)
