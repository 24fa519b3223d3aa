"""What the service says to people, in their language: words, numbers, days, amounts, and the words of findings."""

from opads.speech.languages import LANGUAGES, Language
from opads.speech.speaking import ENGLISH, Speech, mark, speech_in

__all__ = ("ENGLISH", "LANGUAGES", "Language", "Speech", "mark", "speech_in")
