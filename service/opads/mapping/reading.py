"""Reading through a lens: a native record becomes a canonical disclosure, with an account of every native leaf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from opads.mapping.builder import Builder
from opads.mapping.codecs import CodecError, Narrowed
from opads.mapping.compile import Block, ConstRow, ImpliedRow, Node, ValueRow
from opads.mapping.path import All, Hit, Index, Match, Path
from opads.standard.jsonvalue import escape, get, leaves, unescape

__all__ = ("Reader", "Reading", "Unreadable")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A native value that its codec refused: where, why, and how severe the row says that is."""

    pointer: str
    reason: str
    params: dict[str, Any]
    severity: str


@dataclass(slots=True)
class Reading:
    """What reading gave.

    ``mapped``: native leaf pointer -> canonical pointers. ``kept``: native pointers whose values stand in
    ``extensions``. ``constants``: canonical pointers that the mapping set without a native leaf.
    """

    disclosure: dict[str, Any]
    mapped: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    constants: list[str] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    identity: bool = False
    """The native record is the disclosure: each leaf is its own origin."""
    _origins: tuple[dict[str, tuple[str, ...]], dict[str, str]] | None = field(default=None, repr=False, compare=False)

    def origin(self, canonical: str) -> str | None:
        """Return the native leaf that a canonical pointer (or one above or below it) came from."""
        if self.identity:
            return canonical
        if self._origins is None or self._origins[0] is not self.mapped:
            self._origins = (self.mapped, _turned(self.mapped))
        found = self._origins[1].get(canonical)
        if found is not None:
            return found
        above, below = canonical + "/", tuple(canonical[:end] for end in _ends(canonical))
        for native, pointers in self.mapped.items():
            for pointer in pointers:
                if pointer in below or pointer.startswith(above):
                    return native
        return None


def _turned(mapped: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the first native leaf of each canonical pointer."""
    turned: dict[str, str] = {}
    for native, pointers in mapped.items():
        for pointer in pointers:
            turned.setdefault(pointer, native)
    return turned


def _ends(pointer: str) -> Iterator[int]:
    """Yield the lengths of the pointers above this one."""
    return (end for end, sign in enumerate(pointer) if sign == "/")


class _Spelling:
    """Marks of one reading: which leaves were read, which of them keep their native spelling."""

    def __init__(self) -> None:
        self.mapped: dict[str, list[str]] = {}
        self.relations: dict[str, str] = {}
        self.spelled: set[str] = set()
        self.verbatim: set[str] = set()
        self.unreadable: list[Unreadable] = []


KNOWN = 1024
"""Texts of a row whose values are remembered: columns of codes, names and dates repeat themselves."""
SHORT = 256
"""Characters of a text that is remembered."""

_SCALARS = (str, int, bool, Decimal, type(None))


class Reader:
    """Reads native records by compiled rows; nothing but what codecs make of recent texts is kept between records."""

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
                value, faithful = _through_codec(node, native)
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


def _through_codec(node: ValueRow, native: Any) -> tuple[Any, bool]:
    """Return the canonical value, and whether it alone would give the native one back; raises CodecError.

    Codecs know nothing but the value they are given, so the answer to a text holds whenever it comes again.
    """
    text = type(native) is str and len(native) <= SHORT
    known = node.known.get(native) if text else None
    if known is not None:
        return _copied(known[0]), known[1]
    value = node.codec.read(native)
    faithful = node.row.direction == "both" and _written_back(node, value) == native
    if text and _is_flat(value):
        if len(node.known) >= KNOWN:
            node.known.clear()
        node.known[native] = (_copied(value), faithful)
    return value, faithful


def _copied(value: Any) -> Any:
    """Return a value that may be filled further without changing this one, which has no containers in containers."""
    if type(value) is list:
        return list(value)
    return dict(value) if type(value) is dict else value


def _is_flat(value: Any) -> bool:
    parts = value if type(value) is list else value.values() if type(value) is dict else (value,)
    return all(type(part) in _SCALARS for part in parts)


def _written_back(node: ValueRow, value: Any) -> Any:
    try:
        written = node.codec.write(value)
    except CodecError:
        return _NOTHING
    return written.value if isinstance(written, Narrowed) else written


_NOTHING = object()


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
