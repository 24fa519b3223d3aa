"""What rules on sets take from each record: found by each rule, or by one function for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from opads.mapping.path import Path
from opads.rules.errors import CelError
from opads.rules.fuser import Fuser
from opads.rules.model import Gather
from opads.rules.program import Program
from opads.rules.sharing import RECORD, Uses, prepared
from opads.rules.signatures import Function, Kind

if TYPE_CHECKING:
    from opads.rules.compiled import CompiledRule

__all__ = ("Gatherer", "Gathering", "Taken")

FEW = 200
"""Records that are asked rule by rule before one function is made of the rules."""

_VARIABLES: dict[str, Kind] = {"disclosure": "map", "as_of": "string", "inputs": "int"}

Taken: TypeAlias = tuple[int, list[list[Any]], dict[str, Any]]
"""Number of a rule, the keys of the groups that the record belongs to, what is kept of it."""


class Gathering:
    """What a rule on a set takes from each record, compiled."""

    def __init__(
        self, gather: Gather, path: Callable[..., Path | None], program: Callable[..., Program | None]
    ) -> None:
        def expression(field: str, text: str) -> Program | None:
            return program(field, text, _VARIABLES, tuple(_VARIABLES))

        self.least = gather.least
        self.distinct = gather.distinct
        self.at = path("gather.at", gather.at)
        parts = [expression(f"gather.key.{i}", text) for i, text in enumerate(gather.key)]
        self.key = [part for part in parts if part is not None]
        self.every = expression("gather.every", gather.every) if gather.every is not None else None
        self.when = expression("gather.when", gather.when) if gather.when is not None else None
        kept = {name: expression(f"gather.keep.{name}", text) for name, text in gather.keep.items()}
        self.keep = {name: value for name, value in kept.items() if value is not None}

    def member(self, disclosure: dict[str, Any], as_of: str, inputs: int) -> tuple[list[list[Any]], dict[str, Any]]:
        """Return the keys of the groups that the disclosure belongs to, and what is kept of it.

        ``inputs`` is how many are judged together. Raises CelError where an expression has no value.
        """
        arguments = (disclosure, as_of, inputs)
        if self.when is not None and self.when.evaluate(*arguments) is not True:
            return [], {}
        key = [part.evaluate(*arguments) for part in self.key]
        keys = [key]
        if self.every is not None:
            every = self.every.evaluate(*arguments)
            if type(every) is not list:
                raise CelError("every: is not a list")
            keys = [[*key, last] for last in every]
        return keys, {name: kept.evaluate(*arguments) for name, kept in self.keep.items()}


class Gatherer:
    """What several rules on sets take from each record."""

    def __init__(self, rules: Sequence[tuple[int, CompiledRule]]) -> None:
        """Take the rules with the numbers by which they are spoken of."""
        self._rules = {number: rule.gather for number, rule in rules if rule.gather is not None}
        by_functions: dict[int, list[tuple[int, CompiledRule]]] = {}
        for item in rules:
            by_functions.setdefault(id(item[1].functions), []).append(item)
        self._groups = list(by_functions.values())
        self._fused: list[Callable[..., tuple[list[Taken], list[int]]]] | None = None
        self._records = 0

    def __len__(self) -> int:
        return len(self._rules)

    def take(self, disclosure: dict[str, Any], as_of: str, inputs: int) -> tuple[list[Taken], list[tuple[int, str]]]:
        """Return what is taken, and the numbers of the rules that could not take the record in, with why."""
        if self._fused is None:
            if self._records < FEW:
                self._records += 1
                return self.one_by_one(disclosure, as_of, inputs, self._rules)
            self._fused = [fuse(group) for group in self._groups]
        taken: list[Taken] = []
        missed: list[tuple[int, str]] = []
        for fused in self._fused:
            found, odd = fused(disclosure, as_of, inputs)
            taken += found
            if odd:
                again, why = self.one_by_one(disclosure, as_of, inputs, odd)
                taken += again
                missed += why
        return taken, missed

    def one_by_one(
        self, disclosure: dict[str, Any], as_of: str, inputs: int, numbers: Mapping[int, Gathering] | Sequence[int]
    ) -> tuple[list[Taken], list[tuple[int, str]]]:
        """Return the same by asking some of the rules themselves."""
        taken: list[Taken] = []
        missed = []
        for number in numbers:
            try:
                keys, kept = self._rules[number].member(disclosure, as_of, inputs)
            except CelError as error:
                missed.append((number, f"gather: {error.reason}"))
                continue
            if keys:
                taken.append((number, keys, kept))
        return taken, missed


def fuse(rules: Sequence[tuple[int, CompiledRule]]) -> Callable[..., tuple[list[Taken], list[int]]]:
    """Return the function of disclosure, day and number of inputs for some rules with the same functions.

    It returns what the rules take, and the numbers of those that must be asked themselves.
    """
    numbers = [number for number, _ in rules]
    try:
        return _fused(rules, rules[0][1].functions)
    except (SyntaxError, RecursionError, MemoryError):
        return lambda *_: ([], numbers)


def _fused(
    rules: Sequence[tuple[int, CompiledRule]], functions: Mapping[str, Function]
) -> Callable[..., tuple[list[Taken], list[int]]]:
    uses = Uses()
    trees = [(number, _Trees(rule.gather, functions)) for number, rule in rules if rule.gather is not None]
    for _, tree in trees:
        for expression in tree.all:
            uses.add(expression, RECORD)
    emitter = Fuser(functions, uses, _VARIABLES)
    source = emitter.source
    with source.aside() as body:
        for number, tree in trees:
            source.forget()
            emitter.ahead(tree.all[0])
            with source.block("try:"), emitter.perhaps():
                if tree.when is None:
                    _take(emitter, number, tree)
                else:
                    with source.block(f"if {emitter.node(tree.when).text} is True:"):
                        _take(emitter, number, tree)
            with source.block("except Exception:"):
                source.line(f"odd.append({number})")
    source.line("taken, odd = [], []")
    source.extend(emitter.beginning(RECORD))
    source.extend(body)
    source.line("return taken, odd")
    text = source.render("gathered", emitter.parameters)
    namespace = dict(source.globals)
    exec(compile(text, "<sets>", "exec"), namespace)  # noqa: S102  # text of our own emitter
    function: Callable[..., tuple[list[Taken], list[int]]] = namespace["gathered"]
    return function


class _Trees:
    """The trees of a gathering."""

    def __init__(self, gather: Gathering, functions: Mapping[str, Function]) -> None:
        self.when = None if gather.when is None else prepared(gather.when.tree, functions)
        self.key = [prepared(part.tree, functions) for part in gather.key]
        self.every = None if gather.every is None else prepared(gather.every.tree, functions)
        self.keep = {name: prepared(kept.tree, functions) for name, kept in gather.keep.items()}

    @property
    def all(self) -> list[Any]:
        """All of them, in the order in which they are evaluated."""
        return [tree for tree in (self.when, *self.key, self.every, *self.keep.values()) if tree is not None]


def _take(e: Fuser, number: int, tree: _Trees) -> None:
    """Emit what is taken of a record."""
    source = e.source
    key = ", ".join(e.node(part).text for part in tree.key)
    keys = source.fresh()
    source.line(f"{keys} = [[{key}]]")
    if tree.every is not None:
        last, every = source.fresh(), source.fresh()
        source.line(f"{every} = {e.node(tree.every).text}")
        with source.block(f"if {every}.__class__ is not list:"):
            source.line("raise TypeError")
        source.line(f"({last},), {keys} = {keys}, []")
        element = source.fresh()
        with source.block(f"for {element} in {every}:"):
            source.line(f"{keys}.append([*{last}, {element}])")
    kept = ", ".join(f"{name!r}: {e.node(value).text}" for name, value in tree.keep.items())
    taken = f"taken.append(({number}, {keys}, {{{kept}}}))"
    source.line(f"if {keys}: {taken}" if tree.every is not None else taken)
