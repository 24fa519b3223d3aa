"""The matrix of all pairs of formats: which fields survive, narrow, depend on the record, are dropped or missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from opads.formats import Format, Registry
from opads.matrix.meeting import Meeting, meet
from opads.matrix.places import Element, Flow, Flows, Place, flows_of
from opads.matrix.whole import whole_standard

__all__ = ("FATES", "FieldFate", "Pair", "PairCounts", "Sums", "matrix", "pair")

FATES = ("survives", "narrows", "depends", "carried", "drops")
"""What can become of a field: said alike; said in part; one or the other, by what else the record says; in the
target's extension point only; not at all. ``carried`` stands in the place of ``drops`` where the target has one."""

_NARROWING = {("datetime", "date"), ("decimal", "integer")}
_IMPLICIT = "(by the format itself)"


class FieldFate(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What becomes of one native field of the source."""

    field: str
    fate: str
    canonical: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    relation: str | None = None


class PairCounts(msgspec.Struct, frozen=True, rename="camel"):
    """One cell of the matrix."""

    source: str
    target: str
    fields: int
    survives: int
    narrows: int
    depends: int
    carried: int
    drops: int
    missing: int
    """Fields that the target demands and the source has nothing for."""


class Pair(msgspec.Struct, frozen=True, rename="camel"):
    """One cell with its fields."""

    counts: PairCounts
    fields: tuple[FieldFate, ...]
    missing: tuple[str, ...]


class Sums(msgspec.Struct, frozen=True, rename="camel"):
    """The whole matrix, its cells sorted by source and target."""

    formats: tuple[str, ...]
    pairs: tuple[PairCounts, ...]


class _Side:
    """A format, looked at from both sides."""

    def __init__(self, format_: Format) -> None:
        self.format = format_
        identity = format_.lens.identity
        self.flows = whole_standard(format_) if identity else flows_of(format_.lens.nodes)
        self.source: Flows | None = None if identity else self.flows
        self.everything = identity
        self.by_field: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.flows.reads:
            self.by_field[_plain(flow.native)].append(flow)
        for field in format_.declared.fields():
            if not any(_within(known, field) for known in list(self.by_field)):
                self.by_field[field] = []
        self.sources = [place for flow in self.flows.reads for place in flow.places] + self.flows.read_constants
        self.by_target: dict[str, list[Flow]] = defaultdict(list)
        for flow in self.flows.writes:
            self.by_target[_plain(flow.native)].append(flow)
        self.by_names: dict[tuple[str, ...], list[tuple[Place, Flow]]] = defaultdict(list)
        for flow in self.flows.writes:
            for place in flow.places:
                self.by_names[place.names].append((place, flow))
                for names in _compared(place):
                    self.by_names[names].append((place, flow))

    def near(self, place: Place) -> Iterator[tuple[Place, Flow]]:
        """Yield what writes from this place, from one above it or below it, or looks at it in a selector."""
        names = place.names
        for length in range(1, len(names) + 1):
            yield from self.by_names.get(names[:length], ())
        for other, rows in self.by_names.items():
            if len(other) > len(names) and other[: len(names)] == names:
                yield from rows


@lru_cache(maxsize=256)
def _side(format_: Format) -> _Side:
    return _Side(format_)


def pair(registry: Registry, source: str, target: str) -> Pair:
    """Return what becomes of each field of a format in another one. Raises FormatError for unknown formats."""
    return _pair(registry.get(source), registry.get(target))


@lru_cache(maxsize=4096)
def _pair(source: Format, target: Format) -> Pair:
    from_, to = _side(source), _side(target)
    fields = tuple(_fate(field, flows, from_, to) for field, flows in sorted(from_.by_field.items()))
    missing = tuple(_missing(from_, to)) if source is not target else ()
    counts = Counter(fate.fate for fate in fields)
    by_fate = {fate: counts[fate] for fate in FATES}
    cell = PairCounts(source=source.id, target=target.id, fields=len(fields), missing=len(missing), **by_fate)
    return Pair(cell, fields, missing)


def matrix(registry: Registry) -> Sums:
    """Return the counts of all pairs."""
    pairs = [pair(registry, source, target).counts for source in registry.ids for target in registry.ids]
    return Sums(registry.ids, tuple(pairs))


def _fate(field: str, flows: list[Flow], from_: _Side, to: _Side) -> FieldFate:
    if from_.format is to.format:
        return FieldFate(field, "survives", targets=(field,))
    lost = "carried" if to.format.file.carry is not None else "drops"
    if to.everything:
        canonical = tuple(dict.fromkeys(_text(place) for flow in flows for place in flow.places))
        return FieldFate(field, "survives", canonical, canonical or (f"/extensions/{from_.format.id}",))
    ends: list[Meeting] = []
    targets: dict[str, None] = {}
    canonical_places: dict[str, None] = {}
    relations: dict[str, None] = {}
    narrowed = False
    for flow in flows:
        for place in flow.places:
            canonical_places[_text(place)] = None
            best = Meeting.NEVER
            for other, row in to.near(place):
                found = meet(place, other, from_.source)
                if found is Meeting.NEVER:
                    continue
                if row.conditional or (flow.conditional and len(flows) > 1) or _preceded(row, from_, to):
                    found = Meeting.PERHAPS
                best = max(best, found)
                targets[_plain(row.native)] = None
                relations |= dict.fromkeys(r for r in (flow.relation, row.relation) if r != "equivalent")
                narrowed = narrowed or row.codec == "join" or (flow.codec, row.codec) in _NARROWING
            silent = (*to.flows.implied, *to.flows.read_constants)
            if best is Meeting.NEVER and any(meet(place, said, from_.source) for said in _near(silent, place)):
                best = Meeting.PERHAPS
            ends.append(best)
    if not ends or max(ends) is Meeting.NEVER:
        return FieldFate(field, lost, tuple(canonical_places))
    fate = "survives"
    if Meeting.PERHAPS in ends:
        fate = "depends"
    elif Meeting.NEVER in ends or narrowed:
        fate = "narrows"
    return FieldFate(field, fate, tuple(canonical_places), tuple(targets), next(iter(relations), None))


def _preceded(row: Flow, from_: _Side, to: _Side) -> bool:
    """Say whether the source may fill an earlier row of the same field, so that this one is left out."""
    for earlier in to.by_target[_plain(row.native)]:
        if earlier is row:
            return False
        if "[" in row.native and _elements(earlier) != _elements(row):
            continue
        if any(meet(place, other, from_.source) for other in earlier.places for place in _near(from_.sources, other)):
            return True
    return False


def _elements(row: Flow) -> set[str]:
    """Return the elements that a row within an iteration speaks of."""
    return {segment.name for place in row.places for segment in place.segments if isinstance(segment, Element)}


def _missing(from_: _Side, to: _Side) -> Iterator[str]:
    """Yield the fields that the target always demands and that nothing in the source could fill."""
    for demanded in to.format.declared.demands(""):
        if not demanded or any(_within(_plain(const), demanded) for const in to.flows.write_constants):
            continue
        rows = [flow for flow in to.flows.writes if _within(_plain(flow.native), demanded)]
        if not any(
            meet(place, other, from_.source)
            for row in rows
            for other in row.places
            for place in _near(from_.sources, other)
        ):
            yield demanded


def _compared(place: Place) -> Iterator[tuple[str, ...]]:
    """Yield the names of the members that the selectors on the way to a place compare."""
    for position, segment in enumerate(place.segments):
        if isinstance(segment, Element):
            above = tuple(s for s in place.segments[:position] if isinstance(s, str))
            yield from ((*above, condition.key) for condition in segment.conditions if not condition.negated)


def _near(sources: Iterable[Place], place: Place) -> Iterator[Place]:
    names = place.names
    for source in sources:
        shorter = min(len(source.names), len(names))
        if source.names[:shorter] == names[:shorter]:
            yield source


def _within(field: str, other: str) -> bool:
    """Say whether one of two native fields is the other or lies below it."""
    return (
        field == other or field.startswith((other + "/", other + "[")) or other.startswith((field + "/", field + "["))
    )


def _plain(native: str) -> str:
    """Return a native path without the conditions that its row puts on values."""
    return native.split("{", maxsplit=1)[0]


def _text(place: Place) -> str:
    parts = []
    for segment in place.segments:
        if isinstance(segment, str):
            parts.append(f"/{segment}")
        elif hasattr(segment, "name"):
            parts.append("[" + segment.name[segment.name.rindex("[") + 1 : -1].rpartition("|")[2] + "]")
        elif hasattr(segment, "value"):
            parts.append(f"[={segment.value}]")
    return "".join(parts) or _IMPLICIT
