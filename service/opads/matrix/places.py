"""The places in the canonical disclosure that a mapping reads into and writes from, flattened out of its blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from opads.mapping.compile import Block, ConstRow, ImpliedRow, Node, ValueRow
from opads.mapping.path import All, Condition, Index, Is, Key, Match, OneOf, Path, Step

__all__ = ("Element", "Flow", "Flows", "Place", "flows_of")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of an array: what its selector demands or sets, and the name under which rows share it."""

    conditions: tuple[Condition, ...]
    name: str
    position: int | None = None
    """Where it stands, for a selector that says so."""


Segment = str | Element | Is | OneOf
"""A member by its name, an element of an array, a scalar in an array, a filter on a scalar."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a disclosure."""

    segments: tuple[Segment, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The members on the way, by which places are looked up."""
        return tuple(segment for segment in self.segments if isinstance(segment, str))


@dataclass(frozen=True, slots=True)
class Flow:
    """A row as seen from one direction: native path, canonical places, and what the row says of them."""

    native: str
    places: tuple[Place, ...]
    codec: str
    relation: str
    conditional: bool
    """Whether a ``when`` on the side that is looked at decides if the row holds."""


@dataclass(slots=True)
class Flows:
    """All flows of a mapping."""

    reads: list[Flow] = field(default_factory=list)
    writes: list[Flow] = field(default_factory=list)
    read_constants: list[Place] = field(default_factory=list)
    write_constants: list[str] = field(default_factory=list)
    implied: list[Place] = field(default_factory=list)
    known: dict[str, dict[str, set[str] | None]] = field(default_factory=dict)
    """By element and member, the constants that reading sets there; None where a native value decides."""
    sometimes: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    """By element, the members and constants that reading sets there only under a condition."""


@dataclass(frozen=True, slots=True)
class _Scope:
    native: tuple[str, ...] = ("",)
    """The native path of each enclosing iteration."""
    canonical: tuple[Segment, ...] = ()
    reading: bool = False
    writing: bool = False


def flows_of(nodes: tuple[Node, ...]) -> Flows:
    """Return the flows of compiled rows."""
    flows = Flows()
    _collect(nodes, _Scope(), flows)
    return flows


def _collect(nodes: tuple[Node, ...], scope: _Scope, flows: Flows) -> None:
    for node in nodes:
        if isinstance(node, ValueRow):
            _value(node, scope, flows)
        elif isinstance(node, ConstRow):
            if node.canonical is not None:
                place = _place(node.canonical, scope)
                flows.read_constants.append(place)
                _learn(place, str(node.value), flows, scope)
            if node.native is not None:
                flows.write_constants.append(scope.native[-1] + node.native.text)
        elif isinstance(node, ImpliedRow):
            flows.implied.append(_place(node.canonical, scope))
        else:
            _collect(node.nodes, _inner(node, scope), flows)


def _inner(block: Block, scope: _Scope) -> _Scope:
    native, canonical = scope.native, scope.canonical
    if block.each is not None:
        native = (*native, f"{native[-1]}{block.each.text}[]" if block.each.text else native[-1])
    if block.into is not None:
        conditions = block.selector.conditions if block.selector is not None else ()
        steps = tuple(_segments(block.into.steps, canonical))
        text = block.selector.text if block.selector is not None else ""
        canonical = (*canonical, *steps, Element(conditions, f"{_name((*canonical, *steps))}[{native[-1]}|{text}]"))
    return _Scope(
        native,
        canonical,
        scope.reading or bool(block.native_conditions),
        scope.writing or bool(block.canonical_conditions),
    )


def _value(node: ValueRow, scope: _Scope, flows: Flows) -> None:
    native = scope.native[max(0, len(scope.native) - 1 - node.scope)] + node.native.text
    places = tuple(_place(path, scope) for path in node.paths)
    direction = node.row.direction
    flow = (native, places, node.codec.name, node.row.relation)
    if direction != "write":
        flows.reads.append(Flow(*flow, conditional=scope.reading))
        for place in places:
            _learn(place, None, flows, scope)
    if direction != "read":
        flows.writes.append(Flow(*flow, conditional=scope.writing))


def _place(path: Path, scope: _Scope) -> Place:
    return Place((*scope.canonical, *_segments(path.steps, scope.canonical)))


def _segments(steps: tuple[Step, ...], above: tuple[Segment, ...]) -> Iterator[Segment]:
    done: list[Segment] = list(above)
    for step in steps:
        segment: Segment
        if isinstance(step, Key):
            segment = step.name
        elif isinstance(step, Match):
            segment = Element(step.conditions, f"{_name(tuple(done))}[{step.text}]")
        elif isinstance(step, All | Index):
            position = step.position if isinstance(step, Index) else None
            shown = "" if position is None else position
            segment = Element((), f"{_name(tuple(done))}[{shown}]", position)
        else:
            segment = step
        done.append(segment)
        yield segment


def _name(segments: tuple[Segment, ...]) -> str:
    """Name a place so that rows that fill the same element name it alike."""
    return "".join(
        f"/{s}" if isinstance(s, str) else s.name[s.name.rindex("[") :] if isinstance(s, Element) else ""
        for s in segments
    )


def _learn(place: Place, value: str | None, flows: Flows, scope: _Scope) -> None:
    """Note which members of its elements a row fills, and with what."""
    for position, segment in enumerate(place.segments[:-1]):
        if not isinstance(segment, Element):
            continue
        member = place.segments[position + 1]
        if not isinstance(member, str):
            continue
        members = flows.known.setdefault(segment.name, {})
        spelled = {"True": "true", "False": "false"}.get(value or "", value or "")
        if value is not None and scope.reading and len(place.segments) == position + 2:
            flows.sometimes.setdefault(segment.name, set()).add((member, spelled))
            continue
        here = members.setdefault(member, set())
        if value is None or len(place.segments) > position + 2:
            members[member] = None
        elif here is not None:
            here.add(spelled)
