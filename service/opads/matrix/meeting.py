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
    if compared(read, write):
        return Meeting.PERHAPS
    result = Meeting.ALWAYS
    for mine, theirs in zip(read.segments, write.segments, strict=False):
        if isinstance(mine, str) and isinstance(theirs, str):
            found = Meeting.ALWAYS if mine == theirs else Meeting.NEVER
        elif isinstance(mine, Element) and isinstance(theirs, Element):
            found = min((_holds(mine, c, source) for c in theirs.conditions), default=Meeting.ALWAYS)
            if theirs.position is not None and mine.position != theirs.position:
                found = min(found, Meeting.PERHAPS)
        elif isinstance(mine, Is) and isinstance(theirs, Is):
            found = Meeting.ALWAYS if mine.value == theirs.value else Meeting.NEVER
        elif isinstance(mine, str) or isinstance(theirs, str):
            found = Meeting.PERHAPS if isinstance(mine, OneOf) or isinstance(theirs, OneOf) else Meeting.NEVER
        else:
            found = Meeting.PERHAPS
        result = min(result, found)
        if result is Meeting.NEVER:
            return result
    rest = write.segments[len(read.segments) :]
    if any(isinstance(s, OneOf | Is) or (isinstance(s, Element) and s.position is not None) for s in rest):
        result = min(result, Meeting.PERHAPS)
    return result


def compared(read: Place, write: Place) -> bool:
    """Say whether a selector on the way to what is written compares the member that is read into."""
    last = len(read.segments) - 1
    while last > 0 and not isinstance(read.segments[last], str):  # one of several roles
        last -= 1
    if last < 1 or len(write.segments) < last or not isinstance(read.segments[last], str):
        return False
    element, wanted = read.segments[last - 1], write.segments[last - 1]
    if not isinstance(element, Element) or not isinstance(wanted, Element):
        return False
    ways = zip(read.segments[: last - 1], write.segments[: last - 1], strict=False)
    alike = all(mine == theirs for mine, theirs in ways if isinstance(mine, str) or isinstance(theirs, str))
    return alike and any(c.key == read.segments[last] and not c.negated for c in wanted.conditions)


def _holds(element: Element, wanted: Condition, source: Flows | None) -> Meeting:
    said = {c.value for c in element.conditions if c.key == wanted.key and not c.negated}
    filled: set[str] | None = None
    perhaps = True
    if source is not None:
        filled = source.known.get(element.name, {}).get(wanted.key, set())
        perhaps = filled is None or (wanted.key, wanted.value) in source.sometimes.get(element.name, ())
    if filled is not None:
        said |= filled
    if wanted.value in said:
        if wanted.negated:
            return Meeting.NEVER
        # one constant for sure; several of them depend on the record
        return Meeting.ALWAYS if filled is None or len(filled) < 2 else Meeting.PERHAPS
    if perhaps:
        return Meeting.PERHAPS
    return Meeting.ALWAYS if wanted.negated else Meeting.NEVER
