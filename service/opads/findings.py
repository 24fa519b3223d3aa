"""A finding: which rule, how severe, where in both addresses, with which values. Words come last."""

from __future__ import annotations

from typing import Any

import msgspec

from opads.carriers import Place

__all__ = ("SEVERITIES", "Finding", "worst")

SEVERITIES = ("error", "warning", "info")
"""Severities, gravest first."""


class Finding(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """One thing to look at.

    ``pointer`` is a JSON Pointer into the canonical disclosure, ``native`` one into the native record, ``place`` the
    position in the bytes that were sent, ``record`` the 0-based number of the record.
    """

    rule: str
    severity: str
    params: dict[str, Any] = {}
    record: int | None = None
    pointer: str | None = None
    native: str | None = None
    place: Place | None = None

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        """Sort key: by record, by place, gravest first."""
        place = self.place
        return (
            -1 if self.record is None else self.record,
            (place.line or 0) if place else 0,
            (place.column or 0) if place else 0,
            SEVERITIES.index(self.severity),
            self.rule,
        )


def worst(severities: list[str]) -> str | None:
    """Return the gravest of some severities, or None of none."""
    return min(severities, key=SEVERITIES.index, default=None)
