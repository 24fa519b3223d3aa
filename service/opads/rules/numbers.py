"""Arithmetic of CEL: 64-bit integers with overflow as an error, and decimal numbers in the place of doubles."""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, NoReturn

from opads.rules.errors import CelError
from opads.rules.values import type_name

__all__ = ("add", "divide", "modulo", "multiply", "negate", "subtract")

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
_CONTEXT = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow]
)
"""Decimal128 of IEEE 754-2008: 34 digits. Infinity and not-a-number do not exist here, they are errors."""


def _refuse(operator: str, *values: Any) -> NoReturn:
    types = ", ".join(type_name(value) for value in values)
    raise CelError(f"no such overload: {operator} ({types})")


def _int64(value: int) -> int:
    if _LOWEST <= value <= _HIGHEST:
        return value
    raise CelError("integer overflow")


def _decimal(value: Decimal) -> Decimal:
    if value.is_finite():
        return value
    raise CelError("number overflow")


def add(a: Any, b: Any) -> Any:
    """Return ``a + b``: integers, numbers, strings or lists, both of one type."""
    kind = type(a)
    if kind is type(b):
        if kind is int:
            return _int64(a + b)
        if kind is str or kind is list:
            return a + b
        if kind is Decimal:
            return _calculate("add", a, b)
    return _refuse("+", a, b)


def subtract(a: Any, b: Any) -> Any:
    """Return ``a - b``."""
    kind = type(a)
    if kind is type(b):
        if kind is int:
            return _int64(a - b)
        if kind is Decimal:
            return _calculate("subtract", a, b)
    return _refuse("-", a, b)


def multiply(a: Any, b: Any) -> Any:
    """Return ``a * b``."""
    kind = type(a)
    if kind is type(b):
        if kind is int:
            return _int64(a * b)
        if kind is Decimal:
            return _calculate("multiply", a, b)
    return _refuse("*", a, b)


def divide(a: Any, b: Any) -> Any:
    """Return ``a / b``: integers divide towards zero."""
    kind = type(a)
    if kind is type(b):
        if kind is int:
            if b == 0:
                raise CelError("division by zero")
            quotient = abs(a) // abs(b)
            return _int64(quotient if (a < 0) == (b < 0) else -quotient)
        if kind is Decimal:
            return _calculate("divide", a, b)
    return _refuse("/", a, b)


def modulo(a: Any, b: Any) -> Any:
    """Return ``a % b``: integers only; the result has the sign of ``a``."""
    if type(a) is int and type(b) is int:
        if b == 0:
            raise CelError("modulus by zero")
        rest = abs(a) % abs(b)
        return -rest if a < 0 else rest
    return _refuse("%", a, b)


def negate(a: Any) -> Any:
    """Return ``-a``."""
    if type(a) is int:
        return _int64(-a)
    if type(a) is Decimal:
        return a.copy_negate()
    return _refuse("-", a)


def _calculate(operation: str, a: Decimal, b: Decimal) -> Decimal:
    try:
        return _decimal(getattr(_CONTEXT, operation)(a, b))
    except (DivisionByZero, InvalidOperation):
        raise CelError("division by zero") from None
    except Overflow:
        raise CelError("number overflow") from None
