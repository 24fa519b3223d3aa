"""Texts in disguise: readable, but seen at once where one is shown that did not come through the words."""

from __future__ import annotations

import re

__all__ = ("disguised",)

ACCENTS = str.maketrans("aAcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ", "áÁçÇđĐéÉĝĜĥĤíÍĵĴķĶļĻñÑóÓŕŔšŠţŢúÚŵŴýÝžŽ")
KEPT = re.compile(r"(%\([a-z_]+\)[sd]|%%|<[^>]*>|&[a-z#0-9]+;)", re.IGNORECASE)
"""What is not text: values, tags, character references."""
LONGER = 0.4
"""How much longer German or Greek may be than English, as a share."""
WORD = 9
"""Characters of a word in what is added."""
RIGHT_TO_LEFT, END = "\u202e", "\u202c"


def disguised(text: str, tag: str) -> str:
    """Return a text with accents and longer (``en-xa``), or turned round (``ar-xb``); values and tags stay as they are."""
    pieces = KEPT.split(text)
    if tag == "ar-xb":
        return "".join(p if n % 2 or not p.strip() else f"{RIGHT_TO_LEFT}{p}{END}" for n, p in enumerate(pieces))
    letters = sum(len(piece) for piece in pieces[::2])
    more = max(1, round(letters * LONGER) - 1)
    longer = "".join(" " + "~" * min(WORD, more - at) for at in range(0, more, WORD)) if letters > 1 else ""
    return "[" + "".join(p if n % 2 else p.translate(ACCENTS) for n, p in enumerate(pieces)) + longer + "]"
