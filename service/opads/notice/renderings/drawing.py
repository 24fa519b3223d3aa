"""Rendering ``svg``: the label as a drawing, a box set off from whatever surrounds it, with the code beside the words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from opads.notice.document import LabelDocument
from opads.notice.renderings.label_plain import spoken
from opads.notice.renderings.qr import code
from opads.notice.renderings.templating import fill

__all__ = ("render",)

WIDTH, PADDING, CODE = 720, 28, 168
LONGEST = 4
"""Lines that one sentence may take; the whole of it stands in the description."""


class _Row(NamedTuple):
    kind: str
    text: str
    size: int
    y: float


def render(document: LabelDocument) -> bytes:
    """Return the drawing; words are broken by estimated widths, since fonts are the reader's."""
    made = code(document.url)
    room = WIDTH - 2 * PADDING - (CODE + 20 if made else 0)
    address = document.shown or (f"[{document.gap.text}]" if document.gap else "")
    texts = [("statement", document.statement.text, 30), *(("line", spoken(line), 19) for line in document.lines)]
    notice = [("notice", document.notice.text, 16), ("address", address, 14)] if address else []
    rows: list[_Row] = []
    y = float(PADDING)
    for kind, text, size in (*texts, *notice):
        y += {"statement": 0, "line": 10, "notice": 14, "address": 2}[kind]
        for part in _broken(text, room, size, bold=kind == "statement"):
            y += size * 1.05
            rows.append(_Row(kind, part, size, round(y, 1)))
            y += size * 0.25
    height = max(y, PADDING + CODE if made else 0) + PADDING
    whole = "\n".join(
        (*(text for _, text, _ in texts), f"{document.notice.text}: {address}" if address else "")
    ).strip()
    return fill(
        "label.svg", label=document, rows=rows, code=made, width=WIDTH, height=round(height), padding=PADDING, side=CODE,
        whole=whole,
    )  # fmt: skip


def _broken(text: str, room: float, size: int, *, bold: bool) -> Iterator[str]:
    """Yield a text in lines that fit, the last one cut with an ellipsis where there would be too many."""
    unit = size * (1.1 if bold else 1.0)
    lines: list[str] = [""]
    for word in text.replace("\n", " ").split(" "):
        for piece in _pieces(word, room / unit):
            joined = f"{lines[-1]} {piece}".strip()
            if _ems(joined) * unit <= room or not lines[-1]:
                lines[-1] = joined
            else:
                lines.append(piece)
    if len(lines) > LONGEST:
        lines = [*lines[: LONGEST - 1], lines[LONGEST - 1][:-1] + "…"]
    yield from lines


def _pieces(word: str, ems: float) -> Iterator[str]:
    """Yield a word, in pieces where it is wider than a line, as addresses can be."""
    piece = ""
    for character in word:
        if piece and _ems(piece + character) > ems:
            yield piece
            piece = ""
        piece += character
    yield piece


def _ems(text: str) -> float:
    """Return about how wide a text is in a common sans-serif type, in multiples of its size."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in "iljtfrI.,:;'|!()[]/ ":
        return 0.37
    if character in "mwMW@%ЩШЖЮМФщшжюмф":
        return 0.95
    return 0.72 if character.isupper() else 0.61
