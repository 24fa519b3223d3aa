"""Rendering ``json``: the neutral document, indented."""

from __future__ import annotations

import msgspec

from opads.notice.document import LabelDocument, NoticeDocument
from opads.standard.jsonvalue import dumps

__all__ = ("render",)


def render(document: NoticeDocument | LabelDocument) -> bytes:
    """Return the document as JSON text."""
    return dumps(msgspec.to_builtins(document, builtin_types=()), indent=2) + b"\n"
