"""From bytes to text: the size limit, the byte order mark, strict UTF-8 (RFC 3629)."""

import re
from dataclasses import dataclass
from typing import Literal

from opads.carriers.model import Limits, Place, Trouble
from opads.carriers.parquet.magic import is_parquet
from opads.carriers.position import Positions

__all__ = ("Latin", "Text", "decode", "decode_latin", "refuse", "wide_encoding")

UTF8_MARK = b"\xef\xbb\xbf"
WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32LE"),
    (b"\x00\x00\xfe\xff", "UTF-32BE"),
    (b"\xff\xfe", "UTF-16LE"),
    (b"\xfe\xff", "UTF-16BE"),
)
WIDE_ZEROS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "UTF-16LE",
    (True, False, True, False): "UTF-16BE",
    (False, True, True, True): "UTF-32LE",
    (True, True, True, False): "UTF-32BE",
}
Latin = Literal["iso-8859-1"]
"""The one encoding beside UTF-8 that a format may prescribe."""
CONTROLS = re.compile("[\x80-\x9f]")
REASONS = {
    "invalid start byte": "a byte that begins no character",
    "invalid continuation byte": "a character that is broken off",
    "unexpected end of data": "a character that is cut off by the end",
}


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text; ``skipped`` counts the bytes of a byte order mark before it.

    ``single_byte`` says that each character was one byte.
    """

    text: str
    skipped: int = 0
    single_byte: bool = False


def refuse(data: bytes, limits: Limits) -> Trouble | None:
    """Give the trouble that forbids reading at all: too many bytes, no bytes, an encoding of wide characters."""
    if len(data) > limits.max_bytes:
        return Trouble("carrier/too-large", {"bytes": len(data), "limit": limits.max_bytes})
    if is_parquet(data):
        return Trouble("carrier/parquet", {"bytes": len(data)})
    name = wide_encoding(data)
    if name is not None:
        return Trouble("carrier/wrong-encoding", {"found": name}, Place(line=1, column=1, offset=0))
    if not data.removeprefix(UTF8_MARK).strip(b" \t\r\n"):
        return Trouble("carrier/empty", {"bytes": len(data)})
    return None


def decode(data: bytes) -> Text | Trouble:
    """Decode strict UTF-8; give the trouble at the first byte that is none."""
    skipped = len(UTF8_MARK) if data.startswith(UTF8_MARK) else 0
    try:
        return Text(data[skipped:].decode(), skipped)
    except UnicodeDecodeError as error:
        good = Positions(data[skipped : skipped + error.start].decode(), first_byte=skipped)
        params = {
            "byte": f"0x{error.object[error.start]:02X}",
            "reason": REASONS.get(error.reason, error.reason),
        }
        return Trouble("carrier/invalid-utf-8", params, good.place(error.start))


def decode_latin(data: bytes) -> tuple[Text, Trouble | None]:
    """Decode ISO-8859-1, where a format prescribes it; give the text, and the trouble of a file that is not in it.

    Bytes that make characters of UTF-8 are hardly ever meant as Latin-1: such a file is read as UTF-8. In one that is
    read as Latin-1 the bytes 0x80 to 0x9F are control characters, which no text has: they are kept and reported.
    """
    if not data.isascii():
        decoded = decode(data)
        if isinstance(decoded, Text):
            return decoded, Trouble("carrier/not-latin-1", {"found": "UTF-8"}, Place(line=1, column=1, offset=0))
    text = data.decode("iso-8859-1")
    control = CONTROLS.search(text)
    if control is None:
        return Text(text, single_byte=True), None
    place = Positions(text, single_byte=True).place(control.start())
    return Text(text, single_byte=True), Trouble("carrier/control-bytes", {"byte": f"0x{ord(control[0]):02X}"}, place)


def wide_encoding(data: bytes) -> str | None:
    """Name the wide encoding that bytes show by their mark, or by zero bytes about their first character."""
    for mark, name in WIDE_MARKS:
        if data.startswith(mark):
            return name
    return WIDE_ZEROS.get(tuple(byte == 0 for byte in data[:4]))
