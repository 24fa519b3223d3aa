"""Which carriers some bytes may be in, judged by their beginning."""

import re

from opads.carriers.model import Limits

__all__ = ("beginning", "parts_of_filing", "sniff")

BEGINNING = 65536
CONTEXT = re.compile(rb'"@context"[ \t\r\n]*:')


def sniff(data: bytes) -> list[str]:
    """Give the ids of the carriers that are plausible, the likeliest first; none for no bytes."""
    head = data[:BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\xff\xfe\x00")
    if not head:
        return []
    if b"\x1c" in head or re.match(rb"HDR *,|/\* *header", head, re.IGNORECASE):
        return ["fec", "csv"]
    if head[:1] in (b"{", b"[") and CONTEXT.search(head):
        return ["jsonld", "json", "ndjson"]
    if head[:1] == b"{":
        return ["ndjson", "json"] if _many_objects(data) else ["json", "ndjson"]
    if head[:1] == b"[":
        return ["json", "ndjson", "csv"]
    if head[:1] == b"<":
        return ["xml", "csv"]
    return ["csv"]


def _many_objects(data: bytes) -> bool:
    """Say whether the first line is an object for itself and the next one begins like it."""
    text = data.lstrip(b" \t\r\n\xef\xbb\xbf")
    end = text.find(b"\n")
    return end > 0 and text[:end].rstrip(b" \t\r").endswith(b"}") and text[end : end + BEGINNING].lstrip()[:1] == b"{"


def beginning(carrier: str, data: bytes, limits: Limits, size: int) -> bytes:
    """Return the first lines of a filing, where they tell as well as all bytes whether it is one; else all bytes."""
    end = data.rfind(b"\n", 0, size) + 1 if carrier == "fec" and size < len(data) <= limits.max_bytes else 0
    if not data[:end].isascii() or not data[:end].strip(b" \t\r\n\x1a") or parts_of_filing(data) >= limits.max_nodes:
        return data
    return data[:end]


def parts_of_filing(data: bytes) -> int:
    """Count the separators and line ends of a filing."""
    return data.count(b"\x1c") + data.count(b"\n")
