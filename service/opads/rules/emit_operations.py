"""From the syntax tree to Python source: comparison, membership and arithmetic, direct where the types are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opads.rules import numbers, operators
from opads.rules import tree as t
from opads.rules.source import Code

if TYPE_CHECKING:
    from opads.rules.emitter import Emitter

__all__ = ("binary", "unary")

_RELATIONS = {
    "<": operators.less,
    "<=": operators.less_equal,
    ">": operators.greater,
    ">=": operators.greater_equal,
}
_ARITHMETIC = {
    "+": numbers.add,
    "-": numbers.subtract,
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.modulo,
}
_ORDERED = frozenset(("bool", "int", "double", "string"))
_NUMBERS = frozenset(("int", "double"))
_SINGLETONS = frozenset(("null", "bool"))


def _is_constant_text_list(node: t.Node) -> bool:
    return isinstance(node, t.ListOf) and all(isinstance(item, t.Text) for item in node.items)


def _plain_equality(node: t.Binary, left: Code, right: Code) -> bool:
    """Whether Python's ``==`` is CEL's: it is wherever a boolean cannot meet an integer 0 or 1, nor hide in a list."""
    for side, code in ((node.left, left), (node.right, right)):
        if code.kind == "string" or (isinstance(side, t.Int) and side.value not in {0, 1}):
            return True
    return left.kind in _NUMBERS and right.kind in _NUMBERS


def _equality(e: Emitter, node: t.Binary, left: Code, right: Code) -> Code:
    negated = node.operator == "!="
    fallible = left.fallible or right.fallible
    kinds = {left.kind, right.kind}
    if kinds & _SINGLETONS and kinds <= _SINGLETONS | {"dyn"}:
        text = f"({left.text} {'is not' if negated else 'is'} {right.text})"
    elif _plain_equality(node, left, right):
        text = f"({left.text} {node.operator} {right.text})"
    else:
        text = f"{e.helper(operators.unequal if negated else operators.equal)}({left.text}, {right.text})"
    return Code(text, "bool", fallible)


def _membership(e: Emitter, node: t.Binary, left: Code, right: Code) -> Code:
    if _is_constant_text_list(node.right) and right.text != "[]":
        return Code(f"({left.text} in ({right.text[1:-1]},))", "bool", left.fallible)
    fallible = left.fallible or right.fallible or right.kind not in {"list", "map"}
    return Code(f"{e.helper(operators.contains)}({left.text}, {right.text})", "bool", fallible)


def _relation(e: Emitter, node: t.Binary, left: Code, right: Code) -> Code:
    same = left.kind == right.kind and left.kind in _ORDERED
    if same or (left.kind in _NUMBERS and right.kind in _NUMBERS):
        return Code(f"({left.text} {node.operator} {right.text})", "bool", left.fallible or right.fallible)
    return Code(f"{e.helper(_RELATIONS[node.operator])}({left.text}, {right.text})", "bool", fallible=True)


def binary(e: Emitter, node: t.Binary) -> Code:
    """Emit a comparison, membership or arithmetic operation."""
    left, right = e.node(node.left), e.node(node.right)
    if node.operator in {"==", "!="}:
        return _equality(e, node, left, right)
    if node.operator == "in":
        return _membership(e, node, left, right)
    if node.operator in _RELATIONS:
        return _relation(e, node, left, right)
    if node.operator == "+" and left.kind == right.kind and left.kind in {"string", "list"}:
        return Code(f"({left.text} + {right.text})", left.kind, left.fallible or right.fallible)
    kind = left.kind if left.kind == right.kind else "dyn"
    return Code(f"{e.helper(_ARITHMETIC[node.operator])}({left.text}, {right.text})", kind, fallible=True)


def unary(e: Emitter, node: t.Unary) -> Code:
    """Emit ``!a`` or ``-a``."""
    operand = e.node(node.operand)
    if node.operator == "!":
        if operand.kind == "bool":
            return Code(f"(not {operand.text})", "bool", operand.fallible)
        return Code(f"{e.helper(operators.negation)}({operand.text})", "bool", fallible=True)
    return Code(f"{e.helper(numbers.negate)}({operand.text})", operand.kind, fallible=True)
