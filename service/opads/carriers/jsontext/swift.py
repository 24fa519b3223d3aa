"""The swift reader: plain records in compiled code alone, those of the shape that a schema wants at once with its check.

It gives a value only for texts in which the careful parser (``parser.py``) finds no fault, not even a harmless one,
and then the same value; for all others it gives up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from opads.carriers.jsontext.members import all_kept, plain
from opads.carriers.jsontext.quick import LONGEST_NUMBER

if TYPE_CHECKING:
    from opads.carriers.model import JsonObject, Limits
    from opads.standard.typed import Typed, Types

__all__ = ("Swift", "swift_reader")

OPEN_DEPTH = 7
WORTH = 65536
"""Bytes from which on the reader of open records pays."""


class Swift:
    """Reads records one by one, as a type where there is one; ``outside`` counts the containers about each record."""

    def __init__(self, typed: Typed | None, limits: Limits, *, outside: int = 0) -> None:
        deepest = limits.max_depth - outside if limits.max_digits >= LONGEST_NUMBER else 0
        usable = typed is not None and typed.depth <= deepest
        self._decode = typed.decode if typed is not None and usable else None
        self._fits = typed.fits if typed is not None else None
        self._loose = typed is not None and typed.loose
        self._open = deepest >= OPEN_DEPTH
        self._longest = min(limits.max_string, limits.max_nodes - 1)

    def read(self, text: bytes) -> tuple[JsonObject, bool] | None:
        """Return an object written in UTF-8, and whether it is known to fit the schema; None if others have to read it."""
        if len(text) > self._longest or not plain(text):
            return None
        if self._decode is not None:
            try:
                value = self._decode(text)
            except (ValueError, ArithmeticError, RecursionError):
                pass
            else:
                if all_kept(text, value):
                    fits = self._fits is None or self._fits(value)
                    if fits or not self._loose:
                        return value, fits
        return self._openly(text) if self._open else None

    def _openly(self, text: bytes) -> tuple[JsonObject, bool] | None:
        try:
            value = _open()(text)
        except (ValueError, RecursionError):
            return None
        return (value, False) if type(value) is dict and all_kept(text, value) and _normal(text) else None


def swift_reader(types: Types | None, length: int, limits: Limits, *, outside: int = 0) -> Swift | None:
    """Return a reader for so many bytes of records; None where getting ready would cost more than it saves."""
    typed = None if types is None else types.after(length)
    return None if typed is None and length < WORTH else Swift(typed, limits, outside=outside)


def _normal(text: bytes) -> bool:
    """Say whether names that look the same are the same: in a text in normal form (NFC) all names are in it."""
    if b"\\u" in text:
        return False
    return text.isascii() or unicodedata.is_normalized("NFC", text.decode())


@lru_cache(maxsize=1)
def _open() -> Callable[[bytes], Any]:
    from opads.standard.typedbuild import anything  # noqa: PLC0415 - for long inputs alone

    return msgspec.json.Decoder(anything(OPEN_DEPTH)).decode
