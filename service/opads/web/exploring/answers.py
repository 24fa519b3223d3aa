"""The answers in an address, as a situation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from opads.api.problem import Fault, Refusal
from opads.obligations import SituationError
from opads.obligations.situation import check, facts_known, put
from opads.web.exploring.questions import QUESTIONS

__all__ = ("Answers", "answers_of")

BOOLEANS = {"yes": True, "no": False}
AS_OF = "/asOf"
LONGEST = 100
"""Characters of an answer that are looked at."""
MOST = 60
"""Answers that are looked at."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: as it stands in the address, and as a situation; ``wrong`` are the facts that cannot be so."""

    pairs: tuple[tuple[str, str], ...] = ()
    situation: dict[str, Any] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    refusal: Refusal | None = None

    def given(self, name: str) -> list[str]:
        """Return the answers to a question by its parameter."""
        return [value for known, value in self.pairs if known == name]

    def address(self, **other: str) -> str:
        """Return the address of the questionnaire with these answers and something else."""
        return f"/explore/obligations?{urlencode([*self.pairs, *other.items()])}"

    def refused(self, error: SituationError) -> Answers:
        """Return the same with what cannot be so."""
        known = facts_known()
        pointers = [issue.pointer for issue in error.issues]
        text = str(error)
        pointers = pointers or [min((p for p in known if p in text), key=text.index, default="")]
        wrong = tuple(next((fact for fact in known if pointer.startswith(fact)), "") for pointer in pointers)
        faults = tuple(Fault("cannot be so", parameter=pointer[1:].replace("/", ".")) for pointer in wrong if pointer)
        told = f"{text[:1].upper()}{text[1:500].rstrip('.')}."
        return replace(self, wrong=wrong, refusal=Refusal("not-a-situation", told, errors=faults))


def answers_of(pairs: Iterable[tuple[str, str]]) -> Answers:
    """Return the answers among the parameters of an address; what asks for nothing that is known is left out."""
    names = {question.name: question for question in QUESTIONS}
    kept: list[tuple[str, str]] = []
    situation: dict[str, Any] = {}
    for name, given in list(pairs)[:MOST]:
        question = names.get(name)
        value = given[:LONGEST].strip()
        if name == AS_OF[1:]:
            kept.append((name, value))
            put(situation, AS_OF, value)
        if question is None or (name, value) in kept:
            continue
        kept.append((name, value))
        if question.kind in ("countries", "codes"):
            before = situation.get(question.pointer[1:], [])
            put(situation, question.pointer, [*before, value])
        else:
            put(situation, question.pointer, BOOLEANS.get(value, value) if question.kind == "yes-no" else value)
    answers = Answers(tuple(kept), situation)
    try:
        check(situation)
    except SituationError as error:
        return answers.refused(error)
    return answers
