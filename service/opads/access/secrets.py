"""The text of an API key: ``opads_<id>_<secret><check>``, and ``opads_sandbox_…`` for one of the sandbox.

The id (12 letters and digits) says which key it is and is no secret. The secret is 43 letters and digits, 256 bits. The check is the
CRC-32 of all before it in 6: what searches for keys that went astray knows ours from what looks alike, and a mistyped one is
refused before anything is looked up.

What is kept is the SHA-256 of the whole. A slow hash is for what people choose, which is guessed from lists; of 256 random bits no
list exists, and a slow hash would only make every request slow.
"""

from __future__ import annotations

import re
import secrets
import string
from hashlib import sha256
from hmac import compare_digest
from typing import NamedTuple
from zlib import crc32

__all__ = ("IN_TEXT", "MadeKey", "digest", "id_in", "new_key", "same")

LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
ID, SECRET, CHECK = 12, 43, 6
KEY = re.compile(rf"(opads_(?:sandbox_)?([0-9A-Za-z]{{{ID}}})_[0-9A-Za-z]{{{SECRET}}})([0-9A-Za-z]{{{CHECK}}})")
IN_TEXT = re.compile(rb"opads_(?:sandbox_)?[0-9A-Za-z]{12}_[0-9A-Za-z]{43}")
"""Finds keys in texts where none belongs."""


class MadeKey(NamedTuple):
    """A new key; ``text`` is shown once and kept nowhere."""

    id: str
    text: str
    sha256: str


def new_key(*, sandbox: bool = False) -> MadeKey:
    """Return a new key."""
    id_ = "".join(secrets.choice(LETTERS) for _ in range(ID))
    secret = _written(secrets.randbits(256), SECRET)
    body = f"opads_{'sandbox_' if sandbox else ''}{id_}_{secret}"
    text = body + _written(crc32(body.encode()), CHECK)
    return MadeKey(id_, text, digest(text))


def id_in(text: str) -> str | None:
    """Return the id in the text of a key, None for a text that is none."""
    found = KEY.fullmatch(text)
    if found is None or found[3] != _written(crc32(found[1].encode()), CHECK):
        return None
    return found[2]


def digest(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two digests in a time that does not tell where they differ."""
    return compare_digest(one.encode(), other.encode())


def _written(number: int, length: int) -> str:
    """Return a number in letters and digits, with leading zeros."""
    found = ""
    for _ in range(length):
        number, digit = divmod(number, len(LETTERS))
        found = LETTERS[digit] + found
    return found
