"""Bars: a table with one row for each, the bar under its label."""

from __future__ import annotations

from dataclasses import dataclass

from opads.web.charts.measures import Drawn, Measure, drawn, longest

__all__ = ("Bar", "Bars")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is of, what is measured, that as text, where it leads, its kind, further cells of its row."""

    label: str
    value: Measure
    shown: str
    href: str = ""
    kind: str = "plain"
    more: tuple[str, ...] = ()
    lang: str = ""
    """The language of the label, where it is not the page's."""
    own: bool = False
    """Whether the label is a text of ours: shown as it is, with the marks that its language may need."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars; ``heads`` are the headings of the columns: of the labels, of what is measured, of the further cells."""

    id: str
    caption: str
    heads: tuple[str, ...]
    bars: tuple[Bar, ...]
    note: str = ""
    """What stands under the chart."""

    @property
    def rows(self) -> list[tuple[Bar, Drawn]]:
        """Each bar and how it is drawn."""
        scale = longest(bar.value for bar in self.bars)
        return [(bar, drawn(bar.value, scale)) for bar in self.bars]
