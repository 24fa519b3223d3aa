"""Extension functions on decimal numbers, given as text (``"1234.50"``) or as numbers."""

import re
from decimal import Context, Decimal, Inexact
from functools import lru_cache
from typing import Any

from opads.rules.errors import CelError
from opads.rules.values import type_name

__all__ = ("decimal_compare", "decimal_sum", "is_decimal")

_MOST_DIGITS = 1000
SHORT = 40
_TEXT = re.compile(r"-?[0-9]{1,1000}(?:\.[0-9]{1,1000})?")
_EXACT = Context(prec=8 * _MOST_DIGITS, traps=[Inexact])


def is_decimal(value: Any) -> bool:
    """Say whether a value is a decimal number: text of digits with an optional sign and fraction, or a number."""
    kind = type(value)
    if kind is str:
        return _TEXT.fullmatch(value) is not None
    return kind is int or (kind is Decimal and abs(value.adjusted()) <= _MOST_DIGITS)


@lru_cache(maxsize=4096)
def read(text: str) -> Decimal | None:
    return Decimal(text) if _TEXT.fullmatch(text) else None


def _decimal(value: Any) -> Decimal:
    if type(value) is str and len(value) <= SHORT:
        found = read(value)
        if found is not None:
            return found
    elif is_decimal(value):
        return Decimal(value)
    raise CelError(f"not a decimal number: {value[:40]!r}" if type(value) is str else f"no decimal: {type_name(value)}")


@lru_cache(maxsize=4096)
def _compared(a: str, b: str) -> int:
    left, right = _decimal(a), _decimal(b)
    return (left > right) - (left < right)


def decimal_compare(a: Any, b: Any) -> int:
    """``decimal_compare(a, b)``: -1, 0 or 1, exactly."""
    if type(a) is str and type(b) is str and len(a) <= SHORT and len(b) <= SHORT:
        return _compared(a, b)
    left, right = _decimal(a), _decimal(b)
    return (left > right) - (left < right)


def decimal_sum(values: Any) -> str:
    """``decimal_sum(list)``: the exact sum as text, with as many decimals as the most precise value; ``"0"`` if empty."""
    if type(values) is not list:
        raise CelError(f"no such overload: decimal_sum({type_name(values)})")
    total = Decimal(0)
    for value in values:
        try:
            total = _EXACT.add(total, _decimal(value))
        except Inexact:
            raise CelError("decimal_sum() of numbers too far apart") from None
    return format(total, "f") if total else format(abs(total), "f")
