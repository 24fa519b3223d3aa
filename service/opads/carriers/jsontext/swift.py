"""The swift reader: plain records in compiled code alone, those of the shape that a schema wants at once with its check.

It gives a value only for texts in which the careful parser (``parser.py``) finds no fault, or none but integers that
not all readers can hold, and then the same value; for all others it gives up.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from opads.carriers.jsontext.members import all_kept, plain
from opads.carriers.jsontext.number import LARGEST_EXPONENT
from opads.carriers.jsontext.quick import LONGEST_NUMBER
from opads.carriers.jsontext.survey import large_integers, survey

if TYPE_CHECKING:
    from opads.carriers.jsontext.fault import Fault
    from opads.carriers.model import JsonObject, Limits
    from opads.standard.typed import Typed, Types

__all__ = ("Swift", "swift_reader")

DEEPEST = 256
WORTH = 65536
"""Bytes from which on a document is taken apart."""


class Swift:
    """Reads records one by one, as a type where there is one; ``outside`` counts the containers about each record."""

    def __init__(self, typed: Typed | None, limits: Limits, *, outside: int = 0) -> None:
        deepest = min(limits.max_depth - outside, DEEPEST) if limits.max_digits >= LONGEST_NUMBER else 0
        usable = typed is not None and typed.depth <= deepest
        self._decode = typed.decode if typed is not None and usable else None
        self._fits = typed.fits if typed is not None else None
        self._loose = typed is not None and typed.loose
        self._deepest = deepest
        self._limits = limits
        self._longest = min(limits.max_string, limits.max_nodes - 1)

    def read(self, text: bytes) -> tuple[JsonObject, bool, list[Fault]] | None:
        """Return an object written in UTF-8, whether it is known to fit the schema, and its faults.

        None is the answer where others have to read it.
        """
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
                        return value, fits, []
        return self._freely(text)

    def _freely(self, text: bytes) -> tuple[JsonObject, bool, list[Fault]] | None:
        """Read an object whatever is in it."""
        try:
            value = _free(text)
        except (ValueError, ArithmeticError, RecursionError):
            return None
        if type(value) is not dict or not all_kept(text, value):
            return None
        large = survey(value, self._deepest)
        faults = large_integers(text.decode(), value, self._limits) if large else []
        return None if large is None or faults is None else (value, False, faults)


def swift_reader(types: Types | None, length: int, limits: Limits, *, outside: int = 0) -> Swift:
    """Return a reader for so many bytes of records; their type is made where that costs less than it saves."""
    return Swift(None if types is None else types.after(length), limits, outside=outside)


def _fraction(token: str) -> Decimal:
    value = Decimal(token)
    if len(token) > LONGEST_NUMBER or not -LARGEST_EXPONENT <= value.adjusted() <= LARGEST_EXPONENT:
        raise ValueError(token)
    return value


_free = msgspec.json.Decoder(float_hook=_fraction).decode
