"""Rendering ``html``: one accessible page with the disclosure in it as data; no script, nothing fetched."""

from __future__ import annotations

from opads.notice.document import NoticeDocument
from opads.notice.renderings.templating import fill, style_sheet

__all__ = ("page", "render")


def render(document: NoticeDocument) -> bytes:
    """Return the page."""
    return page(document)


def page(document: NoticeDocument, *, paper: bool = False) -> bytes:
    """Return the page; for ``paper`` without the block of data, which is attached there."""
    style, digest = style_sheet("notice.css")
    return fill("notice.html", notice=document, style=style, digest=digest, paper=paper)
