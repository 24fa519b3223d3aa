"""What figures are asked for: a search, which amounts come first, and up to which entry of the log."""

from __future__ import annotations

from dataclasses import dataclass, field

from opads.register.reading.asking import Query

__all__ = ("FiguresWish",)


@dataclass(frozen=True, slots=True)
class FiguresWish:
    """The search whose results are counted, and the sequence of the entry behind which nothing counts (None: all)."""

    query: Query = field(default_factory=Query)
    position: int | None = None
