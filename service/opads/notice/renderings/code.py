"""Rendering ``qr``: the code that leads to the notice, as a drawing of its own."""

from __future__ import annotations

from opads.notice.document import LabelDocument
from opads.notice.errors import NoticeError
from opads.notice.renderings.qr import code
from opads.notice.renderings.templating import fill

__all__ = ("render",)


def render(document: LabelDocument) -> bytes:
    """Return the drawing; raises NoticeError where the disclosure names no address that a code can hold."""
    made = code(document.url)
    if made is None:
        raise NoticeError("the disclosure names no web address of the notice that a QR code could lead to")
    return fill("code.svg", label=document, code=made)
