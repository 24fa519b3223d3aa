"""The rules of a pack that are in force on a day, checked together: a mark for each, words only where one is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from opads.rules.fused import Fused, fuse
from opads.rules.outcome import RuleInput, Status

if TYPE_CHECKING:
    from opads.rules.compiled import CompiledRule

__all__ = ("Checked", "Due", "Marks")

FEW = 500
"""Records that are judged rule by rule before one function is made of the rules, which takes as long as judging these."""

Marks: TypeAlias = tuple[object, ...]
"""How each rule ended: True (it held), None (it did not apply), False (it failed), or left to the rule itself."""

_LEFT = "left to the rule"


class Checked(NamedTuple):
    """How the rules in force ended for a record.

    ``failed`` has the number of a rule and the index of the element (-1: no element) for each failure, ``left`` the numbers
    of the rules that must be asked themselves.
    """

    due: Due
    marks: Marks
    failed: list[tuple[int, int]]
    left: list[int]

    def unheard(self) -> Checked:
        """Return the same, with all that failed left to the rules themselves."""
        marks = tuple(_LEFT if mark is False else mark for mark in self.marks)
        return Checked(self.due, marks, [], sorted({*self.left, *(number for number, _ in self.failed)}))


class Due:
    """The rules of a pack on the days on which their severities are these."""

    def __init__(self, rules: Sequence[CompiledRule], severities: Sequence[str | None]) -> None:
        self.rules = tuple(rule for rule, severity in zip(rules, severities, strict=True) if severity is not None)
        self.severities = tuple(severity for severity in severities if severity is not None)
        self.others = tuple(rule for rule, severity in zip(rules, severities, strict=True) if severity is None)
        """The rules that are not in force."""
        self._records = 0
        self._fused: Fused | None = None

    def check(self, values: RuleInput) -> Checked:
        """Return how the rules end for a record; no exception escapes."""
        if self._fused is None:
            if self._records < FEW:
                self._records += 1
                return self.one_by_one(values)
            self._fused = fuse(self.rules)
        try:
            marks, failed, left = self._fused(*values)
        except Exception:  # noqa: BLE001  # a fault of ours: the rules themselves say what it is
            return self.one_by_one(values)
        if not failed and not left:
            return Checked(self, marks, failed, left)
        return self._marked(list(marks), failed, left)

    def _marked(self, marks: list[object], failed: list[tuple[int, int]], left: list[int]) -> Checked:
        for number, _ in failed:
            marks[number] = False
        for number in left:
            marks[number] = _LEFT
        if left:
            failed = [item for item in failed if marks[item[0]] is False]
        return Checked(self, tuple(marks), failed, sorted(set(left)))

    def one_by_one(self, values: RuleInput) -> Checked:
        """Return the same by asking each rule: those that do not hold are left to be asked again."""
        marks: list[object] = []
        left = []
        for number, rule in enumerate(self.rules):
            outcome = rule.judge(values)
            mark = True if outcome is rule.passed else None if outcome is rule.not_applicable else _LEFT
            marks.append(mark)
            if mark is _LEFT:
                left.append(number)
        return Checked(self, tuple(marks), [], left)

    def statuses(self, marks: Marks) -> Iterator[tuple[str, Status]]:
        """Yield the ids and outcomes of the rules, without those that were left to the rules themselves."""
        for rule, mark in zip(self.rules, marks, strict=True):
            if mark is not _LEFT:
                status: Status = "failed" if mark is False else "not-applicable"
                yield rule.rule.id, rule.passed.status if mark is True else status
        for rule in self.others:
            yield rule.rule.id, "not-applicable"
