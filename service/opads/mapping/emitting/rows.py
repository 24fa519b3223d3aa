"""Emits the rows of a mapping for reading: values, constants, conditions, iterations, elements."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from opads.mapping.compile import Block, ConstRow, Node, ValueRow
from opads.mapping.emitting.errors import UnknownToEmitterError
from opads.mapping.emitting.natives import Found, Natives
from opads.mapping.emitting.pointers import Pointer
from opads.mapping.emitting.surveying import survey
from opads.mapping.emitting.targets import Marks, Target, selects_apart
from opads.mapping.emitting.text import Text
from opads.mapping.emitting.values import Read, is_plain, is_scalar, reading, takes_containers
from opads.mapping.path import Match

__all__ = ("Rows",)

Scopes = tuple[Found, ...]


class Rows:
    """Emits rows; ``account``: what became of each leaf is kept, not only what is needed to judge the disclosure."""

    def __init__(self, text: Text, *, account: bool) -> None:
        self.text = text
        self.natives = Natives(text)
        self.account = account

    def run(self, nodes: tuple[Node, ...], scopes: Scopes, target: Target) -> None:
        """Emit rows that fill one element."""
        for node in nodes:
            if isinstance(node, ValueRow):
                self._value(node, scopes, target)
            elif isinstance(node, ConstRow):
                self._const(node, scopes[-1], target)
            elif isinstance(node, Block):
                with ExitStack() as stack:
                    holds = [self.natives.holds(scopes[-1], c) for c in node.native_conditions]
                    if holds:
                        stack.enter_context(self.text.block(f"if {' and '.join(holds)}:"))
                    self._block(node, scopes, target)

    def _const(self, node: ConstRow, here: Found, target: Target) -> None:
        text = self.text
        if node.canonical is not None:
            scalar = isinstance(node.value, str | int | bool)
            value = repr(node.value) if scalar else text.constant(node.value)
            pointer = target.put(node.canonical, value, plain=not isinstance(node.value, dict))
            if self.account:
                text.line(f"{target.constants}.append({pointer.code})")
        elif node.native is not None:
            with self.natives.each(here, node.native) as found:
                value = text.constant(node.value) if not isinstance(node.value, str | int) else repr(node.value)
                with text.block(f"if {found.value} == {value}:"):
                    if self.account:
                        text.line(f"{target.marks.mapped}.setdefault({found.pointer.code}, ())")
                    else:
                        text.line(f"{target.marks.seen}.add({found.pointer.code})")

    def _block(self, node: Block, scopes: Scopes, target: Target) -> None:
        text, here = self.text, scopes[-1]
        if node.each is None:
            self.run(node.nodes, scopes, target)
        elif not node.each.steps and not node.members:
            self._element(node, scopes, target, None)
        elif node.members:
            with self.natives.each(here, node.each) as found, text.block(f"if {found.value}.__class__ is dict:"):
                name, value, token = text.fresh("m"), text.fresh(), text.fresh("m")
                with text.block(f"for {name}, {value} in {found.value}.items():"):
                    text.line(f"{token} = escape({name})")
                    member = Found(value, (found.pointer + "/").named(token))
                    self.run(node.nodes, (*scopes, member), target)
        else:
            with self.natives.each(here, node.each) as found, text.block(f"if {found.value}.__class__ is list:"):
                self._elements(node, found, scopes, target)

    def _elements(self, node: Block, found: Found, scopes: Scopes, target: Target) -> None:
        text, into = self.text, node.into is not None
        position, item, before, complete = text.fresh("i"), text.fresh(), text.fresh("n"), text.fresh("o")
        if into:
            text.line(f"{before} = len(unreadable); {complete} = True")
        with text.block(f"for {position}, {item} in enumerate({found.value}):"):
            element = Found(item, (found.pointer + "/").named(position))
            self._element(node, (*scopes, element), target, complete)
        if into:
            text.line(f"if len(unreadable) > {before} or not {complete}: verbatim.append({found.pointer.code})")

    def _element(self, node: Block, scopes: Scopes, target: Target, complete: str | None) -> None:
        """Emit the reading of one native element, which becomes a canonical one where a value is found."""
        if node.into is None:
            self.run(node.nodes, scopes, target)
            return
        text, found = self.text, survey(node.nodes)
        with text.block("if True:"):
            base = target.next_base(node.into) if self.account else Pointer()
            root, marks, constants = text.fresh("r"), target.marks, target.constants
            if found.apart:
                marks = Marks(text.fresh("_"))
                kept = (
                    (f"{marks.mapped} = {{}}", f"{marks.relations} = {{}}")
                    if self.account
                    else (f"{marks.seen} = set()",)
                )
                text.line("; ".join((*kept, f"{marks.spelled} = set()")))
            if self.account and any(isinstance(step, Match) for step in node.into.steps):
                constants = text.fresh("constants_")
                text.line(f"{constants} = []")
            if found.nested:
                length = text.fresh("n")
                text.line(f"{length} = len(verbatim)")
            inner = Target(text, found, root, base, marks, constants, account=self.account)
            first, behind = self._start(node, inner)
            text.line(f"{root} = {first}")
            self.run(node.nodes, scopes, inner)
            with text.block(f"if {inner.filled or f'len({root}) > {behind}'}:"):
                self._finish(node, inner, target)
            if complete is not None or found.nested:
                with text.block("else:"):
                    text.line(f"{complete} = False" if complete is not None else "pass")
                    text.line(f"del verbatim[{length}:]" if found.nested else "pass")

    def _start(self, node: Block, inner: Target) -> tuple[str, int]:
        """Return the expression of the new element, and how many members it has before a value is set."""
        from opads.mapping.emitting.targets import fulfilled

        if inner.found.whole or not selects_apart(node, inner.found):
            inner.filled = self.text.fresh("filled_")
            self.text.line(f"{inner.filled} = False")
        elif node.selector is not None:
            members = {name for name, *_ in node.selector.element}
            return fulfilled(node.selector), len(members)
        return "{}", 0

    def _finish(self, node: Block, inner: Target, target: Target) -> None:
        """Emit what puts a filled element into its array."""
        text, root = self.text, inner.root
        assert node.into is not None  # noqa: S101 - the caller has looked
        if node.selector is not None:
            with ExitStack() as stack:
                if inner.filled is not None:
                    from opads.mapping.emitting.targets import fulfilled

                    stack.enter_context(text.block(f"if {root}.__class__ is dict:"))
                    text.line(f"{root} = {{**{fulfilled(node.selector)}, **{root}}}")
                if self.account:
                    for _, _, token, _ in node.selector.element:
                        text.line(f"{inner.constants}.append({(inner.base + token).code})")
        if target.filled is not None:
            text.line(f"{target.filled} = True")
        array, _ = target.container(node.into.steps, array=True)
        text.line(f"{array}.append({root})")
        if inner.constants != target.constants:
            text.line(f"{target.constants} += {inner.constants}")
        if inner.marks is not target.marks:
            if self.account:
                text.line(f"absorb({target.marks.mapped}, {inner.marks.mapped})")
                text.line(f"{target.marks.relations} |= {inner.marks.relations}")
            else:
                text.line(f"{target.marks.seen} |= {inner.marks.seen}")
            text.line(f"{target.marks.spelled} |= {inner.marks.spelled}")

    def _value(self, node: ValueRow, scopes: Scopes, target: Target) -> None:
        if node.row.direction == "write":
            return
        here = scopes[-1 - node.scope] if node.scope < len(scopes) else scopes[0]
        if node.name:
            self._name(node, here, target)
            return
        with self.natives.each(here, node.native) as found, reading(self.text, node, found) as read:
            pointers = self._store(node, read.value, target)
            if self.account:
                self._account(node, found, read, pointers, target.marks)
            else:
                self._mark(node, found, read, target.marks)

    def _store(self, node: ValueRow, value: str, target: Target) -> str:
        """Emit what sets the canonical values; return the expression of the tuple of their pointers."""
        text = self.text
        if node.canonical is not None:
            pointer = target.put(node.canonical, value, plain=is_plain(node))
            if not self.account:
                return ""
            return f"({pointer.code},)" if is_scalar(node) else f"spread({value}, {pointer.code})"
        if self.account:
            pointers = text.fresh("l")
            text.line(f"{pointers} = []")
        for name, path in self._parts(node):
            pass
        part, name = text.fresh("x"), text.fresh("m")
        if not node.parts:
            raise UnknownToEmitterError("a value without a canonical place")
        with text.block(f"for {name}, {part} in {value}.items():"):
            for number, (key, path) in enumerate(node.parts.items()):
                with text.block(f"{'el' if number else ''}if {name} == {key!r}:"):
                    pointer = target.put(path, part, plain=False)
                    if self.account:
                        text.line(f"{pointers}.append({pointer.code})")
            with text.block("else:"):
                text.line(f"raise KeyError({name})")
        return f"tuple({pointers})" if self.account else ""

    @staticmethod
    def _parts(node: ValueRow) -> Any:
        return node.parts.items()

    def _mark(self, node: ValueRow, found: Found, read: Read, marks: Marks) -> None:
        text, pointer = self.text, found.pointer.code
        known = {"True": marks.seen, "False": marks.spelled}
        chosen = known.get(read.faithful) or f"({marks.seen} if {read.faithful} else {marks.spelled})"
        if takes_containers(node):
            text.line(f"cover({chosen}, {found.value}, {pointer})")
        else:
            text.line(f"{chosen}.add({pointer})")
        if found.via is not None:
            text.line(f"{marks.seen}.update({found.via})")

    def _account(self, node: ValueRow, found: Found, read: Read, pointers: str, marks: Marks) -> None:
        text, leaf, mapped = self.text, found.pointer.code, marks.mapped
        spell = f"{marks.spelled}.%s" if read.faithful == "False" else f"if not {read.faithful}: {marks.spelled}.%s"
        relation = repr(node.row.relation) if node.row.relation != "equivalent" else None
        if takes_containers(node):
            names = text.fresh("l")
            text.line(f"{names} = mark_leaves({mapped}, {found.value}, {leaf}, {pointers})")
            if relation is not None:
                text.line(f"{marks.relations}.update(dict.fromkeys({names}, {relation}))")
            text.line(spell % f"update({names})")
        else:
            if not found.pointer.known:
                name = text.fresh("p")
                text.line(f"{name} = {leaf}")
                leaf = name
            text.line(f"{mapped}[{leaf}] = joined({mapped}.get({leaf}), {pointers})")
            if relation is not None:
                text.line(f"{marks.relations}[{leaf}] = {relation}")
            text.line(spell % f"add({leaf})")
        if found.via is not None:
            text.line(f"map_via({mapped}, {found.via})")

    def _name(self, node: ValueRow, here: Found, target: Target) -> None:
        """Emit the reading of a member's name."""
        text, marks = self.text, target.marks
        held, first = text.fresh("t"), text.fresh("p")
        text.line(f"{held} = named({text.constant(node, 'row')}, {here.pointer.code}, unreadable)")
        with text.block(f"if {held} is not None:"):
            value = text.fresh("x")
            text.line(f"{value} = {held}[0]")
            text.line(f"{first} = first_leaf({here.value}, {here.pointer.code})")
            pointers = self._store(node, value, target)
            if self.account:
                text.line(f"{marks.mapped}[{first}] = joined({marks.mapped}.get({first}), {pointers})")
                if node.row.relation != "equivalent":
                    text.line(f"{marks.relations}[{first}] = {node.row.relation!r}")
            text.line(f"{marks.spelled}.add({first})")
