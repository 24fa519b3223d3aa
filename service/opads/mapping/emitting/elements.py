"""Emits the making of a canonical element from a native one, which counts only where a value is found for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opads.mapping.compile import Block
from opads.mapping.emitting.pointers import Pointer
from opads.mapping.emitting.surveying import Survey, survey
from opads.mapping.emitting.targets import Target, fulfilled
from opads.mapping.emitting.text import Text
from opads.mapping.path import Key, Match

__all__ = ("element",)


@contextmanager
def element(text: Text, node: Block, target: Target, complete: str | None) -> Iterator[Target]:
    """Emit what is around the rows of an element of ``into``; ``complete`` is the variable that says whether all came."""
    assert node.into is not None  # noqa: S101 - the caller has looked
    found = survey(node.nodes)
    with text.block("if True:") as block:
        block.plain = True
        base = target.next_base(node.into) if target.account else Pointer()
        keeper = target.keeper.apart() if found.apart else target.keeper
        constants, length = target.constants, text.fresh("n")
        if target.account and any(isinstance(step, Match) for step in node.into.steps):
            constants = text.fresh("constants_")
            text.line(f"{constants} = []")
        if found.nested:
            text.line(f"{length} = len(verbatim)")
        inner = Target(text, found, text.fresh("r"), base, keeper, constants)
        behind = _start(node, inner)
        yield inner
        with text.block(f"if {inner.filled or f'len({inner.root}) > {behind}'}:"):
            _finish(node, inner, target)
        dropped = [f"{complete} = False"] if complete is not None else []
        dropped += [f"del verbatim[{length}:]"] if found.nested else []
        if dropped:
            with text.block("else:"):
                text.line("; ".join(dropped))


def _start(node: Block, inner: Target) -> int:
    """Emit the new element; return how many members it has before a value is set."""
    text, selector = inner.text, node.selector
    if inner.found.whole or (selector is not None and not _apart(selector, inner.found)):
        inner.filled = text.fresh("filled_")
        text.line(f"{inner.filled} = False")
    elif selector is not None:
        text.line(f"{inner.root} = {fulfilled(selector)}")
        return len({name for name, *_ in selector.element})
    text.line(f"{inner.root} = {{}}")
    return 0


def _apart(selector: Match, found: Survey) -> bool:
    """Whether none of the members that a selector gives an element is set by the element's rows."""
    names = {name for name, *_ in selector.element}
    firsts = {steps[0] for steps in found.values | found.arrays | found.objects if steps}
    return not any(isinstance(step, Key) and step.name in names for step in firsts)


def _finish(node: Block, inner: Target, target: Target) -> None:
    """Emit what puts a filled element into its array."""
    text, root, selector = inner.text, inner.root, node.selector
    assert node.into is not None  # noqa: S101 - as above
    if selector is not None:
        with text.block(f"if {root}.__class__ is dict:") as block:
            block.plain = inner.filled is None
            if inner.filled is not None:
                text.line(f"{root} = {{**{fulfilled(selector)}, **{root}}}")
            for _, _, token, _ in selector.element if inner.account else ():
                text.line(f"{inner.constants}.append({(inner.base + token).code})")
    if target.filled is not None:
        text.line(f"{target.filled} = True")
    array, _ = target.container(node.into.steps, array=True)
    text.line(f"{array}.append({root})")
    if inner.constants != target.constants:
        text.line(f"{target.constants} += {inner.constants}")
    if inner.keeper is not target.keeper:
        target.keeper.absorb(inner.keeper)
