"""Functions that emitted code does not call where their argument is the usual one: a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from opads.rules import conversions, dates, decimals, texts
from opads.rules.source import Code

if TYPE_CHECKING:
    from opads.rules.emitter import Emitter

__all__ = ("INLINES",)


def _text(e: Emitter, function: Callable[..., str], argument: Code, method: str) -> Code:
    """Emit a function of a text as a method of Python's text."""
    if argument.kind == "string":
        return Code(f"{argument.text}.{method}", "string", argument.fallible)
    first, later = e.atom(argument)
    other = f"{e.helper(function)}({later})"
    return Code(f"({later}.{method} if {first}.__class__ is str else {other})", "string", fallible=True)


def _trim(e: Emitter, arguments: list[Code]) -> Code:
    return _text(e, texts.trim, arguments[0], f"strip({e.source.constant(texts.SPACE, 'space_')})")


def _lower(e: Emitter, arguments: list[Code]) -> Code:
    return _text(e, texts.lower, arguments[0], "lower()")


def _upper(e: Emitter, arguments: list[Code]) -> Code:
    return _text(e, texts.upper, arguments[0], "upper()")


def _is_date(e: Emitter, arguments: list[Code]) -> Code:
    first, later = e.atom(arguments[0])
    read = f"{e.source.constant(dates.read, 'read_')}({later}) is not None"
    text = f"({first}.__class__ is str and len({later}) <= {dates.LONGEST} and {read})"
    return Code(text, "bool", arguments[0].fallible)


def _is_decimal(e: Emitter, arguments: list[Code]) -> Code:
    first, later = e.atom(arguments[0])
    read = f"{e.source.constant(decimals.read, 'read_')}({later}) is not None"
    short = f"{first}.__class__ is str and len({later}) <= {decimals.SHORT}"
    text = f"({read} if {short} else {e.helper(decimals.is_decimal)}({later}))"
    return Code(text, "bool", arguments[0].fallible)


def _test(function: Callable[..., bool], form: str) -> Callable[[Emitter, list[Code]], Code]:
    def emit(e: Emitter, arguments: list[Code]) -> Code:
        value, part = arguments
        if part.kind != "string":
            return Code(f"{e.helper(function)}({value.text}, {part.text})", "bool", fallible=True)
        if value.kind == "string":
            return Code(f"({form.format(value.text, part.text)})", "bool", value.fallible or part.fallible)
        if not part.atom:
            return Code(f"{e.helper(function)}({value.text}, {part.text})", "bool", fallible=True)
        first, later = e.atom(value)
        other = f"{e.helper(function)}({later}, {part.text})"
        text = f"({form.format(later, part.text)} if {first}.__class__ is str else {other})"
        return Code(text, "bool", fallible=True)

    return emit


INLINES: dict[Callable[..., object], Callable[[Emitter, list[Code]], Code]] = {
    texts.trim: _trim,
    texts.lower: _lower,
    texts.upper: _upper,
    dates.is_date: _is_date,
    decimals.is_decimal: _is_decimal,
    conversions.contains: _test(conversions.contains, "{1} in {0}"),
    conversions.starts_with: _test(conversions.starts_with, "{0}.startswith({1})"),
    conversions.ends_with: _test(conversions.ends_with, "{0}.endswith({1})"),
}
"""By what they stand for."""
