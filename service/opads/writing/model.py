"""The model of ``questions.yaml``: steps of questions, where each answer goes, when it is asked, by which provision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from opads.mapping.path import compile_path

__all__ = ("KINDS", "Absent", "Citation", "LabelPlaces", "Question", "Questionnaire", "Setting", "Step")

Kind = Literal[
    "text", "long", "email", "url", "urls", "date", "integer", "money", "yes-no", "choice", "code", "codes", "country",
    "countries", "language",
]  # fmt: skip
KINDS: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]  # typing gives them no public name
"""How an answer is given; the last six are chosen from a list."""
LISTED = ("code", "codes")


def _path(text: str) -> str:
    compile_path(text)
    return text


PathText = Annotated[str, AfterValidator(_path)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
When = dict[str, tuple[str, ...]]
"""Answers by question (``step.question``), one of which has to be given to each; an empty text is no answer."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(_Strict):
    """The provision that a step is about."""

    instrument: str
    provision: str


class Setting(_Strict):
    """What an answer says besides itself: a value at a place of the disclosure, or a fact of the situation."""

    path: PathText = ""
    fact: str = ""
    value: str | bool | None = None


class Absent(_Strict):
    """What is absent, and why, by an answer."""

    pointer: PathText
    reason: str


class Question(_Strict):
    """One question.

    ``to`` are the places that the answer fills, ``place`` is the one that it is about where it fills none; in a step
    with ``each`` both are within the element. ``sets`` are by answer, ``*`` stands for any. ``needs`` names a question
    of the same step without whose answer this one has no place to go.
    """

    id: Name
    kind: Kind
    to: tuple[PathText, ...] = ()
    place: PathText = ""
    facts: tuple[str, ...] = ()
    codes: str = ""
    only: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    sets: dict[str, tuple[Setting, ...]] = {}
    absent: dict[str, Absent] = {}
    needs: Name | None = None
    demanded: bool = False
    words: str = ""
    fill: str = ""
    """What the answer is to the browser's own memory of forms (HTML, autocomplete)."""

    @model_validator(mode="after")
    def _whole(self) -> Question:
        if (self.kind in LISTED) != bool(self.codes):
            raise ValueError("`codes` go with the kinds code and codes")
        if (self.kind == "choice") != bool(self.values):
            raise ValueError("`values` go with the kind choice")
        if not (self.to or self.place or self.facts or self.sets):
            raise ValueError("the answer leads nowhere")
        return self

    @property
    def key(self) -> str:
        """The name of its words: several questions may be asked in the same ones."""
        return self.words or self.id

    @property
    def many(self) -> bool:
        """Whether there may be several answers."""
        return self.kind in ("codes", "countries", "urls")

    @property
    def about(self) -> str:
        """The place that the question is about."""
        return self.to[0] if self.to else self.place


class Step(_Strict):
    """One page of questions; with ``each`` they are asked for every element of an array."""

    id: Name
    citation: Citation
    questions: tuple[Question, ...]
    when: When = {}
    each: PathText = ""

    def question(self, name: str) -> Question:
        """Return a question by its id; raises KeyError."""
        for question in self.questions:
            if question.id == name:
                return question
        raise KeyError(name)


class LabelPlaces(_Strict):
    """Where the words of the label go, where the answers say that the advertisement bears it."""

    when: When
    origin: str
    statement: PathText
    language: PathText
    link: PathText
    lines: dict[str, PathText]


class Questionnaire(_Strict):
    """All that is asked for one law.

    ``law`` is the format or pack whose rules judge, ``template`` the notice to be written, ``formats`` those in which the
    disclosure is offered, ``regimes`` those whose deadlines are told; ``url`` and ``language`` are the questions for the
    address and the language of the notice.
    """

    id: Name
    law: str
    template: str | None = None
    formats: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    minutes: int = Field(gt=0)
    url: str = ""
    language: str = ""
    facts: tuple[Setting, ...] = ()
    always: tuple[Setting, ...] = ()
    """What every disclosure under this law says, whatever the answers: that it is chosen is the answer."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    label: LabelPlaces | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Questionnaire:
        seen: set[str] = set()
        for step in self.steps:
            if unknown := set(step.when) - seen:
                raise ValueError(f"step {step.id}: {', '.join(sorted(unknown))} is not asked before it")
            names = {f"{step.id}.{question.id}" for question in step.questions}
            if len(names) < len(step.questions) or names & seen:
                raise ValueError(f"step {step.id}: a question is there twice")
            if any(question.needs and f"{step.id}.{question.needs}" not in names for question in step.questions):
                raise ValueError(f"step {step.id}: a question needs one that is not in the step")
            seen |= names
        named = [self.url, self.language, *((self.label.origin, *self.label.when) if self.label else ())]
        if unknown := {name for name in named if name} - seen:
            raise ValueError(f"there is no question {', '.join(sorted(unknown))}")
        return self

    def step(self, name: str) -> Step:
        """Return a step by its id; raises KeyError."""
        for step in self.steps:
            if step.id == name:
                return step
        raise KeyError(name)

    def questions(self) -> Iterator[tuple[Step, Question]]:
        """Yield every question with its step."""
        for step in self.steps:
            for question in step.questions:
                yield step, question
