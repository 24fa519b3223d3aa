"""Whether what one mapping reads into a place is what another one writes from it."""

from __future__ import annotations

from enum import IntEnum

from opads.mapping.path import Condition, Is, OneOf
from opads.matrix.places import Element, Flows, Place

__all__ = ("Meeting", "meet")


class Meeting(IntEnum):
    """How surely two places are the same one."""

    NEVER = 0
    PERHAPS = 1
    ALWAYS = 2


def meet(read: Place, write: Place, source: Flows | None) -> Meeting:
    """Compare a place that is read into with one that is written from, as far as both go.

    ``source`` knows what else the reading mapping fills; None stands for a disclosure of unknown contents.
    """
    result = Meeting.ALWAYS
    for mine, theirs in zip(read.segments, write.segments, strict=False):
        if isinstance(mine, str) and isinstance(theirs, str):
            found = Meeting.ALWAYS if mine == theirs else Meeting.NEVER
        elif isinstance(mine, Element) and isinstance(theirs, Element):
            found = min((_holds(mine, c, source) for c in theirs.conditions), default=Meeting.ALWAYS)
        elif isinstance(mine, Is) and isinstance(theirs, Is):
            found = Meeting.ALWAYS if mine.value == theirs.value else Meeting.NEVER
        elif isinstance(mine, str) or isinstance(theirs, str):
            found = Meeting.PERHAPS if isinstance(mine, OneOf) or isinstance(theirs, OneOf) else Meeting.NEVER
        else:
            found = Meeting.PERHAPS
        result = min(result, found)
        if result is Meeting.NEVER:
            return result
    if any(isinstance(s, OneOf) for s in write.segments[len(read.segments) :]):
        result = min(result, Meeting.PERHAPS)
    return result


def _holds(element: Element, wanted: Condition, source: Flows | None) -> Meeting:
    said = {c.value for c in element.conditions if c.key == wanted.key and not c.negated}
    filled: set[str] | None = set()
    if source is None:
        filled = None
    else:
        members = source.known.get(element.name, {})
        filled = members.get(wanted.key, set())
    if filled is not None:
        said |= filled
    if wanted.negated:
        if wanted.value in said:
            return Meeting.NEVER
        return Meeting.PERHAPS if filled is None else Meeting.ALWAYS
    if wanted.value in said:
        # one constant for sure; several of them depend on the record
        return Meeting.ALWAYS if filled is None or len(filled) < 2 else Meeting.PERHAPS
    return Meeting.PERHAPS if filled is None else Meeting.NEVER
