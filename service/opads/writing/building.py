"""Builds the canonical disclosure from answers, and says of every leaf which answer it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from opads.mapping.builder import Builder
from opads.mapping.path import compile_path
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.standard.jsonvalue import leaves
from opads.standard.resources import VERSION
from opads.writing.draft import Draft, field_key
from opads.writing.model import Question, Questionnaire, Setting, Step
from opads.writing.values import Money, Problem, read_value

__all__ = ("ALL", "Written", "problems_of", "write")

ALL = ""
"""The origin of what the choice of the questionnaire itself says."""
REASONS = ("unknown", "not-applicable", "not-disclosed", "withheld-by-law")
"""Why an answer may be left open: codes of the list absence-reason."""


@dataclass
class Written:
    """What answers give: the disclosure, the origin of its leaves by pointer, the situation, what is wrong."""

    disclosure: dict[str, Any]
    origins: dict[str, str] = field(default_factory=dict)
    situation: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """The place in the disclosure that the question of each field is about, as a path."""
    wanting: set[str] = field(default_factory=set)
    """The fields of questions that the law demands and that have no answer."""


def write(asked: Questionnaire, draft: Draft) -> Written:
    """Return what the answers give; one with which something is wrong is left out and told."""
    return _Writer(asked, draft).write()


def problems_of(step: Step, draft: Draft) -> list[Problem]:
    """Return what is wrong with the answers to one step, what is demanded and open included."""
    found = []
    for question, number in _fields(step, draft):
        key = field_key(step, question, number)
        text, reason = draft.get(key), draft.get(f"{key}.open")
        if text:
            try:
                read_value(question, text, draft.get(f"{key}.currency"))
            except ValueError as error:
                found.append(Problem(key, str(error)))
        elif question.demanded and reason not in REASONS:
            found.append(Problem(key, "open"))
    return found


def _fields(step: Step, draft: Draft) -> Iterator[tuple[Question, int | None]]:
    for number in draft.numbers(step):
        for question in step.questions:
            yield question, number


class _Writer:
    def __init__(self, asked: Questionnaire, draft: Draft) -> None:
        self.asked = asked
        self.draft = draft
        self.builder = Builder({"opads": VERSION})
        self.done = Written(self.builder.root, {"/opads": ALL})
        self.absences: list[tuple[str, str, str]] = []
        self.taken: dict[str, int] = {}

    def write(self) -> Written:
        steps = self.draft.steps(self.asked)
        for setting in self.asked.always:
            self._set(setting, ALL)
        for step in steps:
            for number in self.draft.numbers(step):
                self._entry(step, number)
        self._label()
        for place, reason, key in self.absences:
            self._absent(place, reason, key)
        return self.done

    def _entry(self, step: Step, number: int | None) -> None:
        """Write the answers to one step, or to one element of it."""
        answered: dict[str, Any] = {}
        for question in step.questions:
            key = field_key(step, question, number)
            text = self.draft.get(key)
            if not text:
                continue
            try:
                answered[question.id] = read_value(question, text, self.draft.get(f"{key}.currency"))
            except ValueError as error:
                self.done.problems.append(Problem(key, str(error)))
        base = step.each
        if step.each:
            position = self.taken.get(step.each, 0)
            base = f"{step.each}[{position}]"
            if answered:
                self.taken[step.each] = position + 1
        for question in step.questions:
            key = field_key(step, question, number)
            self.done.places[key] = base + question.about
            if question.demanded and question.id not in answered:
                self.done.wanting.add(key)
            if question.id in answered:
                if question.needs is None or question.needs in answered:
                    self._answer(question, base, key, answered[question.id], first=not number)
            elif self.draft.get(f"{key}.open") in REASONS and not self.draft.get(key) and question.about:
                self.absences.append((base + question.about, self.draft.get(f"{key}.open"), f"{key}.open"))

    def _answer(self, question: Question, base: str, key: str, value: Any, *, first: bool) -> None:
        for place in question.to:
            for one in value if isinstance(value, list) else [value]:
                self._put(base + place, one, key)
        if first:
            for fact in question.facts:
                self._fact(fact, value)
        text = self.draft.get(key)
        for setting in (*question.sets.get(text, ()), *question.sets.get("*", ())):
            self._set(setting, key)
        if text in question.absent:
            absent = question.absent[text]
            self.absences.append((absent.pointer, absent.reason, key))

    def _put(self, place: str, value: Any, key: str) -> None:
        if isinstance(value, Money):
            self._put(f"{place}/exact", value.exact, key)
            self._put(f"{place}/currency", value.currency, f"{key}.currency")
            return
        before = len(self.builder.constants)
        pointer = self.builder.set(compile_path(place), value)
        self.done.origins[pointer] = key
        # An element that a selector made is there because of the first answer in it.
        for constant in self.builder.constants[before:]:
            self.done.origins[constant] = key

    def _set(self, setting: Setting, key: str) -> None:
        if setting.fact:
            self._fact(setting.fact, setting.value)
            return
        self._put(setting.path, setting.value, key)

    def _fact(self, pointer: str, value: Any) -> None:
        *way, last = pointer.split("/")[1:]
        target = self.done.situation
        for name in way:
            target = target.setdefault(name, {})
        target.setdefault(last, value)

    def _label(self) -> None:
        places = self.asked.label
        if places is None or self.asked.template is None or not self.draft.holds(places.when):
            return
        if places.origin.partition(".")[0] not in {step.id for step in self.draft.steps(self.asked)}:
            return
        label = build_label(template(self.asked.template), self.builder.root)
        said = [(places.statement, label.statement.text), (places.language, label.language)]
        said += [(places.link, label.shown)] if label.shown else []
        for line in label.lines:
            texts = [value.text for value in line.values] or ([line.sentence.text] if not line.gap else [])
            said += [(places.lines[line.id], text) for text in texts if line.id in places.lines]
        for place, text in said:
            self._put(place, text, places.origin)

    def _absent(self, place: str, reason: str, key: str) -> None:
        path = compile_path(place)
        found = path.first(self.builder.root)
        if found is not None and (not isinstance(found.value, dict | list) or found.value):
            return  # another answer says it after all
        number = len(self.builder.root.get("absences", ()))
        # A place that can be pointed at is; else the path says which element it would stand in.
        pointer = path.blame(self.builder.root)[0] if _stands(place, self.builder.root) else place
        self._put(f"/absences[{number}]/pointer", pointer, key)
        self._put(f"/absences[{number}]/reason", reason, key)


def _stands(place: str, root: dict[str, Any]) -> bool:
    """Say whether all elements that a path selects on its way are there."""
    end = max(place.rfind("]"), 0)
    return end == 0 or (not place.endswith("]") and compile_path(place[: end + 1]).first(root) is not None)


def unaccounted(done: Written) -> list[str]:
    """Return the pointers of leaves that come from no answer: there are none."""
    return [pointer for pointer, _ in leaves(done.disclosure) if pointer not in done.origins]
