"""The characters of a filing: UTF-8 or Windows-1252, and which of them the FEC accepts."""

import re

__all__ = ("ILLEGAL", "decode_filing", "legal_in_filing")

WINDOWS = {byte: bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in range(128, 256)}
ACCEPTED = "".join(WINDOWS[byte] for byte in (*range(128, 157), *range(160, 169), 173))
ILLEGAL = re.compile(f"[^ -~{re.escape(ACCEPTED)}]")
"""Anything but ASCII 32 to 126 and the codes 128 to 168 and 173, of these not 157 to 159 (FEC messages 12, 27)."""


def decode_filing(data: bytes) -> tuple[str, bool]:
    """Decode a filing; say whether it is UTF-8. Whatever is not is Windows-1252, in which every byte is a character."""
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(WINDOWS), False


def legal_in_filing(text: str) -> bool:
    """Say whether the FEC accepts every character of a text."""
    return ILLEGAL.search(text) is None
