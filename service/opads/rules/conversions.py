"""The standard functions of CEL: size, conversions, and the tests of strings."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from opads.rules.errors import CelError
from opads.rules.values import type_name

__all__ = (
    "compile_pattern",
    "contains",
    "ends_with",
    "matches",
    "size",
    "starts_with",
    "to_double",
    "to_int",
    "to_string",
)

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?")
_PLAIN = 21
_SMALL = -7


def size(value: Any) -> int:
    """``size(value)``: code points of a string, elements of a list, keys of a map."""
    if type(value) in {str, list, dict}:
        return len(value)
    raise CelError(f"no such overload: size({type_name(value)})")


def to_int(value: Any) -> int:
    """``int(value)``: a number is cut towards zero; a string must be a decimal integer."""
    if type(value) is int:
        return value
    if type(value) is Decimal and value.adjusted() <= _PLAIN:
        result = int(value)
        if _LOWEST < result < _HIGHEST:
            return result
        raise CelError("integer overflow")
    if type(value) is str and _INTEGER.fullmatch(value):
        result = int(value)
        if _LOWEST <= result <= _HIGHEST:
            return result
    raise CelError(f"int() of {_shown(value)}")


def to_double(value: Any) -> Decimal:
    """``double(value)``: exact."""
    if type(value) is Decimal:
        return value
    if type(value) is int:
        return Decimal(value)
    if type(value) is str and _NUMBER.fullmatch(value):
        return Decimal(value)
    raise CelError(f"double() of {_shown(value)}")


def to_string(value: Any) -> str:
    """``string(value)``: numbers without superfluous zeros, booleans as ``true`` and ``false``."""
    if type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int:
        return str(value)
    if type(value) is Decimal:
        return _number_text(value)
    raise CelError(f"string() of {_shown(value)}")


def _number_text(value: Decimal) -> str:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise CelError("string() of a value that is not a number")
    text = "".join(map(str, digits)).lstrip("0")
    stripped = text.rstrip("0")
    exponent += len(text) - len(stripped)
    if not stripped:
        return "0"
    point = len(stripped) + exponent
    mark = "-" if sign else ""
    if _SMALL < point - 1 < _PLAIN:
        if exponent >= 0:
            return mark + stripped + "0" * exponent
        if point > 0:
            return f"{mark}{stripped[:point]}.{stripped[point:]}"
        return f"{mark}0.{'0' * -point}{stripped}"
    fraction = f".{stripped[1:]}" if len(stripped) > 1 else ""
    return f"{mark}{stripped[0]}{fraction}e{point - 1:+03d}"


def _shown(value: Any) -> str:
    return f"{value[:40]!r}" if isinstance(value, str) else type_name(value)


def _strings(function: str, text: Any, part: Any) -> None:
    if type(text) is not str or type(part) is not str:
        raise CelError(f"no such overload: {type_name(text)}.{function}({type_name(part)})")


def contains(text: Any, part: Any) -> bool:
    """``text.contains(part)``."""
    _strings("contains", text, part)
    return part in text


def starts_with(text: Any, part: Any) -> bool:
    """``text.startsWith(part)``."""
    _strings("startsWith", text, part)
    return bool(text.startswith(part))


def ends_with(text: Any, part: Any) -> bool:
    """``text.endsWith(part)``."""
    _strings("endsWith", text, part)
    return bool(text.endswith(part))


_SHORT, _TEXTS = 32, 128
"""Characters of a text short enough to be remembered with what a pattern said of it, and how many of these are."""


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> Callable[[Any], bool]:
    """Return a test whether a pattern of RE2 occurs in a string; time is linear in the string.

    Raises ValueError where the pattern is not one of RE2.
    """
    import re2  # type: ignore[import-untyped]  # noqa: PLC0415  # google-re2: linear time, the syntax CEL names; slow to import

    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    try:
        search = re2.compile(pattern.encode(), options).search
    except re2.error as trouble:
        reason = trouble.args[0]
        shown = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        raise ValueError(f"{pattern!r} is not a pattern: {shown}") from None

    @lru_cache(maxsize=_TEXTS)
    def found(text: str) -> bool:
        return search(text.encode()) is not None

    def test(text: Any) -> bool:
        try:
            if text.__class__ is str and len(text) <= _SHORT:
                return found(text)
            return search(text.encode()) is not None
        except AttributeError:
            raise CelError(f"no such overload: {type_name(text)}.matches(str)") from None
        except UnicodeEncodeError:
            raise CelError("matches() on a string with a lone surrogate") from None

    return test


def matches(text: Any, pattern: Any) -> bool:
    """``text.matches(pattern)``: the pattern occurs somewhere in the text."""
    _strings("matches", text, pattern)
    try:
        return compile_pattern(pattern)(text)
    except ValueError as trouble:
        raise CelError(str(trouble)) from None
