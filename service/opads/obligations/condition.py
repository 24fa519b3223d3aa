"""Conditions in CEL over a situation, three-valued: a fact that is missing never looks like one that is false.

CEL's own logic is the base: ``false && error`` is false, ``true || error`` is true, anything else with an error is an
error (CEL specification, "Logical Operators"). An error that comes of a missing fact makes the condition undetermined,
and the tree of ``&&``, ``||``, ``!`` tells which facts decided and which are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from opads.rules import tree as t
from opads.rules.cache import parsed
from opads.rules.errors import CelError, ExpressionError
from opads.rules.functions import extension_functions
from opads.rules.program import Program
from opads.rules.signatures import Function, Kind
from opads.standard.jsonvalue import get

__all__ = ("Condition", "Expression", "Verdict", "both")

VARIABLES: dict[str, Kind] = {"situation": "map", "group": "map"}
_FORBIDDEN = ("select", "first")
FUNCTIONS: dict[str, Function] = {k: v for k, v in extension_functions().items() if k not in _FORBIDDEN}
"""What a condition may call: not the functions that give a default for what is missing."""

_MISSING = object()


class Verdict(NamedTuple):
    """True, false or None for undetermined; the facts that decided; those that are missing; what else went wrong."""

    value: bool | None
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str | None = None


class Expression:
    """One expression with the facts (pointers into the situation) that it reads.

    Raises ExpressionError (a ValueError) for what is not CEL, and for ways to ask whether a fact is there.
    """

    def __init__(self, text: str, node: t.Node | None = None) -> None:
        node = parsed(text) if node is None else node
        self.facts = tuple(dict.fromkeys(_facts(text, node)))
        self.groups = tuple(dict.fromkeys(_groups(node)))
        self.program = Program(text, node, VARIABLES, FUNCTIONS, tuple(VARIABLES))

    def value(self, situation: Mapping[str, Any], group: Mapping[str, list[str]]) -> Any:
        """Return the value; raises CelError where there is none."""
        return self.program.evaluate(situation, group)

    def test(self, situation: Mapping[str, Any], group: Mapping[str, list[str]]) -> Verdict:
        """Return what the expression says of the situation."""
        missing = tuple(fact for fact in self.facts if get(situation, fact, _MISSING) is _MISSING)
        try:
            value = self.value(situation, group)
        except CelError as error:
            return Verdict(None, (), missing, None if missing else error.reason)
        if value is not True and value is not False:
            return Verdict(None, (), (), "is neither true nor false")
        return Verdict(value, tuple(fact for fact in self.facts if fact not in missing))


@dataclass(frozen=True, slots=True)
class _Junction:
    conjunction: bool
    parts: tuple[_Part, ...]

    def test(self, situation: Mapping[str, Any], group: Mapping[str, list[str]]) -> Verdict:
        return _join([part.test(situation, group) for part in self.parts], conjunction=self.conjunction)


@dataclass(frozen=True, slots=True)
class _Negation:
    part: _Part

    def test(self, situation: Mapping[str, Any], group: Mapping[str, list[str]]) -> Verdict:
        found = self.part.test(situation, group)
        return found if found.value is None else found._replace(value=not found.value)


_Part: TypeAlias = Expression | _Junction | _Negation


class Condition:
    """A condition ready to be tested; ``facts`` and ``groups`` are all that it can look at.

    Raises ExpressionError.
    """

    def __init__(self, text: str) -> None:
        whole = Expression(text)
        if whole.program.kind not in {"bool", "dyn"}:
            raise ExpressionError(f"must be true or false, but is a {whole.program.kind}", text=text, line=1, column=1)
        self.text = text
        self.facts = whole.facts
        self.groups = whole.groups
        self._part = _part(text, whole.program.tree)

    def test(self, situation: Mapping[str, Any], group: Mapping[str, list[str]]) -> Verdict:
        """Return what the condition says of a situation (JSON object) and groups of codes by name."""
        return self._part.test(situation, group)


def both(*verdicts: Verdict) -> Verdict:
    """Return the conjunction of verdicts."""
    return _join(verdicts, conjunction=True)


def _join(verdicts: list[Verdict] | tuple[Verdict, ...], *, conjunction: bool) -> Verdict:
    """Join by Kleene's logic: the first that decides is the reason; else all are; else what the open ones lack."""
    for verdict in verdicts:
        if verdict.value is not conjunction and verdict.value is not None:
            return verdict
    opened = [verdict for verdict in verdicts if verdict.value is None]
    if opened:
        missing = tuple(dict.fromkeys(fact for verdict in opened for fact in verdict.missing))
        return Verdict(None, (), missing, next((v.reason for v in opened if v.reason), None))
    return Verdict(conjunction, tuple(dict.fromkeys(fact for verdict in verdicts for fact in verdict.facts)))


def _part(text: str, node: t.Node) -> _Part:
    if isinstance(node, t.Logic):
        return _Junction(node.operator == "&&", tuple(_part(text, operand) for operand in node.operands))
    if isinstance(node, t.Unary) and node.operator == "!":
        return _Negation(_part(text, node.operand))
    return Expression(text, node)


def _children(node: t.Node) -> Iterator[t.Node]:
    for name in node.__struct_fields__:
        value = getattr(node, name)
        for child in value if isinstance(value, tuple) else (value,):
            if hasattr(child, "__struct_fields__"):
                yield child


def _chain(node: t.Node, root: str) -> list[str] | None:
    """Return the names of a chain of members that begins with a variable, or None."""
    names: list[str] = []
    while isinstance(node, t.Member):
        names.insert(0, node.name)
        node = node.operand
    return names if isinstance(node, t.Name) and node.name == root else None


def _facts(text: str, node: t.Node) -> Iterator[str]:
    chain = _chain(node, "situation")
    if chain:
        yield "/" + "/".join(chain)
        return
    if chain == [] or isinstance(node, t.Has):
        problem = "asks whether a fact is there: a condition names the fact, and is undetermined where it is missing"
        raise ExpressionError(problem, text=text, line=node.line, column=node.column)
    for child in _children(node):
        yield from _facts(text, child)


def _groups(node: t.Node) -> Iterator[str]:
    chain = _chain(node, "group")
    if chain:
        yield chain[0]
        return
    for child in _children(node):
        yield from _groups(child)
