"""Moments as texts that sort: ``2026-11-27T12:00:00.000000Z``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ("later", "moment", "now", "parsed")


def moment(at: datetime) -> str:
    """Return an aware time as a text in UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> str:
    """Return the present moment."""
    return moment(datetime.now(UTC))


def later(seconds: float, than: str | None = None) -> str:
    """Return the moment so many seconds after another, or after the present one."""
    return moment((parsed(than) if than is not None else datetime.now(UTC)) + timedelta(seconds=seconds))


def parsed(text: str) -> datetime:
    """Return a moment as a time; raises ValueError for a text that is none."""
    return datetime.fromisoformat(text)
