"""The canonical disclosure as a format of its own: each leaf of its schema flows to itself."""

from __future__ import annotations

from opads.formats import Format
from opads.mapping.path import compile_path
from opads.matrix.places import Flow, Flows, Place, Segment, Element

__all__ = ("whole_standard",)


def whole_standard(format_: Format) -> Flows:
    """Return flows from each field of the standard's schema to the same place in a disclosure."""
    flows = Flows()
    for field in format_.schemas.fields():
        segments: list[Segment] = []
        for step in compile_path(field).steps:
            segments.append(getattr(step, "name", None) or Element((), f"{field}[]"))
        flow = Flow(field, (Place(tuple(segments)),), "same", "equivalent", conditional=False)
        flows.reads.append(flow)
        flows.writes.append(flow)
    return flows
