"""Figures as CSV (RFC 4180), one row for each number with its sum, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from opads.register.figures.definitions import REASONS
from opads.register.figures.model import Figures, FiguresSum
from opads.rendering.table import cell

__all__ = ("COLUMNS", "as_csv")

COLUMNS = (
    "part", "value", "disclosures", "currency", "kind", "scope", "resting_on", "lower", "upper", "stated_lower", "stated_upper",
    "without_lower", "without_upper", "exact", "unlinked",
)  # fmt: skip
"""``part`` is what the row is of: ``about``, ``left-out``, ``chosen-left-out``, ``all``, or a dimension."""
TEXTS = COLUMNS.index("resting_on")
"""Columns before this one are texts."""


def as_csv(figures: Figures, asked: Mapping[str, str], address: str) -> bytes:
    """Return the figures; ``asked`` are the parameters of the search, ``address`` gives the same numbers again."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(figures, asked, address):
        # What a disclosure may have written is made safe; a sum may begin with a minus.
        texts = [cell(value) if n < TEXTS else value for n, value in enumerate(row)]
        writer.writerow([*texts, *[None] * (len(COLUMNS) - len(row))])
    return out.getvalue().encode()


def _rows(figures: Figures, asked: Mapping[str, str], address: str) -> Iterator[tuple[str | int | None, ...]]:
    at = figures.position
    yield "about", f"log entry {at.sequence} {at.hash} {at.at}"
    yield "about", address
    for name, text in asked.items():
        yield "about", f"{name}={text}"
    yield "all", "found", figures.found
    for one in figures.left_out:
        yield "left-out", f"{one.reason}: {REASONS[one.reason]}", one.disclosures
    for one in figures.chosen_left_out:
        yield "chosen-left-out", f"{one.reason}: {REASONS[one.reason]}", one.disclosures
    yield from _sums("all", "counted", figures.counted, figures.sums)
    for grouping in figures.groupings:
        for group in grouping.groups:
            yield from _sums(grouping.dimension, group.value, group.disclosures, group.sums)
        if grouping.unstated:
            yield grouping.dimension, None, grouping.unstated


def _sums(
    part: str, value: str, disclosures: int, sums: tuple[FiguresSum, ...]
) -> Iterator[tuple[str | int | None, ...]]:
    """Yield a row for each sum, one without where there is none."""
    for one in sums:
        series = one.series
        yield (
            part, value, disclosures, series.currency, series.kind, series.scope, one.disclosures, one.lower, one.upper,
            one.stated_lower, one.stated_upper, one.without_lower, one.without_upper, one.exact, one.unlinked,
        )  # fmt: skip
    if not sums:
        yield part, value, disclosures
