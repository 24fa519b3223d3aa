"""Writing through a lens: a canonical disclosure becomes a native record, with an account of every canonical leaf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from opads.mapping.builder import Builder
from opads.mapping.codecs import CodecError, Narrowed
from opads.mapping.compile import Block, ConstRow, ImpliedRow, Node, ValueRow
from opads.mapping.path import Hit, Match, Path
from opads.standard.jsonvalue import leaves

__all__ = ("Entry", "Writer", "Writing")

NO_FIELD = "no-field"
"""The target has no field for the leaf."""
ONLY_ONE = "only-one"
"""The target holds one such value and another was written."""


class Entry(msgspec.Struct, gc=False):
    """What became of one canonical leaf: ``written``, ``narrowed``, ``carried`` or ``dropped``, where to, and why."""

    status: str
    targets: list[str] = []
    reason: str | None = None
    params: dict[str, Any] = {}
    relation: str | None = None


@dataclass(slots=True)
class Writing:
    """The native record and, by canonical leaf pointer, the account; every leaf stands in it exactly once."""

    native: dict[str, Any]
    account: dict[str, Entry]


class _Marks:
    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.refusals: dict[str, CodecError] = {}
        self.passed_over: set[str] = set()

    def done(self, pointers: list[str], target: str | None, reason: str | None, relation: str | None = None) -> None:
        for pointer in pointers:
            entry = self.entries.setdefault(pointer, Entry("written"))
            if target is not None and target not in entry.targets:
                entry.targets.append(target)
            if reason is not None:
                entry.status, entry.reason = "narrowed", reason
            if relation not in (None, "equivalent"):
                entry.relation = relation


WARM = 24
"""Records that are written row by row before the rows are compiled, which costs as much as some records do."""

_WithAccount = Callable[[dict[str, Any], dict[str, Entry], dict[str, CodecError], set[str]], dict[str, Any]]
_Plain = Callable[[dict[str, Any]], dict[str, Any]]


class Writer:
    """Writes native records by compiled rows; nothing but what codecs make of recent texts is kept between records."""

    def __init__(self, format_id: str, nodes: tuple[Node, ...], *, warm: int = WARM) -> None:
        self.format_id = format_id
        self.nodes = nodes
        self._rows = Interpreter(nodes)
        self._cold = {True: warm, False: warm}
        self._written: _WithAccount | None = None
        self._plain: _Plain | None = None

    def write(self, disclosure: dict[str, Any], slot: str | None = None) -> Writing:
        """Return the native record and the account; never raises for what the disclosure holds.

        ``slot`` is the native pointer at which the disclosure will travel, so that nothing is dropped, but carried.
        """
        if self._written is None and self._warm(account=True):
            self._written = self._compiled(account=True)
        if self._written is None:
            return self._rows.write(disclosure, slot)
        entries: dict[str, Entry] = {}
        refusals: dict[str, CodecError] = {}
        passed_over: set[str] = set()
        native = self._written(disclosure, entries, refusals, passed_over)
        return Writing(native, account_by(disclosure, entries, refusals, passed_over, slot))

    def native(self, disclosure: dict[str, Any]) -> dict[str, Any]:
        """Return the native record alone."""
        if self._plain is None and self._warm(account=False):
            self._plain = self._compiled(account=False)
        return self._rows.write(disclosure).native if self._plain is None else self._plain(disclosure)

    def _warm(self, *, account: bool) -> bool:
        """Say whether it is time to compile the rows; that is tried once."""
        self._cold[account] -= 1
        return self._cold[account] == -1

    def _compiled(self, *, account: bool) -> Any:
        """Return the function of the rows, or None where they have something that only the interpreter knows."""
        from opads.mapping.emit_writing import emit  # noqa: PLC0415  # needed for many records alone

        emitted = emit(self.nodes, account=account)
        if emitted is None:
            return None
        text, names = emitted
        exec(compile(text, f"<writing {self.format_id}>", "exec"), names)  # noqa: S102  # text of our own emitter
        return names["write"]


def account_by(
    disclosure: dict[str, Any],
    entries: dict[str, Entry],
    refusals: dict[str, CodecError],
    passed_over: set[str],
    slot: str | None,
) -> dict[str, Entry]:
    """Return the account of all leaves in their order: their entries, or why they have none."""
    status = "dropped" if slot is None else "carried"
    account: dict[str, Entry] = {}
    for pointer, _ in leaves(disclosure):
        entry = entries.get(pointer)
        if entry is None:
            refusal = refusals.get(pointer) if refusals else None
            targets = [] if slot is None else [slot + pointer]
            if refusal is not None:
                entry = Entry(status, targets, refusal.reason, refusal.params)
            else:
                entry = Entry(status, targets, ONLY_ONE if pointer in passed_over else NO_FIELD)
        account[pointer] = entry
    if "/opads" in account:  # the version of the standard is said by every account, and no value of the source
        account["/opads"] = Entry("written", [], "version-of-standard")
    return account


class Interpreter:
    """Writes row by row: what rows mean. Holds no state between records."""

    def __init__(self, nodes: tuple[Node, ...]) -> None:
        self.nodes = nodes

    def write(self, disclosure: dict[str, Any], slot: str | None = None) -> Writing:
        """Return the native record and the account; never raises for what the disclosure holds."""
        marks = _Marks()
        builder = Builder()
        self._run(self.nodes, Hit("", disclosure), builder, marks)
        return Writing(builder.root, account_by(disclosure, marks.entries, marks.refusals, marks.passed_over, slot))

    def _run(self, nodes: tuple[Node, ...], here: Hit, builder: Builder, marks: _Marks) -> None:
        for node in nodes:
            if isinstance(node, ValueRow):
                self._value(node, here, builder, marks)
            elif isinstance(node, ConstRow):
                self._const(node, here, builder, marks)
            elif isinstance(node, ImpliedRow):
                self._implied(node, here, marks)
            elif all(c.holds(here.value) for c in node.canonical_conditions):
                self._block(node, here, builder, marks)

    @staticmethod
    def _const(node: ConstRow, here: Hit, builder: Builder, marks: _Marks) -> None:
        if node.native is not None:
            builder.set(node.native, node.value)
        elif node.canonical is not None:
            for hit in node.canonical.trace(here.value, here.pointer):
                if hit.value == node.value:
                    marks.done([p for p, _ in leaves(hit.value, hit.pointer)], None, None)

    @staticmethod
    def _implied(node: ImpliedRow, here: Hit, marks: _Marks) -> None:
        for hit in node.canonical.trace(here.value, here.pointer):
            pointers = [p for p, _ in leaves(hit.value, hit.pointer)]
            marks.done(pointers, None, None)
            for pointer in pointers:
                marks.entries[pointer].reason = node.reason

    def _block(self, node: Block, here: Hit, builder: Builder, marks: _Marks) -> None:
        if node.each is None:
            self._run(node.nodes, here, builder, marks)
            return
        if node.into is None:
            return  # flattened iterations are for reading only
        arrays = node.into.trace(here.value, here.pointer)
        for array in arrays:
            if not isinstance(array.value, list):
                continue
            if node.each.steps:
                for hit in self._elements(array, node.selector):
                    self._element(node, hit, builder, marks)

    @staticmethod
    def _elements(array: Hit, selector: Match | None) -> list[Hit]:
        if selector is None:
            return [Hit(f"{array.pointer}/{i}", item, array.via) for i, item in enumerate(array.value)]
        return Path("", (selector,)).trace(array.value, array.pointer, array.via)

    def _element(self, node: Block, hit: Hit, builder: Builder, marks: _Marks) -> None:
        assert node.each is not None  # noqa: S101 - the caller has looked
        existing = node.each.trace(builder.root, builder.base)
        length = len(existing[0].value) if existing and isinstance(existing[0].value, list) else 0
        base = f"{existing[0].pointer if existing else builder.base + node.each.text}/{length}"
        inner = Builder(None, base)
        local = _Marks()
        self._run(node.nodes, Hit(hit.pointer, hit.value), inner, local)
        marks.refusals |= local.refusals
        marks.passed_over |= local.passed_over
        if inner.empty:
            return
        target, _ = builder.array(node.each)
        target.append(inner.root)
        builder.empty = False
        for pointer, entry in local.entries.items():
            known = marks.entries.setdefault(pointer, entry)
            if known is not entry:
                known.targets += [t for t in entry.targets if t not in known.targets]
        marks.done(list(hit.via), None, None)

    def _value(self, node: ValueRow, here: Hit, builder: Builder, marks: _Marks) -> None:
        if node.row.direction == "read" or (node.native.steps and builder.has(node.native)):
            return
        if node.canonical is not None:
            self._single(node, here, builder, marks)
        elif node.parts:
            self._several(node, here, builder, marks, as_object=True)
        else:
            self._several(node, here, builder, marks, as_object=False)

    @staticmethod
    def _emit(node: ValueRow, value: Any, hits: list[Hit], builder: Builder, marks: _Marks) -> None:
        sources = [p for hit in hits for p, _ in leaves(hit.value, hit.pointer)]
        try:
            written = node.codec.write(value)
        except CodecError as error:
            marks.refusals |= dict.fromkeys(sources, error)
            return
        reason = written.reason if isinstance(written, Narrowed) else None
        native = written.value if isinstance(written, Narrowed) else written
        target = builder.set(node.native, native)
        targets = [p for p, _ in leaves(native, target)]
        if isinstance(native, list) and len(targets) == len(sources):
            for source, one in zip(sources, targets, strict=True):
                marks.done([source], one, reason, node.row.relation)
        else:
            for one in targets:
                marks.done(sources, one, reason, node.row.relation)
        marks.done([via for hit in hits for via in hit.via if via not in sources], None, None)

    def _single(self, node: ValueRow, here: Hit, builder: Builder, marks: _Marks) -> None:
        assert node.canonical is not None  # noqa: S101 - the caller has looked
        hit = node.canonical.first(here.value, here.pointer)
        for other in node.canonical.trace(here.value, here.pointer):
            if hit is None or other.pointer != hit.pointer:
                marks.passed_over |= {p for p, _ in leaves(other.value, other.pointer)}
        if hit is not None:
            self._emit(node, hit.value, [hit], builder, marks)

    def _several(self, node: ValueRow, here: Hit, builder: Builder, marks: _Marks, *, as_object: bool) -> None:
        named = node.parts.items() if as_object else ((str(i), p) for i, p in enumerate(node.joined))
        found: dict[str, Hit] = {}
        for name, path in named:
            hit = path.first(here.value, here.pointer)
            if hit is not None:
                found[name] = hit
        if not found:
            return
        values: Any = {name: hit.value for name, hit in found.items()}
        self._emit(node, values if as_object else list(values.values()), list(found.values()), builder, marks)
