"""Writing a disclosure by answering questions: what is asked is data, each answer goes to its places, nothing is added.

The questions of a law are a folder in ``schema/questions``; their language is told in ``spec/standard/questions.md``.
"""

from opads.writing.building import Written, write
from opads.writing.draft import Draft, DraftError
from opads.writing.loading import QuestionsError, questionnaire, questionnaire_ids, wording
from opads.writing.model import Question, Questionnaire, Step

__all__ = (
    "Draft",
    "DraftError",
    "Question",
    "Questionnaire",
    "QuestionsError",
    "Step",
    "Written",
    "questionnaire",
    "questionnaire_ids",
    "wording",
    "write",
)
