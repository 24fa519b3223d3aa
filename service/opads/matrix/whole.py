"""The canonical disclosure as a format of its own: each leaf of its schema flows to itself."""

from __future__ import annotations

from opads.formats import Format
from opads.mapping.path import Key, compile_path
from opads.matrix.places import Element, Flow, Flows, Place

__all__ = ("whole_standard",)


def whole_standard(format_: Format) -> Flows:
    """Return flows from each field of the standard's schema to the same place in a disclosure."""
    flows = Flows()
    for field in format_.schemas.fields():
        if field == "/opads":  # the version of the standard: said by every account, no value of a source
            continue
        steps = compile_path(field).steps
        segments = tuple(step.name if isinstance(step, Key) else Element((), f"{field}[]") for step in steps)
        flow = Flow(field, (Place(segments),), "same", "equivalent", conditional=False)
        flows.reads.append(flow)
        flows.writes.append(flow)
    return flows
