"""A draft: the answers so far, as they were typed. It is the user's: a file, or a field of a form, never kept here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from opads.writing.model import Question, Questionnaire, Step

__all__ = ("LONGEST", "MOST", "Draft", "DraftError", "field_key", "read_draft")

LONGEST = 5_000
"""Characters of one answer."""
MOST = 20
"""Elements of a step that is asked several times."""
ROOM = 200_000
"""Characters of a whole draft."""
VERSION = "1"
_KEY = re.compile(r"([a-z0-9-]+)\.(?:([0-9]{1,2})\.)?([a-z0-9-]+)(?:\.(currency|open))?")
_SURROGATE = re.compile("[\ud800-\udfff]")


class DraftError(ValueError):
    """What was given is not a draft."""


class _File(msgspec.Struct, rename={"version": "opadsDraft"}):
    version: str
    questions: str
    answers: dict[str, str]


def field_key(step: Step, question: Question, number: int | None = None, part: str = "") -> str:
    """Return the name of a field: ``step.question``, ``step.0.question``, with ``.currency`` or ``.open`` for a part."""
    middle = f"{number}." if step.each else ""
    return f"{step.id}.{middle}{question.id}" + (f".{part}" if part else "")


@dataclass(frozen=True)
class Draft:
    """Answers by the names of their fields; several to one question are lines."""

    questions: str
    answers: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        """Return an answer, an empty text where there is none."""
        return self.answers.get(key, "")

    def of(self, step: Step) -> dict[str, str]:
        """Return the answers of one step."""
        return {key: value for key, value in self.answers.items() if key.partition(".")[0] == step.id}

    def with_step(self, step: Step, answers: Mapping[str, str]) -> Draft:
        """Return the draft with other answers to one step; what is no field of it is left out."""
        kept = {key: value for key, value in self.answers.items() if key.partition(".")[0] != step.id}
        return Draft(self.questions, kept | _known(step, answers))

    def count(self, step: Step) -> int:
        """Return how many elements a step has answers for, at least one."""
        numbers = [int(found[2]) for key in self.of(step) if (found := _KEY.fullmatch(key)) and found[2]]
        return max(numbers, default=0) + 1

    def numbers(self, step: Step) -> range | tuple[None]:
        """Return the numbers of a step's elements; the one None where it is asked once."""
        return range(self.count(step)) if step.each else (None,)

    def without(self, step: Step, number: int) -> Draft:
        """Return the draft without one element of a step; those after it move up."""
        moved = {}
        for key, value in self.of(step).items():
            found = _KEY.fullmatch(key)
            at = int(found[2]) if found and found[2] else -1
            if found and at != number:
                rest = key.split(".", 2)[2]
                moved[f"{step.id}.{at - (at > number)}.{rest}"] = value
        return self.with_step(step, moved)

    def holds(self, when: Mapping[str, tuple[str, ...]]) -> bool:
        """Say whether to each question one of the answers named is given."""
        return all(set(self.get(key).split("\n")) & set(values) for key, values in when.items())

    def steps(self, asked: Questionnaire) -> list[Step]:
        """Return the steps that are asked after these answers.

        An answer to a step that is itself not asked does not count.
        """
        found: list[Step] = []
        counted = Draft(self.questions)
        for step in asked.steps:
            if counted.holds(step.when):
                found.append(step)
                counted.answers.update(self.of(step))
        return found

    def encode(self) -> bytes:
        """Return the draft as its file."""
        return msgspec.json.encode(_File(VERSION, self.questions, self.answers))


def read_draft(text: bytes | str, asked: Questionnaire | None = None) -> Draft:
    """Return a draft from its file; what no question asks for is left out.

    Raises DraftError for what is no draft, is one of another questionnaire, or is too long.
    """
    if len(text) > 4 * ROOM:
        raise DraftError("it is too long")
    try:
        file = msgspec.json.decode(text, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DraftError(str(error)) from None
    if file.version != VERSION:
        raise DraftError(f"its version is {file.version[:20]!r}")
    if asked is None:
        return Draft(file.questions, file.answers)
    if file.questions != asked.id:
        raise DraftError(f"it is for {file.questions[:40]!r}")
    answers: dict[str, str] = {}
    for step in asked.steps:
        mine = {key: value for key, value in file.answers.items() if key.partition(".")[0] == step.id}
        answers |= _known(step, mine)
    if sum(map(len, answers.values())) > ROOM:
        raise DraftError("it is too long")
    return Draft(asked.id, answers)


def _known(step: Step, answers: Mapping[str, str]) -> dict[str, str]:
    return dict(_fields(step, answers))


def _fields(step: Step, answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    ids = {question.id: question for question in step.questions}
    for key, value in answers.items():
        found = _KEY.fullmatch(key)
        if found is None or found[1] != step.id or found[3] not in ids or bool(found[2]) != bool(step.each):
            continue
        if found[2] and (int(found[2]) >= MOST or found[2] != str(int(found[2]))):
            continue
        if found[4] == "currency" and ids[found[3]].kind != "money":
            continue
        text = _SURROGATE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n")).strip()[: LONGEST + 1]
        if text:
            yield key, text
