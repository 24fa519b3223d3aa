"""Which formats have a field for what, as their mappings say."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from opads.formats import Registry
from opads.matrix.places import Element, Place, flows_of
from opads.reference.fields import anchor_of

__all__ = ("Use", "uses_of")


class Use(NamedTuple):
    """A format and its fields that are read into a field of the disclosure, or written from it; none where it is implied."""

    format: str
    natives: tuple[str, ...]


@lru_cache(maxsize=4)
def uses_of(registry: Registry) -> dict[str, tuple[Use, ...]]:
    """Return by the anchor of a field the formats that have one for it; a format that is the disclosure itself is left out."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for format_ in registry:
        if format_.lens.identity:
            continue
        flows = flows_of(format_.lens.nodes)
        for flow in (*flows.reads, *flows.writes):
            native = flow.native.partition("{")[0]
            for place in flow.places:
                _note(found, "/" + "/".join(place.names), format_.id, native)
                for way in _told(place):
                    _note(found, way, format_.id, "")
        for place in flows.read_constants:
            _note(found, "/" + "/".join(place.names), format_.id, "")
    return {
        anchor: tuple(Use(id_, tuple(filter(None, natives))) for id_, natives in sorted(formats.items()))
        for anchor, formats in found.items()
    }


def _note(found: dict[str, dict[str, dict[str, None]]], path: str, format_id: str, native: str) -> None:
    anchor = anchor_of(path)
    if anchor:
        found.setdefault(anchor, {}).setdefault(format_id, {})[native] = None


def _told(place: Place) -> Iterator[str]:
    """Yield the members that the selectors on the way to a place tell: the role of a party, the kind of an amount."""
    above = ""
    for segment in place.segments:
        if isinstance(segment, str):
            above += f"/{segment}"
        elif isinstance(segment, Element):
            yield from (f"{above}/{condition.key}" for condition in segment.conditions if not condition.negated)
