"""Renderings of notices and labels: one module each, chosen by name and loaded when first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, TypeVar

from opads.notice.document import LabelDocument, NoticeDocument

__all__ = ("LABELS", "NOTICES", "Rendering", "render_label", "render_notice")

_D = TypeVar("_D", NoticeDocument, LabelDocument)


class Rendering(NamedTuple):
    """A rendering: the module that makes it, its media type, and what it is for."""

    module: str
    media_type: str
    purpose: str


NOTICES = {
    "html": Rendering("page", "text/html", "one accessible, self-contained page"),
    "txt": Rendering("plain", "text/plain", "plain text"),
    "pdf": Rendering("pdf", "application/pdf", "tagged PDF (PDF/UA-1)"),
    "json": Rendering("data", "application/json", "the neutral document"),
}
LABELS = {
    "svg": Rendering("drawing", "image/svg+xml", "a drawing with a QR code"),
    "html": Rendering("label_page", "text/html", "one accessible, self-contained page"),
    "txt": Rendering("label_plain", "text/plain", "plain text"),
    "qr": Rendering("code", "image/svg+xml", "the QR code alone, as a drawing"),
    "json": Rendering("data", "application/json", "the neutral document"),
}
"""Every rendering by name, the default first."""


def render_notice(name: str, document: NoticeDocument) -> bytes:
    """Return a notice in a rendering; raises KeyError for a name that is not in ``NOTICES``.

    Raises RenderingUnavailableError where a library that it needs is not on this machine.
    """
    return _render(NOTICES[name], document)


def render_label(name: str, document: LabelDocument) -> bytes:
    """Return a label in a rendering; raises KeyError for a name that is not in ``LABELS``.

    Raises NoticeError for a QR code where there is no address that one can lead to.
    """
    return _render(LABELS[name], document)


def _render(rendering: Rendering, document: _D) -> bytes:
    rendered: bytes = import_module(f"opads.notice.renderings.{rendering.module}").render(document)
    return rendered
