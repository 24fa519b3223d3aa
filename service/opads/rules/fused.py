"""Many rules as one Python function, which says how each of them ends for a record, but not why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from opads.rules import tree as t
from opads.rules.fuser import Fuser
from opads.rules.sharing import RECORD, Scope, Uses, prepared
from opads.rules.signatures import Kind
from opads.rules.source import Code

if TYPE_CHECKING:
    from opads.rules.compiled import CompiledRule

__all__ = ("Fused", "fuse")

_VARIABLES: dict[str, Kind] = {"disclosure": "map", "native": "dyn", "document": "dyn", "as_of": "string"}
"""What a rule on a record may look at."""

Fused: TypeAlias = Callable[..., tuple[tuple[bool | None, ...], list[tuple[int, int]], list[int]]]
"""Takes disclosure, native record, document and day.

It returns, for each rule in order, whether it held somewhere (None where it did not apply); the number of a rule and the
index of the element (-1 without ``each``) wherever it did not hold; and the numbers of the rules of which nothing is
said, because they have no value somewhere or there is nothing to judge: these may occur twice.
"""


class _Rule:
    """A rule with its number, and its trees."""

    def __init__(self, number: int, rule: CompiledRule) -> None:
        self.number = number
        self.functions = rule.functions
        self.shared = bool(rule.rule.shared)
        self.target = rule.rule.on
        self.each = rule.rule.each
        functions = self.functions
        self.when = prepared(rule.when.tree, functions) if rule.when is not None else None
        self.check = prepared(rule.check.tree, functions) if rule.check is not None else None
        path = t.Text(0, 0, self.each or "")
        self.items = prepared(t.Call(0, 0, "select", (t.Name(0, 0, self.target), path), method=False), functions)

    @property
    def scope(self) -> Scope:
        return RECORD if self.each is None else (self.target, self.each)


class _Fusion:
    """Emits the function for some rules with the same functions."""

    def __init__(self, rules: Sequence[_Rule]) -> None:
        uses = Uses()
        functions = rules[0].functions if rules else {}
        self.rules = rules
        self.apart = [rule for rule in rules if rule.shared or rule.functions is not functions]
        self.groups: dict[tuple[str, Scope], list[_Rule]] = {}
        for rule in rules:
            if rule in self.apart:
                continue
            self.groups.setdefault((rule.target, rule.scope), []).append(rule)
            for tree in (rule.when, rule.check):
                if tree is not None:
                    uses.add(tree, rule.scope)
        for _, scope in self.groups:
            if scope != RECORD:
                uses.add(self.groups[scope[0], scope][0].items, RECORD)
        self.emitter = Fuser(functions, uses, _VARIABLES)
        self.source = self.emitter.source

    def compile(self) -> Fused:
        source = self.source
        with source.aside() as body:
            for (target, scope), group in self.groups.items():
                if target == "disclosure":
                    self.group(scope, group)
                    continue
                with source.block(f"if x_{target} is None:"):
                    source.line(f"odd.extend({[rule.number for rule in group]})")
                with source.block("else:"), self.emitter.perhaps():
                    self.group(scope, group)
        source.line(f"passed = [None] * {len(self.rules)}")
        source.line(f"failed, odd = [], {[rule.number for rule in self.apart]}")
        source.extend(self.emitter.beginning(RECORD))
        source.extend(body)
        source.line("return tuple(passed), failed, odd")
        text = source.render("judged", self.emitter.parameters)
        namespace = dict(source.globals)
        exec(compile(text, "<rules>", "exec"), namespace)  # noqa: S102  # text of our own emitter
        function: Fused = namespace["judged"]
        return function

    def group(self, scope: Scope, group: list[_Rule]) -> None:
        """Emit rules on the same."""
        if scope != RECORD:
            self.loop(scope, group)
            return
        for rule in group:
            self.rule(rule, "-1")

    def loop(self, scope: Scope, group: list[_Rule]) -> None:
        """Emit one loop for all rules that judge the elements of one path."""
        source = self.source
        self.emitter.ahead(group[0].items)
        items = self.emitter.node(group[0].items)
        kind = self.emitter.element_kind(group[0].items)
        item, index = self.emitter.own(), self.emitter.own()
        with source.aside() as body, self.emitter.elements(scope, item, index, kind):
            for rule in group:
                self.rule(rule, index)
        with source.block(f"for {index}, {item} in enumerate({items.text}):"):
            source.extend(self.emitter.beginning(scope))
            source.extend(body)

    def rule(self, rule: _Rule, index: str) -> None:
        """Emit a rule: an error anywhere leaves it to the full path."""
        source = self.source
        source.forget()
        first = rule.check if rule.when is None else rule.when
        if first is not None:
            self.emitter.ahead(first)
        with source.aside() as body, self.emitter.perhaps():
            if rule.when is None:
                fallible = self.check(rule, index)
            else:
                fallible = self.branch(rule, self.emitter.node(rule.when), index)
        if not fallible:
            source.extend(body)
            return
        with source.block("try:"):
            source.extend(body)
        with source.block("except Exception:"):
            source.line(f"odd.append({rule.number})")

    def branch(self, rule: _Rule, applies: Code, index: str) -> bool:
        """Emit what follows from ``when``; say whether anything may fail."""
        source = self.source
        if applies.kind == "bool":
            with source.block(f"if {applies.text}:"):
                return self.check(rule, index) or applies.fallible
        first, later = self.emitter.atom(applies)
        with source.block(f"if {first} is True:"):
            fallible = self.check(rule, index)
        with source.block(f"elif {later} is not False:"):
            source.line(f"odd.append({rule.number})")
        return fallible or applies.fallible

    def check(self, rule: _Rule, index: str) -> bool:
        """Emit what follows from ``assert``; say whether anything may fail."""
        source = self.source
        if rule.check is None:
            source.line(f"passed[{rule.number}] = True")
            return False
        holds = self.emitter.node(rule.check)
        sure = holds.kind == "bool"
        first, later = (holds.text, "") if sure else self.emitter.atom(holds)
        with source.block(f"if {first}:" if sure else f"if {first} is True:"):
            source.line(f"passed[{rule.number}] = True")
        with source.block("else:" if sure else f"elif {later} is False:"):
            source.line(f"failed.append(({rule.number}, {index}))")
        if not sure:
            with source.block("else:"):
                source.line(f"odd.append({rule.number})")
        return holds.fallible


def fuse(rules: Iterable[CompiledRule]) -> Fused:
    """Return the function for some rules of one pack; what Python refuses as too large is left to the full path."""
    return _fused([_Rule(number, rule) for number, rule in enumerate(rules)])


def _fused(rules: list[_Rule]) -> Fused:
    try:
        return _Fusion(rules).compile()
    except (SyntaxError, RecursionError, MemoryError):
        if len(rules) < 2:
            apart = [rule.number for rule in rules]
            return lambda *_: ((None,) * len(apart), [], list(apart))
    half = len(rules) // 2
    one, two = _fused(rules[:half]), _fused(rules[half:])

    def both(*values: Any) -> tuple[tuple[bool | None, ...], list[tuple[int, int]], list[int]]:
        first, second = one(*values), two(*values)
        return first[0] + second[0], first[1] + second[1], first[2] + second[2]

    return both
