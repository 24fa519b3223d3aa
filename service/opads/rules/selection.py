"""The functions ``select`` and ``first``: a path compiled to a loop that collects values, without pointers and steps."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from opads.mapping.path import All, Index, Is, Key, Match, OneOf, Path, compile_path, scalar_text
from opads.rules.errors import CelError
from opads.rules.source import Source
from opads.rules.values import type_name
from opads.standard.jsonvalue import is_index

__all__ = ("MISSING", "first", "first_at", "holds", "select", "select_at")

MISSING = object()
_MOST_LOOPS = 12
_CONSTANTS = ("null", "true", "false")
_NO_NUMBERS = ("NaN", "sNaN", "Infinity")
"""With the constants, all that a value which is no text may be called and that begins with a letter."""


def holds(member: Any, value: str) -> bool:
    """Whether a member equals a condition's value, or is an array that contains it; values compare as text."""
    if member is MISSING:
        return False
    if isinstance(member, list):
        return any(item == value if item.__class__ is str else scalar_text(item) == value for item in member)
    return scalar_text(member) == value


def _held(member: str, text: str) -> str:
    """Return the expression that says what ``holds`` says, for the member of this name."""
    value = repr(text)
    listed = f"({member}.__class__ is list and {value} in {member})"
    if text[:1].isalpha() and text not in _CONSTANTS and not text.startswith(_NO_NUMBERS):
        return f"({member} == {value} or {listed})"
    return f"({member} == {value} or {listed} or ({member}.__class__ is not str and holds({member}, {value})))"


class _Selection:
    """Emits the body of one selection; ``found`` is the statement for a selected value."""

    def __init__(self, path: Path, found: str, end: str) -> None:
        self.source = Source()
        self.found = found
        self.end = end
        self.loops = 0
        self._steps(path, 0, "value")
        self.source.line(end) if self.loops else None

    def _leave(self, condition: str) -> None:
        with self.source.block(f"if {condition}:"):
            self.source.line("continue" if self.loops else self.end)

    def _steps(self, path: Path, position: int, value: str) -> None:
        source = self.source
        while position < len(path.steps) and isinstance(step := path.steps[position], Key | OneOf | Index):
            nested = source.fresh()
            if isinstance(step, Key):
                source.line(f"if {value}.__class__ is dict:")
                source.line(f" {nested} = {value}.get({step.name!r}, missing)")
                if is_index(step.name):
                    source.line(f"elif {value}.__class__ is list and {int(step.name)} < len({value}):")
                    source.line(f" {nested} = {value}[{int(step.name)}]")
                source.line(f"else: {nested} = missing")
                self._leave(f"{nested} is missing")
                value = nested
            elif isinstance(step, Index):
                self._leave(f"{value}.__class__ is not list or {step.position} >= len({value})")
                source.line(f"{nested} = {value}[{step.position}]")
                value = nested
            else:
                self._leave(f"not {source.constant(step.holds)}({value})")
            position += 1
        if position == len(path.steps):
            source.line(self.found.format(value))
            if not self.loops:
                source.line(self.end)
            return
        self._leave(f"{value}.__class__ is not list")
        element = source.fresh()
        with source.block(f"for {element} in {value}:"):
            self.loops += 1
            self._filter(path.steps[position], element)
            self._steps(path, position + 1, element)

    def _filter(self, step: object, element: str) -> None:
        if isinstance(step, Is):
            self._leave(f"{element} != {step.value!r} and text({element}) != {step.value!r}")
        elif isinstance(step, Match):
            self._leave(f"{element}.__class__ is not dict")
            member = self.source.fresh()
            for condition in step.conditions:
                self.source.line(f"{member} = {element}.get({condition.key!r}, missing)")
                held = _held(member, condition.value)
                self._leave(held if condition.negated else f"not {held}")
        elif not isinstance(step, All):
            raise TypeError(f"unknown step {step!r}")


def _compiled(selection: _Selection, head: tuple[str, ...], before: str) -> Callable[..., Any]:
    source = selection.source
    source.lines.insert(0, (0, before))
    text = source.render("selection", head)
    namespace = {**source.globals, "missing": MISSING, "holds": holds, "text": scalar_text}
    exec(compile(text, "<path>", "exec"), namespace)  # noqa: S102  # text of our own emitter
    function: Callable[..., Any] = namespace["selection"]
    return function


@lru_cache(maxsize=4096)
def select_at(path: str) -> Callable[[Any], list[Any]]:
    """Return the function that lists the values a path selects, in document order.

    Raises PathError where the path does not follow its grammar.
    """
    compiled = compile_path(path)
    if sum(isinstance(step, All | Is | Match) for step in compiled.steps) > _MOST_LOOPS:
        return compiled.values
    return _compiled(_Selection(compiled, "found.append({})", "return found"), ("value",), "found = []")


@lru_cache(maxsize=4096)
def first_at(path: str) -> Callable[[Any, Any], Any]:
    """Return the function of (value, default) that gives the first value a path selects, else the default.

    Raises PathError where the path does not follow its grammar.
    """
    compiled = compile_path(path)
    if sum(isinstance(step, All | Is | Match) for step in compiled.steps) > _MOST_LOOPS:
        return lambda value, default: next(iter(compiled.values(value)), default)
    return _compiled(_Selection(compiled, "return {}", "return default"), ("value", "default"), "pass")


def _path(path: Any) -> str:
    if type(path) is not str:
        raise CelError(f"no such overload: a path that is a {type_name(path)}")
    return path


def select(value: Any, path: Any) -> list[Any]:
    """``select(value, path)`` with a path computed at run time."""
    try:
        return select_at(_path(path))(value)
    except ValueError as trouble:
        raise CelError(str(trouble)) from None


def first(value: Any, path: Any, default: Any) -> Any:
    """``first(value, path, default)`` with a path computed at run time."""
    try:
        return first_at(_path(path))(value, default)
    except ValueError as trouble:
        raise CelError(str(trouble)) from None
