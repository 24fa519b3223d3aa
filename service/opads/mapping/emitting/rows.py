"""Emits the rows of a mapping for reading: values, constants, conditions, iterations, elements."""

from __future__ import annotations

from opads.mapping.compile import Block, ConstRow, Node, ValueRow
from opads.mapping.emitting.elements import element
from opads.mapping.emitting.errors import UnknownToEmitterError
from opads.mapping.emitting.natives import Found, Natives
from opads.mapping.emitting.targets import Target
from opads.mapping.emitting.text import Text
from opads.mapping.emitting.values import has_plain_names, is_plain, is_scalar, reading, takes_containers

__all__ = ("Rows",)

Scopes = tuple[Found, ...]


class Rows:
    """Emits rows, those that read scopes further out too: the last of ``scopes`` is where native paths start."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.natives = Natives(text)

    def run(self, nodes: tuple[Node, ...], scopes: Scopes, target: Target) -> None:
        """Emit rows that fill one element."""
        for node in nodes:
            if isinstance(node, ValueRow):
                self._value(node, scopes, target)
            elif isinstance(node, ConstRow):
                self._const(node, scopes[-1], target)
            elif isinstance(node, Block):
                holds = [self.natives.holds(scopes[-1], c) for c in node.native_conditions]
                with self.text.block(f"if {' and '.join(holds) or True}:") as block:
                    block.plain = not holds
                    self._block(node, scopes, target)

    def _const(self, node: ConstRow, here: Found, target: Target) -> None:
        text = self.text
        value = repr(node.value) if isinstance(node.value, str | int) else text.constant(node.value)
        if node.canonical is not None:
            pointer = target.put(node.canonical, value, plain=not isinstance(node.value, dict))
            if target.account:
                text.line(f"{target.constants}.append({pointer.code})")
        elif node.native is not None:
            with self.natives.each(here, node.native) as found, text.block(f"if {found.value} == {value}:"):
                target.keeper.constant(found)

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
                    self.run(node.nodes, (*scopes, found.below(text, value, name, token, "*")), target)
        else:
            with self.natives.each(here, node.each) as found, text.block(f"if {found.value}.__class__ is list:"):
                self._elements(node, found, scopes, target)

    def _elements(self, node: Block, found: Found, scopes: Scopes, target: Target) -> None:
        text, into = self.text, node.into is not None
        position, item, before, complete = text.fresh("i"), text.fresh(), text.fresh("n"), text.fresh("o")
        if into:
            text.line(f"{before} = len(unreadable); {complete} = True")
        with text.block(f"for {position}, {item} in enumerate({found.value}):"):
            inner = found.below(text, item, position, position, "[]")
            self._element(node, (*scopes, inner), target, complete)
        if into:
            text.line(f"if len(unreadable) > {before} or not {complete}: verbatim.append({found.pointer.code})")

    def _element(self, node: Block, scopes: Scopes, target: Target, complete: str | None) -> None:
        if node.into is None:
            self.run(node.nodes, scopes, target)
        else:
            with element(self.text, node, target, complete) as inner:
                self.run(node.nodes, scopes, inner)

    def _value(self, node: ValueRow, scopes: Scopes, target: Target) -> None:
        if node.row.direction == "write":
            return
        here = scopes[-1 - node.scope] if node.scope < len(scopes) else scopes[0]
        if node.name:
            self._name(node, here, target)
            return
        if here.is_record and not node.native.steps and takes_containers(node):
            raise UnknownToEmitterError("a row that reads the record as a whole")
        with self.natives.each(here, node.native) as found, reading(self.text, node, found) as read:
            pointers = self._store(node, read.value, target)
            if found.is_record:
                self.text.line("raise TypeError('the record was read as a whole')")
            else:
                target.keeper.value(node, found, read, pointers)

    def _name(self, node: ValueRow, here: Found, target: Target) -> None:
        """Emit the reading of a member's name."""
        text, held, value = self.text, self.text.fresh("t"), self.text.fresh("x")
        text.line(f"{held} = named({text.constant(node, 'row')}, {here.pointer.code}, unreadable)")
        with text.block(f"if {held} is not None:"):
            text.line(f"{value} = {held}[0]")
            target.keeper.name(node, here, self._store(node, value, target))

    def _store(self, node: ValueRow, value: str, target: Target) -> str:
        """Emit what sets the canonical values; return the expression of the tuple of their pointers."""
        if node.canonical is not None:
            pointer = target.put(node.canonical, value, plain=is_plain(node))
            if not target.account:
                return ""
            if has_plain_names(node):
                return f"tuple([{(pointer + '/').named('w').code} for w in {value}])"
            return f"({pointer.code},)" if is_scalar(node) else f"spread({value}, {pointer.code})"
        if not node.parts:
            raise UnknownToEmitterError("a value without a canonical place")
        text, part, name, pointers = self.text, self.text.fresh("x"), self.text.fresh("m"), self.text.fresh("l")
        if target.account:
            text.line(f"{pointers} = []")
        with text.block(f"for {name}, {part} in {value}.items():"):
            for number, (key, path) in enumerate(node.parts.items()):
                with text.block(f"{'el' if number else ''}if {name} == {key!r}:"):
                    pointer = target.put(path, part, plain=False)
                    if target.account:
                        text.line(f"{pointers}.append({pointer.code})")
            with text.block("else:"):
                text.line(f"raise KeyError({name})")
        return f"tuple({pointers})"
