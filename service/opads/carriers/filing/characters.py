"""The characters of a filing: UTF-8 or Windows-1252, and which of them the FEC accepts."""

import re

__all__ = ("ILLEGAL", "SEPARATOR", "all_legal", "decode_filing", "legal_in_filing")

SEPARATOR = "\x1c"
MARK = b"\xef\xbb\xbf"
WINDOWS = {byte: bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in range(128, 256)}
ACCEPTED = "".join(WINDOWS[byte] for byte in (*range(128, 157), *range(160, 169), 173))
ILLEGAL = re.compile(f"[^ -~{re.escape(ACCEPTED)}]")
"""Anything but ASCII 32 to 126 and the codes 128 to 168 and 173, of these not 157 to 159 (FEC messages 12, 27)."""
PLAIN = bytes([*range(32, 127), 0x0A, 0x0D, 0x1C])


def decode_filing(data: bytes) -> tuple[str, bool]:
    """Decode a filing; say whether it is UTF-8. Whatever is not is Windows-1252, in which every byte is a character."""
    try:
        return data.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return _windows(data), False


def all_legal(data: bytes, *, utf8: bool) -> bool:
    """Say whether the FEC accepts every character of a filing, its separators and line ends (LF, CR LF) aside."""
    if data.count(b"\r") != data.count(b"\r\n"):
        return False
    rest = data.translate(None, PLAIN)
    if not utf8:
        return legal_in_filing(_windows(rest))
    return legal_in_filing((rest.removeprefix(MARK) if data.startswith(MARK) else rest).decode())


def legal_in_filing(text: str) -> bool:
    """Say whether the FEC accepts every character of a text."""
    return ILLEGAL.search(text) is None


def _windows(data: bytes) -> str:
    return data.decode("latin-1").translate(WINDOWS)
