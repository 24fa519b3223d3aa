"""What may be done to a disclosure in each state, and who may do it. The words are those of the code lists status and history-event."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

__all__ = ("KINDS", "NEXT", "STEPS", "VERSIONS", "StepKind", "allowed", "next_status")

NEXT = MappingProxyType(
    {
        ("", "accepted"): "accepted",
        ("accepted", "amended"): "accepted",
        ("accepted", "corrected"): "accepted",
        ("accepted", "suspended"): "suspended",
        ("accepted", "withdrawn"): "withdrawn",
        ("suspended", "amended"): "suspended",
        ("suspended", "corrected"): "suspended",
        ("suspended", "resumed"): "accepted",
        ("suspended", "withdrawn"): "withdrawn",
    }
)
"""The state that follows, by state and kind of entry; what is not here is not done. A suspended disclosure may be mended, and stays
suspended until the regulator resumes it; what is withdrawn stays so."""

KINDS = tuple(dict.fromkeys(kind for _, kind in NEXT))
"""Kinds of entries."""
VERSIONS = ("accepted", "amended", "corrected")
"""Kinds that bring a version: by the submitter alone."""


class StepKind(NamedTuple):
    """A kind of entry that brings no version: whether only who handed the disclosure in may, and the state after it."""

    own: bool
    status: str


STEPS = MappingProxyType(
    {
        "withdrawn": StepKind(own=True, status="withdrawn"),
        "suspended": StepKind(own=False, status="suspended"),
        "resumed": StepKind(own=False, status="accepted"),
    }
)
"""Kinds that bring no version; what is not of the submitter alone is a regulator's."""


def next_status(status: str, kind: str) -> str | None:
    """Return the state after an entry, None where it is not allowed; the empty text is the state of what is not there yet."""
    return NEXT.get((status, kind))


def allowed(status: str) -> tuple[str, ...]:
    """Return the kinds of entries that a state allows."""
    return tuple(kind for before, kind in NEXT if before == status)
