"""Rendering ``txt`` of a notice: plain text of at most 78 columns; what is missing stands in square brackets."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from opads.notice.document import Gap, NoticeDocument, NoticeEntry

__all__ = ("WIDTH", "folded", "render")

WIDTH = 78


def render(document: NoticeDocument) -> bytes:
    """Return the text, in UTF-8."""
    return "".join(f"{line}\n" for line in _lines(document)).encode("utf-8", "replace")


def folded(text: str, indent: str = "", hanging: str | None = None) -> Iterator[str]:
    """Yield a text in lines; addresses are never broken."""
    rest = indent if hanging is None else hanging
    for number, line in enumerate(text.split("\n")):
        first = rest if number else indent
        yield from wrap(
            line, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        ) or [""]


def _lines(document: NoticeDocument) -> Iterator[str]:
    yield document.statement.text
    yield document.title.text
    yield "=" * WIDTH
    yield from folded(document.introduction.text)
    if document.missing:
        yield ""
        yield from folded(f"[{document.missing.text}]")
    if document.head:
        yield ""
    for entry in document.head:
        yield from _entry(entry)
    for point in document.points:
        yield ""
        yield from folded(f"{point.number}. {point.heading.text}", hanging="    ")
        if point.gap:
            yield from folded(_gap(point.gap), "    ")
        if point.empty:
            yield from folded(point.empty.text, "    ")
        for number, block in enumerate(point.blocks):
            if number:
                yield ""
            for entry in block.entries:
                yield from _entry(entry, "    ")
        if point.gaps:
            yield from folded(f"({point.law.instrument}, {point.law.provision})", "    ")
    if document.unverified:
        yield ""
        yield "-" * WIDTH
        yield from folded(document.unverified.text)


def _entry(entry: NoticeEntry, indent: str = "") -> Iterator[str]:
    texts = [value.text + (f" ({value.note.text})" if value.note else "") for value in entry.values]
    texts += [_gap(gap) for gap in entry.gaps]
    if len(texts) == 1:
        yield from folded(f"{entry.label.text}: {texts[0]}", indent, indent + "  ")
        return
    yield f"{indent}{entry.label.text}:"
    for text in texts:
        yield from folded(f"- {text}", indent + "  ", indent + "    ")


def _gap(gap: Gap) -> str:
    more = ": ".join(part for part in (gap.reason.text if gap.reason else "", gap.note or "") if part)
    return f"[{gap.said.text}{f' ({more})' if more else ''}]"
