"""Comparison, membership, selection and logic of CEL over native JSON values (booleans are never numbers)."""

from decimal import Decimal
from typing import Any

from opads.rules.errors import CelError
from opads.rules.values import type_name

__all__ = (
    "boolean",
    "contains",
    "equal",
    "error",
    "greater",
    "greater_equal",
    "holds",
    "index",
    "items",
    "less",
    "less_equal",
    "mapping",
    "negation",
    "no_map",
    "unequal",
)

_ORDERED = frozenset((int, str, bool, Decimal))
_NUMBERS = frozenset((int, Decimal))
_LONGEST_INDEX = 18


def error(trouble: Exception) -> CelError:
    """Return the CEL error for an exception that emitted code raised, without traceback and context."""
    if isinstance(trouble, CelError):
        return CelError(trouble.reason)
    if isinstance(trouble, KeyError):
        return CelError(f"no such key: {trouble.args[0]}")
    return CelError("no such overload: selection from a value that is not a map")


def boolean(value: Any) -> bool:
    """Return a boolean as it is, else raise CelError."""
    if value is True or value is False:
        return bool(value)
    raise CelError(f"no such overload: {type_name(value)} where a bool is needed")


def negation(value: Any) -> bool:
    """``!value``."""
    return not boolean(value)


def equal(a: Any, b: Any) -> bool:
    """Return ``a == b`` of any two values: numbers by value, other types only with their own kind; never an error."""
    kind, other = type(a), type(b)
    if kind is other:
        if kind is list:
            return len(a) == len(b) and all(map(equal, a, b))
        if kind is dict:
            return len(a) == len(b) and all(key in b and equal(value, b[key]) for key, value in a.items())
        return bool(a == b)
    return kind in _NUMBERS and other in _NUMBERS and bool(a == b)


def unequal(a: Any, b: Any) -> bool:
    """Return ``a != b``."""
    return not equal(a, b)


def _comparable(operator: str, a: Any, b: Any) -> None:
    kind, other = type(a), type(b)
    if not ((kind is other and kind in _ORDERED) or (kind in _NUMBERS and other in _NUMBERS)):
        raise CelError(f"no such overload: {type_name(a)} {operator} {type_name(b)}")


def less(a: Any, b: Any) -> bool:
    """Return ``a < b``: numbers by value, strings by code points, false before true."""
    _comparable("<", a, b)
    return bool(a < b)


def less_equal(a: Any, b: Any) -> bool:
    """Return ``a <= b``."""
    _comparable("<=", a, b)
    return bool(a <= b)


def greater(a: Any, b: Any) -> bool:
    """Return ``a > b``."""
    _comparable(">", a, b)
    return bool(a > b)


def greater_equal(a: Any, b: Any) -> bool:
    """Return ``a >= b``."""
    _comparable(">=", a, b)
    return bool(a >= b)


def contains(value: Any, container: Any) -> bool:
    """``value in container``: an element of a list, a key of a map."""
    if type(container) is list:
        if type(value) is str:
            return value in container
        return any(equal(value, item) for item in container)
    if type(container) is dict:
        return type(value) is str and value in container
    raise CelError(f"no such overload: {type_name(value)} in {type_name(container)}")


def _position(key: Any) -> int:
    if type(key) is Decimal and key.adjusted() <= _LONGEST_INDEX and key == key.to_integral_value():
        return int(key)
    if type(key) is int:
        return key
    raise CelError(f"no such overload: list[{type_name(key)}]")


def index(container: Any, key: Any) -> Any:
    """``container[key]``: an integral number for a list, a string for a map."""
    if type(container) is list:
        position = _position(key)
        if not 0 <= position < len(container):
            raise CelError("index out of range")
        return container[position]
    if type(container) is dict:
        if type(key) is str and key in container:
            return container[key]
        raise CelError(f"no such key: {key}")
    raise CelError(f"no such overload: {type_name(container)}[{type_name(key)}]")


def no_map(value: Any) -> bool:
    """Raise the error of ``has()`` on something that is not a map."""
    raise CelError(f"no such overload: selection from {type_name(value)}")


def holds(value: Any, name: str) -> bool:
    """``has(value.name)``."""
    return name in value if type(value) is dict else no_map(value)


def items(value: Any) -> Any:
    """Return what a macro goes over: the elements of a list, the keys of a map."""
    if type(value) is list or type(value) is dict:
        return value
    raise CelError(f"no such overload: a macro over {type_name(value)}")


def mapping(*pairs: tuple[Any, Any]) -> dict[str, Any]:
    """Return the map of a literal with computed keys: strings, each once."""
    result: dict[str, Any] = {}
    for key, value in pairs:
        if type(key) is not str:
            raise CelError("the keys of a map must be strings")
        if key in result:
            raise CelError(f"the key {key!r} occurs twice")
        result[key] = value
    return result
