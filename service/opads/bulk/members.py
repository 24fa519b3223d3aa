"""What rules on sets keep of each record, as bytes: exact, small, and nothing but data."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from typing import Any

import msgspec

from opads.carriers import Place
from opads.sets import Left, Member

__all__ = ("pack", "unpack")

_DECIMAL = "\x00decimal"
_OF_THE_RECORD = ("input", "record")
"""What a rule sees of each member besides what it keeps; a job of bulk work has one input."""
_ODD = re.compile(r"Decimal\(|[0-9]{19}")
"""What the text of values shows where some of them may be exact numbers that the bytes would not hold."""


class _Packed(msgspec.Struct, array_like=True):
    key: Any
    seen: Any
    record: int
    pointer: str
    native: str | None
    place: Place | None


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Packed)


def pack(left: Left) -> tuple[str, bytes]:
    """Return the digest of the key, by which members of a group are brought together, and the member."""
    member, text = left.member, repr(left.key)
    key = _plain(left.key) if _ODD.search(text) else left.key
    seen = {name: value for name, value in left.seen.items() if name not in _OF_THE_RECORD}
    packed = _Packed(key, _plain(seen), member.record, member.pointer, member.native, member.locate())
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32], _ENCODER.encode(packed)


def unpack(data: bytes) -> tuple[list[Any], dict[str, Any], Member]:
    """Return the key, what a rule sees of the member, and the member."""
    packed = _DECODER.decode(data)
    place = packed.place
    member = Member(0, packed.record, packed.pointer, packed.native, lambda: place)
    return _exact(packed.key), {**_exact(packed.seen), "input": 0, "record": packed.record}, member


_AS_IT_IS = {str, bool, type(None)}


def _plain(value: Any) -> Any:
    """Mark exact numbers, which the bytes would hold as texts."""
    if isinstance(value, Decimal) or (isinstance(value, int) and not -(2**63) <= value < 2**64):
        return {_DECIMAL: [str(value), isinstance(value, int)]}
    if isinstance(value, dict):
        return {name: item if item.__class__ in _AS_IT_IS else _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [item if item.__class__ in _AS_IT_IS else _plain(item) for item in value]
    return value


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        if _DECIMAL in value:
            text, whole = value[_DECIMAL]
            return int(text) if whole else Decimal(text)
        return {name: _exact(item) for name, item in value.items()}
    return [_exact(item) for item in value] if isinstance(value, list) else value
