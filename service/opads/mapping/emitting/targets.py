"""Emits what fills a canonical element: containers made with their first value, elements of selectors, pointers."""

from __future__ import annotations

from opads.mapping.emitting.errors import UnknownToEmitterError
from opads.mapping.emitting.keeping import Keeper
from opads.mapping.emitting.pointers import Pointer
from opads.mapping.emitting.surveying import Steps, Survey
from opads.mapping.emitting.text import Text
from opads.mapping.path import All, Index, Is, Key, Match, Path

__all__ = ("Target", "fulfilled")


class Target:
    """One element under construction, held by the variable ``root``."""

    def __init__(self, text: Text, found: Survey, root: str, base: Pointer, keeper: Keeper, constants: str) -> None:
        self.text = text
        self.found = found
        self.root = root
        self.base = base
        self.keeper = keeper
        self.constants = constants
        self.account = keeper.account
        self.home = text.here
        self.filled: str | None = None
        """The variable that says whether anything was set, where the element itself does not say it."""
        self._shared = found.shared
        self._held: dict[Steps, tuple[str, str]] = {}

    def put(self, path: Path, value: str, *, plain: bool) -> Pointer:
        """Emit the setting of a value, and return its pointer; ``plain``: it is no object."""
        text = self.text
        if self.filled is not None:
            text.line(f"{self.filled} = True")
        if not path.steps:
            text.line(f"{self.root} = {value}" if plain else f"{self.root} = merged({self.root}, {value})")
            return self.base
        holder, pointer = self.container(path.steps[:-1])
        last = path.steps[-1]
        if isinstance(last, Key):
            place = f"{holder}[{last.name!r}]"
            both = f"merged({place}, {value}) if {last.name!r} in {holder} else {value}"
            text.line(f"{place} = {value if plain else both}")
            return pointer + last.token
        if isinstance(last, Index):
            text.line(f"if len({holder}) <= {last.position}: grown({holder}, {last.position})")
            place = f"{holder}[{last.position}]"
            text.line(f"{place} = {value}" if plain else f"{place} = merged({place}, {value})")
            return pointer + f"/{last.position}"
        if isinstance(last, Is):
            text.line(f"if {last.value!r} not in {holder}: {holder}.append({last.value!r})")
            return self._position(pointer, f"{holder}.index({last.value!r})")
        if isinstance(last, All):
            text.line(f"{holder}.append({value})")
            return self._position(pointer, f"len({holder}) - 1")
        raise UnknownToEmitterError(f"a path like {path.text}")

    def _position(self, pointer: Pointer, expression: str) -> Pointer:
        if not self.account:
            return pointer
        position = self.text.fresh("n")
        self.text.line(f"{position} = {expression}")
        return (pointer + "/").named(position)

    def container(self, steps: Steps, *, array: bool = False) -> tuple[str, Pointer]:
        """Emit what makes the container at these steps where it is not there; return its variable and pointer."""
        if not steps:
            return self.root, self.base
        text, step = self.text, steps[-1]
        if any(steps[:end] in self._shared for end in range(1, len(steps) + 1)):
            return self._looked_up(steps, array=array)
        held, pointer = self._variables(steps)
        if text.knows(("made", held)) is None:
            with text.making(held, self.home):
                holder, above = self.container(steps[:-1])
                if isinstance(step, Key):
                    text.line(f"{holder}[{step.name!r}] = {held} = {self._empty(steps, array=array)}")
                elif isinstance(step, Match):
                    self._element(step, held, pointer, holder, above)
                elif isinstance(step, Index):
                    text.line(f"{held} = grown({holder}, {step.position})")
            for end in range(1, len(steps)):
                text.know(("made", self._variables(steps[:end])[0]), held)
        return held, self._pointer(steps)

    def _variables(self, steps: Steps) -> tuple[str, str]:
        if steps not in self._held:
            self._held[steps] = self.text.fresh("c"), self.text.fresh("q")
        return self._held[steps]

    def _pointer(self, steps: Steps) -> Pointer:
        """Return the pointer of a container that has been made."""
        for end in range(len(steps), 0, -1):
            if isinstance(steps[end - 1], Match):
                return _beyond(Pointer().named(self._variables(steps[:end])[1]), steps[end:])
        return _beyond(self.base, steps)

    def _empty(self, steps: Steps, *, array: bool) -> str:
        return "[]" if array or steps in self.found.arrays else "{}"

    def _element(self, step: Match, held: str, pointer: str, holder: str, above: Pointer) -> None:
        """Emit the element that fulfils a selector, at the end of its array."""
        text = self.text
        if self.account:
            at = self._position(above, f"len({holder})")
            text.line(f"{pointer} = {at.code}")
            for _, _, token, _ in step.element:
                text.line(f"{self.constants}.append({(Pointer().named(pointer) + token).code})")
        text.line(f"{held} = {fulfilled(step)}")
        text.line(f"{holder}.append({held})")

    def _looked_up(self, steps: Steps, *, array: bool) -> tuple[str, Pointer]:
        text, step = self.text, steps[-1]
        holder, above = self.container(steps[:-1])
        found = text.fresh("c")
        if isinstance(step, Key):
            text.line(f"{found} = {holder}.setdefault({step.name!r}, {self._empty(steps, array=array)})")
        elif isinstance(step, Index):
            text.line(f"{found} = grown({holder}, {step.position})")
        else:
            raise UnknownToEmitterError("a selector in a container that is set as a whole")
        return found, _beyond(above, (step,))

    def next_base(self, into: Path) -> Pointer:
        """Emit what finds the pointer of the next element of an array before it is made."""
        text = self.text
        selectors = any(isinstance(step, Match | Index) for step in into.steps)
        if any(into.steps[:end] in self._shared for end in range(1, len(into.steps) + 1)):
            raise UnknownToEmitterError("an array in a container that is set as a whole")
        position, base = text.fresh("n"), text.fresh("b")
        array, _ = self._variables(into.steps)
        text.look(array, self.home)
        text.line(f"{position} = len({array}) if {array} is not None else 0")
        text.line(f"{base} = {(self._coming(into.steps) + '/').named(position).code}")
        if selectors:
            path = text.constant(into, "into")
            text.line(f"{base} = peeked({self.root}, {self.base.code}, {path}) or {base}")
        return Pointer().named(base)

    def _coming(self, steps: Steps) -> Pointer:
        """Return the pointer that a container has or would have if it were made now."""
        text = self.text
        for end in range(len(steps), 0, -1):
            if isinstance(steps[end - 1], Match):
                held, pointer = self._variables(steps[:end])
                array, _ = self._variables(steps[: end - 1])
                text.look(held, self.home)
                text.look(array, self.home)
                position, coming = text.fresh("n"), text.fresh("q")
                above = self._coming(steps[: end - 1])
                text.line(f"{position} = len({array}) if {array} is not None else 0")
                fresh = (above + "/").named(position)
                text.line(f"{coming} = {pointer} if {held} is not None else {fresh.code}")
                return _beyond(Pointer().named(coming), steps[end:])
        return _beyond(self.base, steps)


def _beyond(pointer: Pointer, steps: Steps) -> Pointer:
    for step in steps:
        pointer += step.token if isinstance(step, Key) else f"/{step.position}" if isinstance(step, Index) else ""
    return pointer


def fulfilled(step: Match) -> str:
    """Return the expression of a new element that fulfils a selector."""
    element: dict[str, object] = {}
    for key, value, _, listed in step.element:
        if listed:
            known = element.setdefault(key, [])
            known.append(value) if isinstance(known, list) else None
        else:
            element[key] = value
    return repr(element)
