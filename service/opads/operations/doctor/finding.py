"""One thing that was looked at."""

from __future__ import annotations

from enum import StrEnum

import msgspec

__all__ = ("Finding", "Outcome", "bad", "fine", "poor")


class Outcome(StrEnum):
    """How it is."""

    FINE = "fine"
    POOR = "poor"
    """It works, but not as it should."""
    BAD = "bad"
    """Something does not work."""


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was looked at, how it is, and how to mend it."""

    subject: str
    outcome: Outcome
    says: str
    mend: str = ""


def fine(subject: str, says: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(subject, Outcome.FINE, says)


def poor(subject: str, says: str, mend: str) -> Finding:
    """Return that something works, but not as it should."""
    return Finding(subject, Outcome.POOR, says, mend)


def bad(subject: str, says: str, mend: str) -> Finding:
    """Return that something does not work."""
    return Finding(subject, Outcome.BAD, says, mend)
