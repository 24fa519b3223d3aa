"""Heat: a table of two dimensions whose cells have one of six shades, and their text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ("Cell", "Heat", "HeatRow")

SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its share of the darkest (0 to 1; None for no value), its text, that in full words, where it leads."""

    share: float | None
    shown: str
    said: str = ""
    href: str = ""

    @property
    def shade(self) -> str:
        """The shade: ``0`` for nothing, ``1`` to ``5``, ``none`` for no value."""
        if self.share is None:
            return "none"
        return str(min(SHADES, max(1, -int(-self.share * SHADES // 1)))) if self.share > 0 else "0"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row: what it is of, where that leads, its cells."""

    label: str
    cells: tuple[Cell, ...]
    href: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Heat:
    """The table; ``corner`` says what the rows and columns are, ``heads`` are the columns' labels and where they lead."""

    id: str
    caption: str
    corner: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    note: str = ""
