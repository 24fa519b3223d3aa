"""The words of a questionnaire in one language; where one is lacking, English, and it is told which."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

__all__ = ("Asked", "Line", "StepWords", "Wording", "WordsFile")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StepWords(_Strict):
    """The heading of a step, what stands below it, and what one of its elements is called."""

    title: str
    text: str = ""
    one: str = ""


class Asked(_Strict):
    """A question as it is asked, and what helps to answer it."""

    title: str
    hint: str = ""


class WordsFile(_Strict):
    """One file of words."""

    language: str
    title: str
    about: str
    needed: tuple[str, ...]
    steps: dict[str, StepWords]
    questions: dict[str, Asked]
    choices: dict[str, dict[str, str]] = {}
    codes: dict[str, dict[str, str]] = {}


class Line(NamedTuple):
    """Words, and the language they are in where it is not the one asked for."""

    text: str
    lang: str = ""


class Wording:
    """The words of one language over the English ones."""

    def __init__(self, own: WordsFile | None, english: WordsFile, tag: str) -> None:
        self.tag = tag
        self._own = own or english
        self._english = english
        self.lang = "" if own is not None or tag == english.language else english.language
        """The language of the whole where there is no file for the one asked for."""

    @property
    def title(self) -> str:
        """The name of what is written."""
        return self._own.title

    @property
    def about(self) -> str:
        """For whom it is."""
        return self._own.about

    @property
    def needed(self) -> tuple[str, ...]:
        """What one needs at hand."""
        return self._own.needed

    def step(self, name: str) -> StepWords:
        """Return the words of a step; raises KeyError where there are none."""
        return self._own.steps.get(name) or self._english.steps[name]

    def question(self, key: str) -> Asked:
        """Return the words of a question; raises KeyError where there are none."""
        return self._own.questions.get(key) or self._english.questions[key]

    def choice(self, key: str, value: str) -> str:
        """Return the words of an answer to choose; raises KeyError where there are none."""
        return self._own.choices.get(key, {}).get(value) or self._english.choices[key][value]

    def code(self, codes: str, code: str) -> str | None:
        """Return the words of a code; None where the code list's own have to do."""
        return self._own.codes.get(codes, {}).get(code)

    def english_code(self, codes: str, code: str) -> str | None:
        """Return the English words of a code; None where there are none."""
        return self._english.codes.get(codes, {}).get(code)
