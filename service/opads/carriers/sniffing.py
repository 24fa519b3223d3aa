"""Which carriers some bytes may be in, judged by their beginning."""

import re

__all__ = ("sniff",)

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
