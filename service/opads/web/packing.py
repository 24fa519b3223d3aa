"""Documents as a page keeps them in a hidden field, to be sent again: nothing is kept on our side."""

from __future__ import annotations

import base64
import binascii
import zlib
from urllib.parse import quote, unquote

from opads.api.problem import Refusal

__all__ = ("PACKED", "pack", "unpack")

PACKED = 1024 * 1024
"""Characters that a page keeps of documents, packed."""


def pack(data: bytes, name: str = "") -> str:
    """Return a document and its name as one line: zlib (RFC 1950) in base64, a blank, the name percent-encoded."""
    return f"{base64.b64encode(zlib.compress(data, 6)).decode()} {quote(name)}"


def unpack(kept: bytes, longest: int) -> tuple[bytes, str]:
    """Return document and name; raises Refusal for what is none (400) and for more than so many bytes (413)."""
    packed, _, name = kept.partition(b" ")
    try:
        inflating = zlib.decompressobj()
        data = inflating.decompress(base64.b64decode(packed, validate=True), longest + 1)
    except (binascii.Error, zlib.error, ValueError):
        raise Refusal(
            "bad-form", "What the page kept of the document came back damaged; choose the file again."
        ) from None
    if len(data) > longest:
        raise Refusal("too-large", f"A document may have at most {longest} bytes.")
    if not inflating.eof:
        raise Refusal("bad-form", "What the page kept of the document came back damaged; choose the file again.")
    return data, unquote(name.decode("ascii", "replace"))
