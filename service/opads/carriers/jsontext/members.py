"""What a fast decoder takes in silence, found out afterwards: doubled and unknown members, and texts worth a word.

The decoder of msgspec is strict about the grammar, the encoding and half surrogate pairs. Of two members of one name it
keeps the last, and a type passes over members that it does not know. So the value is written again, and the colons
are counted. Outside texts a colon stands for one member each. Inside the texts that were kept there are as many in
the one as in the other, since the encoder writes a colon as itself and none was written as an escape. So each member
that was dropped is a colon less, whatever stood in it, and nothing adds one: equal numbers mean that none was dropped.
"""

import re
from typing import Any

import msgspec

__all__ = ("all_kept", "plain")

RAW_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")  # U+0080 to U+009F in UTF-8: a fixed first byte is found fast
ESCAPED = re.compile(rb"\\(?:[bf]|u00(?:[0189]|7[fF]|3[aA]))")  # control characters, and the colon
_encode = msgspec.json.Encoder().encode


def plain(text: bytes) -> bool:
    """Say whether no control character and no colon is written as an escape, and none of the former as itself.

    Those that JSON forbids are left to the decoder.
    """
    if b"\x7f" in text or (b"\xc2" in text and RAW_CONTROL.search(text)):
        return False
    return b"\\" not in text or ESCAPED.search(text) is None


def all_kept(text: bytes, value: Any) -> bool:
    """Say whether all members of a plain JSON text are in the value that was decoded from it."""
    again = _encode(value)
    return again == text or again.count(b":") == text.count(b":")
