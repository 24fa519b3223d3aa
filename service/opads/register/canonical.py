"""The canonical bytes of a disclosure (RFC 8785), which say whether two are the same and what the log vouches for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import rfc8785

from opads.standard.jsonvalue import canonical

__all__ = ("canonical_disclosure",)

EXACT = 2**53


def canonical_disclosure(disclosure: dict[str, Any]) -> bytes:
    """Return the bytes; raises ValueError where a text is not Unicode (a lone surrogate).

    Of the standard's own members none is a number that JSON everywhere reads alike but not exactly; among the native values under
    ``extensions`` there may be such: a number that a double (IEEE 754) does not hold is written as a text of its digits.
    """
    try:
        return canonical(disclosure)
    except (rfc8785.CanonicalizationError, TypeError):
        return rfc8785.dumps(_held(disclosure))


def _held(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _held(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_held(item) for item in value]
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) >= EXACT):
        try:
            double = float(value)
            exact = Decimal(repr(double)) == value
        except (OverflowError, ValueError):
            exact = False
        return double if exact else str(value)
    return value
