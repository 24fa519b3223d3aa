"""Conditions on the disclosure as Python expressions over the variables of a scope."""

from __future__ import annotations

from opads.mapping.compile import Condition
from opads.mapping.emit_places import Scope, is_plain
from opads.mapping.path import Is, Key, Match, OneOf, Path
from opads.standard.jsonvalue import is_index

__all__ = ("guard", "holds")


def holds(scope: Scope, condition: Condition) -> str:
    """Return the expression of a condition."""
    test = _selects(scope, condition.path)
    return f"not ({test})" if condition.negated else f"({test})"


def guard(scope: Scope, path: Path) -> str:
    """Return what must hold for a path to select anything at all, its first member being there; empty if nothing."""
    if path.steps and isinstance(path.steps[0], Key) and not is_index(path.steps[0].name):
        return f"{scope.root.key(path.steps[0]).var} is not ABSENT"
    return ""


def _selects(scope: Scope, path: Path) -> str:
    steps, last = path.steps, path.steps[-1] if path.steps else None
    ends = isinstance(last, OneOf | Is)
    node = scope.find(Path("", steps[:-1]) if ends else path)
    whole = f"{scope.source.constant(path, 'path')}.selects(d)"
    if node is None:
        needed = guard(scope, path)
        return f"{needed} and {whole}" if needed else whole
    test = f"{node.var} is not ABSENT" if node.var != "d" else "True"
    if isinstance(last, OneOf):
        test = _is_one(scope, node.var, last)
    elif isinstance(last, Is):
        if not is_plain(last.value):
            return whole
        test = f"isinstance({node.var}, list) and {last.value!r} in {node.var}"
    if not node.way:
        return test
    if isinstance(last, Match) and len(node.way) == 1:
        return f"{node.way[0].var} != ()"
    more = " or ".join(f"len({group.var}) > 1" for group in node.way)
    return f"{node.way[0].var} and ({test} or ({more}) and {whole})"


def _is_one(scope: Scope, value: str, step: OneOf) -> str:
    if step.alternatives == ("*",):
        return f"{value} is not ABSENT and not isinstance({value}, (dict, list))"
    held = f"{scope.source.constant(step, 'one_of')}.holds({value})"
    if any(alternative.endswith("*") for alternative in step.alternatives):
        return f"{value} is not ABSENT and {held}"
    listed = scope.source.constant(frozenset(step.alternatives), "listed")
    return f"({value} in {listed} if isinstance({value}, str) else {value} is not ABSENT and {held})"
