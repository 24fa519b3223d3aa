"""A rule compiled: its paths, its expressions, and its judgement of one record."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from opads.mapping.path import Path, compile_path
from opads.rules.errors import CelError
from opads.rules.gathering import Gathering
from opads.rules.model import Rule
from opads.rules.outcome import Failure, Outcome, RuleInput
from opads.rules.places import pointer_at, pointers_at
from opads.rules.program import Program, compile_expression
from opads.rules.selection import select_at
from opads.rules.signatures import Function, Kind

__all__ = ("CompiledRule",)

_PARAMETERS = ("disclosure", "native", "document", "as_of", "item", "index", "shared")
_LONGEST_REASON = 200
_HOLDS, _FAILS, _DOES_NOT_APPLY = (True, None), (False, None), (None, None)


def variables_of(rule: Rule) -> dict[str, Kind]:
    """Return the variables a rule's expressions may name.

    A rule that also judges what other formats disclose must not look at the native record.
    """
    names: dict[str, Kind] = {"as_of": "string"}
    if rule.on == "document":
        names["document"] = "dyn"
    elif rule.on == "set":
        names["document"] = "map"
    else:
        names["disclosure"] = "map"
        if rule.on == "native" or rule.native_only:
            names |= {"native": "dyn", "document": "dyn"}
    if rule.each is not None:
        names |= {"item": "dyn", "index": "int"}
    if rule.shared:
        names["shared"] = "map"
    return names


class CompiledRule:
    """A rule ready to judge records."""

    def __init__(self, rule: Rule, functions: Mapping[str, Function], problem: Callable[[str, str], None]) -> None:
        """Compile the rule; ``problem`` is told (field, what is wrong), and the rule is then not to be used."""
        self.rule = rule
        self.functions = functions
        self._problem = problem
        self._variables = variables_of(rule)
        self._target = RuleInput._fields.index("document" if rule.on == "set" else rule.on)
        self.each = self._path("each", rule.each)
        self._items = select_at(rule.each) if self.each is not None and rule.each is not None else None
        self._relative = rule.at is not None and rule.at.startswith(".")
        self.at = self._path("at", rule.at[1:] if self._relative and rule.at else rule.at)
        plain = {name: kind for name, kind in self._variables.items() if name not in ("item", "index", "shared")}
        covers = [(text.startswith("."), self._path("covers", text.removeprefix("."))) for text in rule.covers]
        self.covers = tuple((relative, path) for relative, path in covers if path is not None)
        self.shared = {name: self._program(f"shared.{name}", text, plain) for name, text in rule.shared.items()}
        self.when = self._condition("when", rule.when)
        self.check = self._condition("assert", rule.check)
        self.params = {name: self._program(f"params.{name}", text) for name, text in rule.params.items()}
        self.gather = Gathering(rule.gather, self._path, self._program) if rule.gather is not None else None
        self.passed = Outcome(rule.id, "needs-human" if rule.executability == "human" else "passed")
        self.not_applicable = Outcome(rule.id, "not-applicable")
        self.not_in_force = Outcome(rule.id, "not-applicable", "not in force")
        self._from = rule.valid_from.isoformat() if rule.valid_from else ""
        self._until = rule.valid_until.isoformat() if rule.valid_until else "9999-12-31"
        self.severity = lru_cache(maxsize=64)(self._severity)

    def _path(self, field: str, text: str | None) -> Path | None:
        if text is None:
            return None
        try:
            return compile_path(text)
        except ValueError as error:
            self._problem(field, str(error))
            return None

    def _program(
        self,
        field: str,
        text: str,
        variables: Mapping[str, Kind] | None = None,
        parameters: tuple[str, ...] = _PARAMETERS,
    ) -> Program | None:
        try:
            return compile_expression(text, variables or self._variables, self.functions, parameters)
        except ValueError as error:
            self._problem(field, str(error))
            return None

    def _condition(self, field: str, text: str | None) -> Program | None:
        program = self._program(field, text) if text is not None else None
        if program is not None and program.kind not in {"bool", "dyn"}:
            self._problem(field, f"must be true or false, but is a {program.kind}")
        return program

    def _severity(self, as_of: str) -> str | None:
        """Return the severity on a day (YYYY-MM-DD), or None where the rule is not in force."""
        day = as_of[:10]
        if not self._from <= day <= self._until:
            return None
        found: str = self.rule.severity
        for step in self.rule.schedule:
            if step.from_.isoformat() <= day:
                found = step.severity
        return found

    def judge(self, values: RuleInput) -> Outcome:
        """Return the outcome for one record (or document); no exception escapes."""
        severity = self.severity(values[3])
        if severity is None:
            return self.not_in_force
        target = values[self._target]
        if target is None:
            return Outcome(self.rule.id, "not-evaluated", f"there is no {self.rule.on}")
        shared: dict[str, Any] = {}
        try:
            for name, program in self.shared.items():
                if program is not None:
                    shared[name] = program.evaluate(*values, None, -1, None)
        except Exception as error:  # noqa: BLE001  # as in _test: never "valid"
            why = error.reason if isinstance(error, CelError) else f"{type(error).__name__}: {error}"
            return Outcome(self.rule.id, "not-evaluated", f"shared: {why}"[:_LONGEST_REASON])
        if self._items is not None:
            return self._judge_each(values, target, self._items(target), severity, shared)
        arguments = (*values, None, -1, shared)
        holds, reason = self._test(arguments)
        if holds:
            return self.passed
        if holds is False:
            failure = self._failure(severity, arguments, target)
            return Outcome(self.rule.id, "failed", None, (failure,))
        return self.not_applicable if reason is None else Outcome(self.rule.id, "not-evaluated", reason)

    def _judge_each(
        self, values: RuleInput, target: Any, items: list[Any], severity: str, shared: dict[str, Any]
    ) -> Outcome:
        failures, reasons, passed = [], [], False
        bases: list[str] = []
        for index, item in enumerate(items):
            arguments = (*values, item, index, shared)
            holds, reason = self._test(arguments)
            if holds:
                passed = True
            elif holds is False:
                bases = bases or self._bases(target)
                failures.append(self._failure(severity, arguments, target, bases[index]))
            elif reason is not None:
                reasons.append(reason)
        reason = f"{len(reasons)} of {len(items)} elements: {reasons[0]}" if reasons else None
        if failures:
            return Outcome(self.rule.id, "failed", reason, tuple(failures))
        if reason is not None:
            return Outcome(self.rule.id, "not-evaluated", reason)
        return self.passed if passed else self.not_applicable

    def _test(self, arguments: tuple[Any, ...]) -> tuple[bool | None, str | None]:
        """Return (whether it holds, None where it does not apply or was not evaluated; why it was not evaluated)."""
        field = "when"
        try:
            if self.when is not None:
                applies = self.when.evaluate(*arguments)
                if applies is False:
                    return _DOES_NOT_APPLY
                if applies is not True:
                    return None, "when: is neither true nor false"
            field = "assert"
            if self.check is None:
                return _HOLDS
            holds = self.check.evaluate(*arguments)
            if holds is True:
                return _HOLDS
            if holds is False:
                return _FAILS
        except CelError as error:
            return None, f"{field}: {error.reason}"[:_LONGEST_REASON]
        except Exception as error:  # noqa: BLE001  # a fault of ours is a check that did not run, never "valid"
            return None, f"{field}: {type(error).__name__}: {error}"[:_LONGEST_REASON]
        return None, "assert: is neither true nor false"

    def failure(self, values: RuleInput, severity: str, element: int) -> Failure:
        """Return what there is to say of an element (-1: of the whole) for which a rule without ``shared`` does not hold."""
        target = values[self._target]
        if self._items is None:
            return self._failure(severity, (*values, None, element, {}), target)
        item, base = self._items(target)[element], self._bases(target)[element]
        return self._failure(severity, (*values, item, element, {}), target, base)

    def pointer(self, values: RuleInput, element: int) -> str:
        """Return the place of that failure."""
        target = values[self._target]
        if self.at is not None and not self._relative:
            return pointer_at(self.at.text)(target, "")
        if self.each is None or self._items is None:
            return ""
        base = pointers_at(self.each.text)(target)[element]
        return base if self.at is None else pointer_at(self.at.text)(self._items(target)[element], base)

    def _bases(self, target: Any) -> list[str]:
        """Return the pointers of the elements that the rule judges."""
        return pointers_at(self.each.text)(target) if self.each is not None else []

    def _failure(self, severity: str, arguments: tuple[Any, ...], target: Any, base: str = "") -> Failure:
        params = {}
        for name, program in self.params.items():
            try:
                params[name] = program.evaluate(*arguments) if program else None
            except Exception:  # noqa: BLE001, S112  # a parameter without value is left out of the message
                continue
        item = arguments[4]
        covers = tuple(p.expected(item, base) if relative else p.expected(target) for relative, p in self.covers)
        return Failure(severity, params, self.rule.on, self._pointer(target, item, base), covers)

    def _pointer(self, target: Any, item: Any, base: str) -> str:
        if self.at is None:
            return base
        where = pointer_at(self.at.text)
        return where(item, base) if self._relative else where(target, "")
