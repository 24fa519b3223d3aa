"""What is remembered of a request and of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from opads.standard.jsonvalue import canonical

__all__ = ("Answer", "KeyReusedError", "Request", "digest_of", "is_key")

KEY = re.compile(r"[\x21-\x7e]{1,255}")


class KeyReusedError(Exception):
    """The key came with another request before."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that is done once: whose it is, to which endpoint (``POST /v1/submissions``), under which key, and what it says."""

    account: str
    endpoint: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was given and is given again."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def is_key(text: str) -> bool:
    """Whether a text may be a key: 1 to 255 visible characters of ASCII."""
    return KEY.fullmatch(text) is not None


def digest_of(body: bytes | str, query: Iterable[tuple[str, str]] = (), headers: Iterable[tuple[str, str]] = ()) -> str:
    """Return the SHA-256 of what a request says: its body (or the SHA-256 of it, in hexadecimal), its query, the headers that count.

    The order of names does not count.
    """
    digest = body if isinstance(body, str) else sha256(body).hexdigest()
    return sha256(canonical([digest, sorted(map(list, query)), sorted(map(list, headers))])).hexdigest()
