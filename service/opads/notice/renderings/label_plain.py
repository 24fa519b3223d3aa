"""Rendering ``txt`` of a label."""

from __future__ import annotations

from opads.notice.document import LabelDocument, LabelLine
from opads.notice.renderings.plain import folded

__all__ = ("render", "spoken")


def render(document: LabelDocument) -> bytes:
    """Return the text, in UTF-8: the statement first, the address of the notice last."""
    address = document.shown or (f"[{document.gap.text}]" if document.gap else "")
    lines = [document.statement.text]
    for text in (*map(spoken, document.lines), f"{document.notice.text}: {address}" if address else ""):
        lines += folded(text, hanging="  ") if text else []
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def spoken(line: LabelLine) -> str:
    """Return a line with its values in it."""
    inner = ", ".join(value.text for value in line.values) or (f"[{line.gap.text}]" if line.gap else "")
    return line.sentence.text.replace("{value}", inner)
