"""Rendering ``html`` of a label: a page with nothing but the box."""

from __future__ import annotations

from opads.notice.document import LabelDocument
from opads.notice.renderings.qr import code
from opads.notice.renderings.templating import fill, style_sheet

__all__ = ("render",)


def render(document: LabelDocument) -> bytes:
    """Return the page."""
    style, digest = style_sheet("label.css")
    return fill("label.html", label=document, code=code(document.url), style=style, digest=digest)
