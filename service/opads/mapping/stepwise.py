"""Reading row after row: what the rows of a mapping mean for a native record, done one at a time."""

from __future__ import annotations

from typing import Any

from opads.mapping.builder import Builder
from opads.mapping.codecs import CodecError
from opads.mapping.compile import Block, ConstRow, ImpliedRow, Node, ValueRow
from opads.mapping.marks import Reading, Unreadable
from opads.mapping.path import All, Hit, Index, Match, Path
from opads.mapping.remembered import through_codec
from opads.standard.jsonvalue import escape, get, leaves, unescape

__all__ = ("Stepwise",)


class _Spelling:
    """Marks of one reading: which leaves were read, which of them keep their native spelling."""

    def __init__(self) -> None:
        self.mapped: dict[str, list[str]] = {}
        self.relations: dict[str, str] = {}
        self.spelled: set[str] = set()
        self.verbatim: set[str] = set()
        self.unreadable: list[Unreadable] = []


class Stepwise:
    """Reads native records by compiled rows, one after the other."""

    def __init__(self, format_id: str, nodes: tuple[Node, ...], version: str) -> None:
        self.format_id = format_id
        self.nodes = nodes
        self.version = version

    def read(self, native: dict[str, Any]) -> Reading:
        """Return the disclosure and the account; never raises for what the record holds."""
        marks = _Spelling()
        builder = Builder({"opads": self.version})
        builder.constants.append("/opads")
        self._run(self.nodes, [Hit("", native)], builder, marks)
        reading = Reading(builder.root, constants=builder.constants, unreadable=marks.unreadable)
        reading.mapped = {native_ptr: tuple(dict.fromkeys(p)) for native_ptr, p in marks.mapped.items()}
        reading.relations = marks.relations
        reading.kept = self._residue(native, marks)
        if reading.kept:
            reading.disclosure["extensions"] = {self.format_id: dict(reading.kept)}
        return reading

    def _residue(self, native: dict[str, Any], marks: _Spelling) -> dict[str, Any]:
        """Collect what the canonical disclosure alone would not give back."""
        kept: dict[str, Any] = {}
        verbatim = tuple(sorted(marks.verbatim))
        for array in verbatim:
            found = get(native, array)
            kept[array] = found
        below = tuple(array + "/" for array in verbatim)
        for pointer, value in leaves(native):
            if not pointer or (below and pointer.startswith(below)):
                continue
            if pointer not in marks.mapped or pointer in marks.spelled:
                kept[pointer] = value
        return kept

    def _run(self, nodes: tuple[Node, ...], scopes: list[Hit], builder: Builder, marks: _Spelling) -> None:
        here = scopes[-1]
        for node in nodes:
            if isinstance(node, ValueRow):
                self._value(node, scopes, builder, marks)
            elif isinstance(node, ConstRow):
                self._const(node, here, builder, marks)
            elif isinstance(node, Block):
                for condition in node.native_conditions:
                    if not condition.holds(here.value):
                        break
                else:
                    self._block(node, scopes, builder, marks)
            else:
                assert isinstance(node, ImpliedRow)  # noqa: S101 - closed union

    @staticmethod
    def _const(node: ConstRow, here: Hit, builder: Builder, marks: _Spelling) -> None:
        if node.canonical is not None:
            builder.constants.append(builder.set(node.canonical, node.value))
        elif node.native is not None:
            for hit in node.native.trace(here.value, here.pointer):
                if hit.value == node.value:
                    marks.mapped.setdefault(hit.pointer, [])

    def _block(self, node: Block, scopes: list[Hit], builder: Builder, marks: _Spelling) -> None:
        if node.each is None:
            self._run(node.nodes, scopes, builder, marks)
            return
        here = scopes[-1]
        if not node.each.steps and not node.members:
            self._element(node, here, scopes, builder, marks)
            return
        for found in node.each.trace(here.value, here.pointer):
            if node.members:
                for name, value in found.value.items() if isinstance(found.value, dict) else ():
                    member = Hit(f"{found.pointer}/{escape(name)}", value)
                    self._run(node.nodes, [*scopes, member], builder, marks)
                continue
            if not isinstance(found.value, list):
                continue
            before = len(marks.unreadable)
            complete = True
            for position, item in enumerate(found.value):
                element = Hit(f"{found.pointer}/{position}", item)
                complete &= self._element(node, element, [*scopes, element], builder, marks)
            if (len(marks.unreadable) > before or not complete) and node.into is not None:
                marks.verbatim.add(found.pointer)

    def _element(self, node: Block, element: Hit, scopes: list[Hit], builder: Builder, marks: _Spelling) -> bool:
        """Read one native element; say whether it became a canonical element."""
        inner_scopes = scopes if scopes[-1] is element else [*scopes, element]
        if node.into is None:
            self._run(node.nodes, inner_scopes, builder, marks)
            return True
        if not node.into.trace(builder.root):
            # The way to the array may create elements: first see whether there is anything to put there.
            trial, seen = Builder(), _Spelling()
            self._run(node.nodes, inner_scopes, trial, seen)
            if trial.empty:
                marks.unreadable += seen.unreadable
                return False
        array, pointer = _peek(builder, node.into)
        base = f"{pointer}/{len(array) if array is not None else 0}"
        inner = Builder(None, base)
        local = _Spelling()
        self._run(node.nodes, inner_scopes, inner, local)
        marks.unreadable += local.unreadable
        if inner.empty:
            return False
        if node.selector is not None and isinstance(inner.root, dict):
            constants = Builder(None, base)
            inner.root = {**constants.fulfil(node.selector, base), **inner.root}
            inner.constants += constants.constants
        target, _ = builder.array(node.into)
        target.append(inner.root)
        builder.empty = False
        builder.constants += inner.constants
        for native, pointers in local.mapped.items():
            marks.mapped.setdefault(native, []).extend(pointers)
        marks.relations |= local.relations
        marks.spelled |= local.spelled
        marks.verbatim |= local.verbatim
        return True

    def _value(self, node: ValueRow, scopes: list[Hit], builder: Builder, marks: _Spelling) -> None:
        if node.row.direction == "write":
            return
        here = scopes[-1 - node.scope] if node.scope < len(scopes) else scopes[0]
        if node.name:
            self._name(node, here, builder, marks)
            return
        row = node.row
        for hit in node.native.trace(here.value, here.pointer):
            native = hit.value
            if native is None or native in ("", [], {}):
                continue
            try:
                value, faithful = through_codec(node, native)
            except CodecError as error:
                marks.unreadable.append(Unreadable(hit.pointer, error.reason, error.params, row.unreadable))
                continue
            pointers = self._store(node, value, builder)
            native_leaves = (
                [p for p, _ in leaves(native, hit.pointer)] if isinstance(native, dict | list) else [hit.pointer]
            )
            itemwise = isinstance(native, list) and len(native_leaves) == len(pointers)
            for number, leaf in enumerate(native_leaves):
                marks.mapped.setdefault(leaf, []).extend(pointers[number : number + 1] if itemwise else pointers)
                if row.relation != "equivalent":
                    marks.relations[leaf] = row.relation
                if not faithful:
                    marks.spelled.add(leaf)
            for via in hit.via:
                marks.mapped.setdefault(via, [])

    def _name(self, node: ValueRow, here: Hit, builder: Builder, marks: _Spelling) -> None:
        """Read the name of a member; its first leaf is what the canonical value comes from."""
        try:
            value = node.codec.read(unescape(here.pointer.rpartition("/")[2]))
        except CodecError as error:
            marks.unreadable.append(Unreadable(here.pointer, error.reason, error.params, node.row.unreadable))
            return
        first = next(iter(leaves(here.value, here.pointer)))[0]
        marks.mapped.setdefault(first, []).extend(self._store(node, value, builder))
        marks.spelled.add(first)
        if node.row.relation != "equivalent":
            marks.relations[first] = node.row.relation

    @staticmethod
    def _store(node: ValueRow, value: Any, builder: Builder) -> list[str]:
        if node.canonical is not None:
            pointer = builder.set(node.canonical, value)
            return [p for p, _ in leaves(value, pointer)] if isinstance(value, dict | list) else [pointer]
        return [builder.set(node.parts[name], part) for name, part in value.items()]


def _peek(builder: Builder, into: Path) -> tuple[list[Any] | None, str]:
    """Return the array that ``into`` names where it already exists, and its pointer."""
    node: Any = builder.root
    pointer = builder.base
    for hit in into.trace(node, pointer)[:1]:
        return hit.value, hit.pointer
    if any(isinstance(step, Match | All | Index) for step in into.steps):
        array, found = builder.array(into)
        return array, found
    return None, pointer + into.text.split("[", maxsplit=1)[0]
