"""Who has which duty: regimes as data, resolved for a situation, with the facts that decided and those that are missing."""

from opads.obligations.answer import Answer, Deadline, DutyOutcome, Fact, Question, RegimeOutcome
from opads.obligations.elections import Calendar, Election, ElectionError, default_calendar
from opads.obligations.library import Library, LibraryError, default_library, load_library
from opads.obligations.resolving import resolve
from opads.obligations.situation import SituationError

__all__ = (
    "Answer",
    "Calendar",
    "Deadline",
    "DutyOutcome",
    "Election",
    "ElectionError",
    "Fact",
    "Library",
    "LibraryError",
    "Question",
    "RegimeOutcome",
    "SituationError",
    "default_calendar",
    "default_library",
    "load_library",
    "resolve",
)
