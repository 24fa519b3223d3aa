"""Makes text safe to show: what a value holds must not steer a terminal, a runner or a reader's eye."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = ("LONGEST", "MARKS", "level", "shortened", "visible")

LONGEST = 600
"""Characters of a sentence that are shown; a value can be megabytes long."""

MARKS = 4
"""Marks over one letter that are shown: no script needs more, and with more a text covers what is around it."""

# Controls (C0, DEL, C1), line and paragraph separators, bidirectional controls, invisible operators, byte order mark,
# interlinear annotations, lone surrogates, noncharacters of the basic plane, tags. Joiners stay: scripts need them.
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
# None of them counts as printable.
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """Return one line in which every character that cannot be seen is written as its escape."""
    return text if text.isprintable() else _unsafe().sub(_escaped, text)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the visible text, cut with an ellipsis where it is longer."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return visible(cut)


def level(text: str) -> str:
    """Return a text without the marks over a letter that are more than any script needs; an ellipsis stands for them."""
    if text.isascii():
        return text
    found: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS:
            found.append(character)
        elif marks == MARKS + 1:
            found.append("…")
    return "".join(found)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
