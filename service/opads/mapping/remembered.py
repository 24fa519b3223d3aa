"""What codecs made of recent texts: columns of codes, names and dates repeat themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from opads.mapping.codecs import CodecError, Narrowed
from opads.mapping.compile import ValueRow

__all__ = ("KNOWN", "SHORT", "copied", "remember", "through_codec")

KNOWN = 1024
"""Texts of a row whose values are remembered."""
SHORT = 256
"""Characters of a text that is remembered."""

_SCALARS = (str, int, bool, Decimal, type(None))


def through_codec(node: ValueRow, native: Any) -> tuple[Any, bool]:
    """Return the canonical value, and whether it alone would give the native one back; raises CodecError.

    Codecs know nothing but the value they are given, so the answer to a text holds whenever it comes again.
    """
    text = type(native) is str and len(native) <= SHORT
    known = node.known.get(native) if text else None
    if known is not None:
        return copied(known[0]), known[1]
    value = node.codec.read(native)
    faithful = node.row.direction == "both" and _written_back(node, value) == native
    if text and _is_flat(value):
        remember(node, native, copied(value), faithful=faithful)
    return value, faithful


def remember(node: ValueRow, native: str, value: Any, *, faithful: bool) -> tuple[Any, bool]:
    """Keep what a text means, and return it."""
    if len(node.known) >= KNOWN:
        node.known.clear()
    found = node.known[native] = (value, faithful)
    return found


def copied(value: Any) -> Any:
    """Return a value that may be filled further without changing this one, which has no containers in containers."""
    if type(value) is list:
        return list(value)
    return dict(value) if type(value) is dict else value


def _is_flat(value: Any) -> bool:
    parts = value if type(value) is list else value.values() if type(value) is dict else (value,)
    return all(type(part) in _SCALARS for part in parts)


def _written_back(node: ValueRow, value: Any) -> Any:
    try:
        written = node.codec.write(value)
    except CodecError:
        return _NOTHING
    return written.value if isinstance(written, Narrowed) else written


_NOTHING = object()
