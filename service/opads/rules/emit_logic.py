"""From the syntax tree to Python source: logic, whose errors yield to an operand that decides (CEL, "Logical Operators")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opads.rules import operators
from opads.rules import tree as t
from opads.rules.errors import CelError
from opads.rules.source import Code, Lines

if TYPE_CHECKING:
    from opads.rules.emitter import Emitter

__all__ = ("ERRORS", "conditional", "logic")

ERRORS = (CelError, KeyError, TypeError)
"""What emitted code raises for a CEL error: selection is plain subscription, the rest comes from our functions."""


def logic(e: Emitter, node: t.Logic) -> Code:
    """Emit ``&&`` or ``||``: one Python expression where only the last operand may err, else a run of attempts."""
    operands: list[tuple[Lines, Code]] = []
    for operand in node.operands:
        lines, code = e.capture(operand)
        operands.append((lines, e.boolean(code)))
    codes = [code for _, code in operands]
    if not any(lines for lines, _ in operands) and not any(code.fallible for code in codes[:-1]):
        word = " and " if node.operator == "&&" else " or "
        return Code(f"({word.join(code.text for code in codes)})", "bool", codes[-1].fallible)
    return _attempts(e, node, operands)


def _attempts(e: Emitter, node: t.Logic, operands: list[tuple[Lines, Code]]) -> Code:
    """Emit one attempt after the other: an error is kept, and raised only when no operand decides."""
    source = e.source
    result, kept = source.fresh(), source.fresh()
    undecided = result if node.operator == "&&" else f"not {result}"
    attempts = any(code.fallible for _, code in operands[:-1])
    source.line(f"{result} = {node.operator == '&&'}")
    if attempts:
        source.line(f"{kept} = None")
    for position, (lines, code) in enumerate(operands):
        last = position == len(operands) - 1
        with source.aside() as body:
            source.extend(lines)
            source.line(f"{result} = {code.text}")
        with source.aside() as guarded:
            if code.fallible and not last:
                with source.block("try:"):
                    source.extend(body)
                with source.block(f"except {source.constant(ERRORS, 'errors_')} as error:"):
                    source.line(f"{kept} = {e.helper(operators.error)}(error)")
            else:
                source.extend(body)
        if position == 0:
            source.extend(guarded)
        else:
            with source.block(f"if {undecided}:"):
                source.extend(guarded)
    if attempts:
        with source.block(f"if {kept} is not None and {undecided}:"):
            source.line(f"raise {kept}")
    return Code(result, "bool", any(code.fallible for _, code in operands), atom=True)


def conditional(e: Emitter, node: t.Conditional) -> Code:
    """Emit ``test ? then : otherwise``; only the chosen branch is evaluated."""
    test = e.boolean(e.node(node.test))
    then_lines, then = e.capture(node.then)
    other_lines, other = e.capture(node.otherwise)
    kind = then.kind if then.kind == other.kind else "dyn"
    fallible = test.fallible or then.fallible or other.fallible
    if not then_lines and not other_lines:
        return Code(f"({then.text} if {test.text} else {other.text})", kind, fallible)
    result = e.source.fresh()
    for head, lines, code in ((f"if {test.text}:", then_lines, then), ("else:", other_lines, other)):
        with e.source.block(head):
            e.source.extend(lines)
            e.source.line(f"{result} = {code.text}")
    return Code(result, kind, fallible, atom=True)
