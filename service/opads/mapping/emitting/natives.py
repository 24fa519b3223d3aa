"""Emits the way to native values: members looked up once per block, conditions, loops over what a path selects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from opads.mapping.compile import Condition
from opads.mapping.emitting.places import Scope, Spot, Trail
from opads.mapping.emitting.pointers import Pointer
from opads.mapping.emitting.text import Text
from opads.mapping.path import All, Index, Key, OneOf, Path, Step
from opads.standard.jsonvalue import is_index

__all__ = ("Found", "Natives")


@dataclass(frozen=True, slots=True)
class Found:
    """A native node: the local variable that holds it and its pointer."""

    value: str
    pointer: Pointer
    spot: Spot | None
    """Where it stands, if that is known beforehand but for the positions of loops."""
    via: str | None = None
    """The variable that holds the pointers which selectors compared."""

    @property
    def is_record(self) -> bool:
        """Whether it is the record, an object for certain."""
        return self.spot is not None and self.spot.scope.above is None and not self.spot.steps

    def below(self, text: Text, value: str, key: str, token: str, name: str) -> Found:
        """Return an element or a member of this node, which is the scope of the rows in the present block."""
        trail: Trail = (*(self.spot.trail if self.spot else ("*",)), name)
        scope = Scope(text.here, self.spot, key, trail)
        return Found(value, (self.pointer + "/").named(token), Spot(scope) if self.spot else None)


class Natives:
    """Emits what looks at the native record."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def member(self, here: Found, steps: tuple[Step, ...]) -> str:
        """Return the variable that holds the node at names and positions below ``here``, or ``missing``."""
        if not steps:
            return here.value
        text, key = self.text, ("member", here.value, steps)
        known = text.knows(key)
        if known is not None:
            return known
        holder, step = self.member(here, steps[:-1]), steps[-1]
        found = text.fresh()
        if isinstance(step, Index):
            is_there = f"{holder}.__class__ is list and {step.position} < len({holder})"
            text.line(f"{found} = {holder}[{step.position}] if {is_there} else missing")
        elif isinstance(step, Key):
            got = f"{holder}.get({step.name!r}, missing)"
            if not (here.is_record and len(steps) == 1):
                other = f"digit({holder}, {step.name!r})" if is_index(step.name) else "missing"
                got = f"{got} if {holder}.__class__ is dict else {other}"
            text.line(f"{found} = {got}")
        text.know(key, found)
        return found

    @contextmanager
    def each(self, here: Found, path: Path) -> Iterator[Found]:
        """Emit code for each node that a path selects; its value may be ``missing`` where the path has one place."""
        text, steps = self.text, path.steps
        if all(isinstance(step, Key | Index) for step in steps):
            spot = Spot(here.spot.scope, here.spot.steps + steps) if here.spot else None
            yield Found(self.member(here, steps), _pointer(here.pointer, steps), spot)
            return
        hit, value, pointer, via = text.fresh("h"), text.fresh(), text.fresh("p"), text.fresh("w")
        trace = text.constant(path.trace, "trace")
        with text.block(f"for {hit} in {trace}({here.value}, {here.pointer.code}):"):
            text.line(f"{value} = {hit}.value; {pointer} = {hit}.pointer; {via} = {hit}.via")
            yield Found(value, Pointer().named(pointer), None, via)

    def holds(self, here: Found, condition: Condition) -> str:
        """Return the expression that says whether a condition of a block holds."""
        selects = self._selects(here, condition.path)
        return f"not ({selects})" if condition.negated else selects

    def _selects(self, here: Found, path: Path) -> str:
        steps, last = path.steps, path.steps[-1] if path.steps else None
        plain = steps[:-1] if isinstance(last, OneOf | All) else steps
        if not all(isinstance(step, Key | Index) for step in plain):
            return f"{self.text.constant(path.selects, 'selects')}({here.value})"
        value = self.member(here, plain)
        if isinstance(last, All):
            return f"{value}.__class__ is list and len({value}) > 0"
        if isinstance(last, OneOf):
            return self._one_of(value, last)
        return f"{value} is not missing"

    def _one_of(self, value: str, step: OneOf) -> str:
        holds = self.text.constant(step.holds, "holds")
        starts = tuple(a[:-1] for a in step.alternatives if a.endswith("*"))
        whole = tuple(a for a in step.alternatives if not a.endswith("*"))
        tests = [f"{value} in {whole!r}" if len(whole) > 1 else f"{value} == {whole[0]!r}"] if whole else []
        tests += [f"{value}.startswith({starts!r})"] if starts else []
        text = "True" if "" in starts else " or ".join(tests)
        return f"(({text}) if {value}.__class__ is str else {value} is not missing and {holds}({value}))"


def _pointer(base: Pointer, steps: tuple[Step, ...]) -> Pointer:
    for step in steps:
        base += step.token if isinstance(step, Key) else f"/{step.position}" if isinstance(step, Index) else ""
    return base
