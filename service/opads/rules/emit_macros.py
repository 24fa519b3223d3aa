"""From the syntax tree to Python source: the macros all, exists, exists_one, filter and map, as loops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opads.rules import operators
from opads.rules import tree as t
from opads.rules.emit_logic import ERRORS
from opads.rules.source import Code

if TYPE_CHECKING:
    from opads.rules.emitter import Emitter

__all__ = ("macro",)


@contextmanager
def _element(e: Emitter, node: t.Macro) -> Iterator[str]:
    """Bind the macro's variable to a fresh local while its bodies are emitted."""
    local = e.source.fresh()
    outer = e.names
    e.names = {**outer, node.variable: Code(local, e.element_kind(node.source), atom=True)}
    yield local
    e.names = outer


def _source(e: Emitter, node: t.Macro) -> Code:
    code = e.node(node.source)
    if code.kind in {"list", "map"}:
        return code
    return Code(f"{e.helper(operators.items)}({code.text})", fallible=True)


def _quantifier(e: Emitter, node: t.Macro, predicate: t.Node) -> Code:
    """Emit ``all`` or ``exists``: a deciding element ends the loop, an error is raised only when none decides."""
    over, source = _source(e, node), e.source
    result, kept = source.fresh(), source.fresh()
    start, end = ("True", "False") if node.kind == "all" else ("False", "True")
    with _element(e, node) as local:
        lines, code = e.capture(predicate)
    code = e.boolean(code)
    decided = f"not {code.text}" if node.kind == "all" else code.text
    source.line(f"{result} = {start}")
    if code.fallible:
        source.line(f"{kept} = None")
    with source.aside() as body:
        source.extend(lines)
        with source.block(f"if {decided}:"):
            source.line(f"{result} = {end}")
            source.line("break")
    with source.block(f"for {local} in {over.text}:"):
        if code.fallible:
            with source.block("try:"):
                source.extend(body)
            with source.block(f"except {source.constant(ERRORS, 'errors_')} as error:"):
                source.line(f"{kept} = {kept} or {e.helper(operators.error)}(error)")
        else:
            source.extend(body)
    if code.fallible:
        with source.block(f"if {kept} is not None and {result} is {start}:"):
            source.line(f"raise {kept}")
    return Code(result, "bool", over.fallible or code.fallible, atom=True)


def _collection(e: Emitter, node: t.Macro) -> Code:
    """Emit ``filter``, ``map`` or ``exists_one``: every element is visited, an error is the result."""
    over, source = _source(e, node), e.source
    result = source.fresh()
    counting = node.kind == "exists_one"
    fallible = over.fallible
    source.line(f"{result} = {'0' if counting else '[]'}")
    with _element(e, node) as local, source.aside() as body:
        if node.predicate is not None:
            test = e.boolean(e.node(node.predicate))
            fallible = fallible or test.fallible
            source.line(f"if not {test.text}:")
            source.line(" continue")
        value = e.node(node.transform) if node.transform is not None else Code(local, atom=True)
        fallible = fallible or value.fallible
        source.line(f"{result} += 1" if counting else f"{result}.append({value.text})")
    with source.block(f"for {local} in {over.text}:"):
        source.extend(body)
    if counting:
        return Code(f"({result} == 1)", "bool", fallible)
    return Code(result, "list", fallible, atom=True)


def macro(e: Emitter, node: t.Macro) -> Code:
    """Emit a macro."""
    if node.kind in {"all", "exists"} and node.predicate is not None:
        return _quantifier(e, node, node.predicate)
    return _collection(e, node)
