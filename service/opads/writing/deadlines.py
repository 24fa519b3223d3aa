"""The deadlines that follow from the answers, by the data on obligations."""

from __future__ import annotations

from opads.obligations import DutyOutcome, SituationError, resolve
from opads.writing.building import Written
from opads.writing.model import Questionnaire

__all__ = ("deadlines",)


def deadlines(asked: Questionnaire, done: Written) -> tuple[DutyOutcome, ...] | None:
    """Return the duties with a deadline that apply, or may apply; those that apply first, by their days.

    None where the answers contradict one another.
    """
    try:
        answer = resolve(done.situation)
    except SituationError:
        return None
    dated = [duty for duty in answer.duties if duty.regime in asked.regimes and duty.deadline is not None]
    return tuple(sorted((duty for duty in dated if duty.status != "does-not-apply"), key=_urgency))


def _urgency(duty: DutyOutcome) -> tuple[bool, bool, str]:
    """Sort key: what applies before what may, what has a day by its day."""
    at = duty.deadline.at if duty.deadline else None
    return duty.status != "applies", at is None, at or ""
