"""What the expressions of many rules have in common: trees without positions, paths step by step, what occurs again.

Every function of the language is pure, so an expression over the same variables has the same value wherever it stands.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import replace

from opads.mapping.path import Key, Match, compile_path
from opads.rules import selection
from opads.rules import tree as t
from opads.rules.signatures import Function
from opads.standard.jsonvalue import is_index

__all__ = (
    "LITERALS",
    "RECORD",
    "AllOf",
    "Elements",
    "FirstOf",
    "Found",
    "Listed",
    "Present",
    "Scope",
    "Step",
    "Uses",
    "free",
    "parts",
    "prepared",
)

Scope: TypeAlias = tuple[str, ...]
"""What an expression is over: the record, or the elements that a path selects in it (target, path)."""

RECORD: Scope = ()


class Step(msgspec.Struct, frozen=True):
    """The value of a member; where it is missing, a literal, or the mark of what is missing."""

    operand: Any
    name: str
    default: Any = None


class Found(msgspec.Struct, frozen=True):
    """``first`` of a path of members alone."""

    operand: Any
    default: Any


class FirstOf(msgspec.Struct, frozen=True):
    """The first member of that name among some maps."""

    operand: Any
    name: str
    default: Any


class AllOf(msgspec.Struct, frozen=True):
    """The members of that name of some maps."""

    operand: Any
    name: str


class Listed(msgspec.Struct, frozen=True):
    """``select`` of a path of members alone."""

    operand: Any


class Present(msgspec.Struct, frozen=True):
    """Whether a path of members alone selects anything."""

    operand: Any


class Elements(msgspec.Struct, frozen=True):
    """``select`` of all elements of an array that is found by members alone."""

    operand: Any


LITERALS = (t.Text, t.Bool, t.Int, t.Null)
_HEAVY = (t.Call, t.Macro, FirstOf, AllOf)


def parts(node: Any) -> Iterator[Any]:
    """Yield the nodes right below a node."""
    for name in node.__struct_fields__:
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, msgspec.Struct):
                yield part


@lru_cache(maxsize=4096)
def free(node: Any) -> frozenset[str]:
    """Return the variables that an expression is over."""
    if isinstance(node, t.Name):
        return frozenset((node.name,))
    if isinstance(node, t.Macro):
        bodies = [free(body) for body in (node.predicate, node.transform) if body is not None]
        return free(node.source) | (frozenset().union(*bodies) - {node.variable})
    return frozenset().union(*map(free, parts(node)))


def prepared(node: Any, functions: Mapping[str, Function]) -> Any:
    """Return the tree without positions, so that equal expressions are equal, and with the steps of paths apart."""

    def part(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(part, value))
        return prepared(value, functions) if isinstance(value, msgspec.Struct) else value

    names = [name for name in node.__struct_fields__ if name not in ("line", "column")]
    bare = type(node)(line=0, column=0, **{name: part(getattr(node, name)) for name in names})
    if isinstance(bare, t.Call):
        return _stepwise(bare, functions)
    return _present(bare) if isinstance(bare, t.Binary) else bare


def _present(test: t.Binary) -> Any:
    """Ask whether there is a value, where the number of values is asked for and there is one at most."""
    counted, number = test.left, test.right
    if (
        test.operator == ">"
        and isinstance(counted, t.Call)
        and counted.function == "size"
        and isinstance(number, t.Int)
    ):
        listed = counted.arguments[0]
        if number.value == 0 and isinstance(listed, Listed):
            return Present(listed.operand)
    return test


def _stepwise(call: t.Call, functions: Mapping[str, Function]) -> Any:
    """Take apart the members at the beginning of a path, which many paths share."""
    function = functions.get(call.function)
    if function is None or function.bind not in (selection.select_at, selection.first_at) or call.method:
        return call
    value: Any
    value, path, *default = call.arguments
    if not isinstance(path, t.Text):
        return call
    end = min((at for at in map(path.value.find, "[{") if at >= 0), default=len(path.value))
    head, rest = path.value[:end], path.value[end:]
    names = [step.name for step in compile_path(head).steps if isinstance(step, Key)]
    if not names or rest.startswith("{") or any(is_index(name) for name in names):
        return call
    for name in names:
        value = Step(value, name)
    if rest:
        return _chosen(call, value, rest, *default)
    if not default:
        return Listed(value)
    return replace(value, default=default[0]) if isinstance(default[0], LITERALS) else Found(value, default[0])


def _chosen(call: t.Call, value: Any, path: str, default: Any = None) -> Any:
    """Take apart the choice of elements, which paths share as well, and one member of each."""
    if path == "[]" and default is None:
        return Elements(value)
    choice, *last = compile_path(path).steps
    if isinstance(choice, Match) and len(last) == 1 and isinstance(last[0], Key) and not is_index(last[0].name):
        choose = t.Text(0, 0, path[: path.index("]") + 1])
        chosen = t.Call(0, 0, "select", (value, choose), method=False)
        return AllOf(chosen, last[0].name) if default is None else FirstOf(chosen, last[0].name, default)
    given = () if default is None else (default,)
    return t.Call(0, 0, call.function, (value, t.Text(0, 0, path), *given), method=False)


class Uses:
    """Counts how often each expression worth keeping is asked for; what stands in a loop counts as asked for often."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Scope, Any]] = Counter()

    def again(self, scope: Scope, node: Any) -> bool:
        """Say whether an expression is asked for more than once."""
        return self._counts[scope, node] > 1

    def add(self, node: Any, scope: Scope) -> None:
        """Count an expression of a rule, which is over the record or the elements of a path, and its parts."""
        self._add(node, scope, frozenset(), looped=False)

    def _add(self, node: Any, scope: Scope, bound: frozenset[str], *, looped: bool) -> None:
        names = free(node)
        if names and not names & bound and worth(node):
            at = scope if names & {"item", "index"} else RECORD
            often = 2 if looped or at != scope else 1
            self._counts[at, node] += often
            if self._counts[at, node] > often:
                return
            scope, looped = at, False
        if isinstance(node, t.Macro):
            self._add(node.source, scope, bound, looped=looped)
            for body in (node.predicate, node.transform):
                if body is not None:
                    self._add(body, scope, bound | {node.variable}, looped=True)
            return
        for part in parts(node):
            self._add(part, scope, bound, looped=looped)


def worth(node: Any) -> bool:
    """Say whether keeping the value of an expression costs less than finding it again."""
    if isinstance(node, Step | Found | FirstOf | AllOf | Listed | Elements | t.Call | t.Macro):
        return True
    return isinstance(node, t.Unary | t.Binary | t.Logic | t.Conditional) and _heavy(node)


def _heavy(node: Any) -> bool:
    return isinstance(node, _HEAVY) or any(map(_heavy, parts(node)))
