"""From the trees of many rules to the body of one Python function: a value found once is kept in a local variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from opads.mapping.path import Match, compile_path
from opads.rules import tree as t
from opads.rules.emitter import Emitter
from opads.rules.inlines import INLINES
from opads.rules.selection import MISSING, select
from opads.rules.sharing import (
    LITERALS,
    RECORD,
    AllOf,
    Elements,
    FirstOf,
    Found,
    Listed,
    Present,
    Scope,
    Step,
    Uses,
    free,
    parts,
)
from opads.rules.signatures import STANDARD, Function, Kind
from opads.rules.source import Code, Lines

__all__ = ("Fuser",)

_UNSET = object()
_BRANCHING = (t.Logic, t.Conditional, t.Macro)


class Fuser(Emitter):
    """Emits expressions of rules with the same functions into one body.

    The value of an expression that ``uses`` knows to come again is kept; it is found when it is first needed, not before.
    """

    def __init__(self, functions: Mapping[str, Function], uses: Uses, variables: Mapping[str, Kind]) -> None:
        super().__init__("", variables, functions)
        self._known = {**functions, **STANDARD}
        self._uses = uses
        self._owners: dict[str, tuple[Code, Scope]] = {name: (code, RECORD) for name, code in self.names.items()}
        self._kept: dict[tuple[Scope, Any], Code] = {}
        self._begin: dict[Scope, dict[str, str]] = {RECORD: {}}
        self._steps: dict[Scope, dict[Any, dict[Step, str]]] = {RECORD: {}}
        self._sure: set[str] = set()
        self._count = 0
        self._missing = self.source.constant(MISSING, "missing_")
        self._unset = self.source.constant(_UNSET, "unset_")
        marks = tuple(f"{name}={name}" for name in (self._missing, self._unset))
        self.parameters = (*(f"x_{name}" for name in variables), *marks)
        """The variables, and marks, which are nearer as parameters than as globals."""

    @contextmanager
    def perhaps(self) -> Iterator[None]:
        """Emit lines that may not be run, or not to their end: what they keep is not surely there behind them."""
        before = self._sure
        self._sure = set(before)
        yield
        self._sure = before

    def element_kind(self, source: Any) -> Kind:
        """Elements that a condition on their members chose are maps."""
        chosen = isinstance(source, t.Call) and source.function == "select" and self._known["select"].call is select
        if not chosen or not isinstance(path := source.arguments[1], t.Text):
            return "dyn"
        steps = compile_path(path.value).steps
        return "map" if steps and isinstance(steps[-1], Match) else "dyn"

    def ahead(self, node: Any) -> None:
        """Emit what an expression asks for in any case and what cannot fail, so that it is surely there from now on."""
        scope = self._over(node)
        if scope is not None and self._uses.again(scope, node) and not _is_member(node):
            kept = self._kept.get((scope, node))
            if kept is not None and kept.text in self._sure:
                return
            if not self._apart(node)[1].fallible:
                self._keep(scope, node)
                return
        for part in _asked(node):
            self.ahead(part)

    @contextmanager
    def elements(self, scope: Scope, item: str, index: str, kind: Kind) -> Iterator[None]:
        """Emit what is said of each of several elements."""
        names = self.names
        bound = {"item": Code(item, kind, atom=True), "index": Code(index, "int", atom=True)}
        self.names = {**names, **bound}
        self._owners |= {name: (code, scope) for name, code in bound.items()}
        self._begin[scope] = {}
        self._steps[scope] = {}
        with self.perhaps():
            yield
        self.names = names

    def beginning(self, scope: Scope) -> Lines:
        """Return the lines with which a body begins: the members that are looked at, and that nothing else is known."""
        marks = self._begin[scope]
        alike = [(mark, [name for name, own in marks.items() if own == mark]) for mark in ("None", self._unset)]
        lines = [(0, " = ".join((*names, mark))) for mark, names in alike if names]
        with self.source.aside() as steps:
            for operand in self._steps[scope]:
                if isinstance(operand, t.Name):
                    self._members(self._owners[operand.name][0], self._steps[scope], operand)
        return [*lines, *steps]

    def _members(self, owner: Code, steps: dict[Any, dict[Step, str]], operand: Any) -> list[tuple[str, str]]:
        """Emit the members of a value, and theirs; return the names of all."""
        names = []
        with self.source.aside() as lines:
            for step, name in steps[operand].items():
                default = self._default(step)
                self.source.line(f"{name} = {owner.text}.get({step.name!r}, {default})")
                names.append((name, default))
                if step in steps:
                    names += self._members(Code(name), steps, step)
        if owner.kind == "map":
            self.source.extend(lines)
            return names
        with self.source.block(f"if {owner.text}.__class__ is dict:"):
            self.source.extend(lines)
        with self.source.block("else:"):
            for default in dict.fromkeys(default for _, default in names):
                self.source.line(" = ".join((*(name for name, own in names if own == default), default)))
        return names

    def _default(self, step: Step) -> str:
        return self._missing if step.default is None else self.node(step.default).text

    def capture(self, node: t.Node) -> tuple[Lines, Code]:
        """Emit a node with its lines apart, which may not be run."""
        with self.perhaps():
            return super().capture(node)

    def node(self, node: Any) -> Code:
        """Emit a node, or take its value from where it is kept."""
        scope = self._over(node)
        if scope is not None and _is_member(node):
            return self._member(scope, node)
        if scope is not None and self._uses.again(scope, node):
            return self._keep(scope, node)
        return self._find(node)

    def _over(self, node: Any) -> Scope | None:
        """Return what an expression is over: the record, or an element; None where it is nothing, or a macro's variable."""
        scope: Scope | None = None
        for name in free(node):
            code, owner = self._owners.get(name, (None, RECORD))
            if code is not self.names[name]:
                return None
            scope = max(scope or RECORD, owner)
        return scope

    def _keep(self, scope: Scope, node: Any) -> Code:
        kept = self._kept.get((scope, node))
        if kept is not None and kept.text in self._sure:
            return kept
        lines, code = self._apart(node)
        if kept is None:
            kept = self._kept[scope, node] = Code(self.own(), code.kind, atom=True)
            self._begin[scope][kept.text] = self._unset if code.kind in {"dyn", "null"} else "None"
        with self.source.block(f"if {kept.text} is {self._begin[scope][kept.text]}:"):
            self.source.extend(lines)
            self.source.line(f"{kept.text} = {code.text}")
        self._sure.add(kept.text)
        return replace(kept, fallible=code.fallible)

    def _member(self, scope: Scope, node: Step) -> Code:
        """Take the value of a member, which stands ready from the beginning of the body."""
        if isinstance(node.operand, Step):
            self._member(scope, node.operand)
        names = self._steps[scope].setdefault(node.operand, {})
        if node not in names:
            names[node] = self.own()
        return Code(names[node], atom=True)

    def own(self) -> str:
        """Return a name that stays what it is throughout the body."""
        self._count += 1
        return f"w{self._count}"

    def _apart(self, node: Any) -> tuple[Lines, Code]:
        with self.perhaps(), self.source.aside() as lines:
            return lines, self._find(node)

    def _find(self, node: Any) -> Code:
        if isinstance(node, Step):
            return self._step(node)
        if isinstance(node, Found):
            return self._found(node)
        if isinstance(node, Listed):
            operand = self.node(node.operand)
            first, later = self.atom(operand)
            return Code(f"([] if {first} is {self._missing} else [{later}])", "list", operand.fallible)
        if isinstance(node, Present):
            operand = self.node(node.operand)
            return Code(f"({operand.text} is not {self._missing})", "bool", operand.fallible)
        if isinstance(node, FirstOf):
            return self._first(node)
        if isinstance(node, AllOf):
            return self._all(node)
        if isinstance(node, Elements):
            operand = self.node(node.operand)
            first, later = self.atom(operand)
            return Code(f"({later} if {first}.__class__ is list else [])", "list", operand.fallible)
        if isinstance(node, t.Call) and (function := self._known.get(node.function)) and function.call in INLINES:
            return INLINES[function.call](self, [self.node(argument) for argument in node.arguments])
        if isinstance(node, _BRANCHING):
            with self.perhaps():
                return super().node(node)
        return super().node(node)

    def _step(self, node: Step) -> Code:
        operand = self.node(node.operand)
        if operand.kind == "map":
            return Code(f"{operand.text}.get({node.name!r}, {self._default(node)})", "dyn", operand.fallible)
        first, later = self.atom(operand)
        value = f"{later}.get({node.name!r}, {self._default(node)})"
        return Code(f"({value} if {first}.__class__ is dict else {self._default(node)})", "dyn", operand.fallible)

    def _found(self, node: Found) -> Code:
        operand = self.node(node.operand)
        first, later = self.atom(operand)
        lines, default = self.capture(node.default)
        fallible = operand.fallible or default.fallible
        if not lines:
            return Code(f"({later} if {first} is not {self._missing} else {default.text})", "dyn", fallible)
        name = self.source.fresh()
        self.source.line(f"{name} = {first}")
        with self.source.block(f"if {name} is {self._missing}:"):
            self.source.extend(lines)
            self.source.line(f"{name} = {default.text}")
        return Code(name, "dyn", fallible, atom=True)

    def _first(self, node: FirstOf) -> Code:
        among, name, element = self.node(node.operand), self.source.fresh(), self.source.fresh()
        lines, default = self.capture(node.default)
        literal = isinstance(node.default, LITERALS)
        if literal:
            self.source.line(f"{name} = {default.text}")
        with self.source.block(f"for {element} in {among.text}:"), self.source.block(f"if {node.name!r} in {element}:"):
            self.source.line(f"{name} = {element}[{node.name!r}]")
            self.source.line("break")
        if not literal:
            with self.source.block("else:"):
                self.source.extend(lines)
                self.source.line(f"{name} = {default.text}")
        return Code(name, "dyn", among.fallible or default.fallible, atom=True)

    def _all(self, node: AllOf) -> Code:
        among, name, element = self.node(node.operand), self.source.fresh(), self.source.fresh()
        self.source.line(f"{name} = []")
        with self.source.block(f"for {element} in {among.text}:"), self.source.block(f"if {node.name!r} in {element}:"):
            self.source.line(f"{name}.append({element}[{node.name!r}])")
        return Code(name, "list", among.fallible, atom=True)


def _is_member(node: Any) -> bool:
    """Say whether an expression is a member, or a member of a member, of a variable."""
    return isinstance(node, Step) and (isinstance(node.operand, t.Name) or _is_member(node.operand))


def _asked(node: Any) -> Iterator[Any]:
    """Yield the parts of an expression that are evaluated whatever the others are."""
    if isinstance(node, t.Logic):
        yield node.operands[0]
    elif isinstance(node, t.Conditional):
        yield node.test
    elif isinstance(node, t.Macro):
        yield node.source
    elif isinstance(node, Found | FirstOf):
        yield node.operand
    else:
        yield from parts(node)
