"""Proposes a list of fields by the header of a real file. No value of the file is read, let alone copied."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from opads.kit.errors import KitError
from opads.kit.fields import COLUMNS
from opads.kit.table import header_of

__all__ = ("propose",)

_GUESSES = (
    (r"date|day$|from$|until$|start$|end$", "date"),
    (r"e.?mail", "email"),
    (r"ur[li]$|link|website|homepage", "url"),
    (r"currency", "currency"),
    (r"country", "country"),
    (r"lang(uage)?$", "language"),
    (r"amount|spend|spent|cost|price|value|sum$|total", "decimal"),
    (r"count$|impressions|views|clicks|reach|number_of|num_", "integer"),
    (r"^is_|^has_", "boolean"),
)
"""Types that a name suggests; everything else is a text, until somebody who knows says otherwise."""


def propose(path: Path) -> bytes:
    """Return a list of fields as CSV: the names as they are, guessed titles and types; raises KitError."""
    names = header_of(path)
    blank = [place for place, name in enumerate(names, 1) if not name]
    if not names or blank:
        raise KitError([f"{path.name}: column {blank[0] if blank else 1} has no name in the first line"])
    if sum(bool(re.fullmatch(r"[-\d.,:/ ]+", name)) for name in names) * 2 > len(names):
        raise KitError([f"{path.name}: the first line holds numbers, not names of columns; nothing was proposed"])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name in dict.fromkeys(names):
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().replace(" ", "_")
        kind = next((kind for sign, kind in _GUESSES if re.search(sign, words)), "text")
        writer.writerow([name, "", "", kind, *[""] * (len(COLUMNS) - 4)])
    return out.getvalue().encode()
