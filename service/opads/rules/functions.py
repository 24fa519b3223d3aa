"""The extension functions by name, as ``spec/standard/rule-language.md`` defines them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from opads.rules import dates, decimals, selection, texts
from opads.rules.errors import CelError
from opads.rules.signatures import Function
from opads.rules.values import type_name
from opads.standard import codelists

__all__ = ("DatedCode", "extension_functions")


class DatedCode(Protocol):
    """A code that is in force on some days."""

    def is_valid(self, as_of: str) -> bool:
        """Say whether the code is in force on a day (YYYY-MM-DD)."""
        ...


class _CodeLists:
    """``is_code`` over code lists by name."""

    def __init__(self, load: Callable[[str], Mapping[str, DatedCode]]) -> None:
        self.load = load

    def bind(self, name: str) -> Callable[..., bool]:
        try:
            codes = dict(self.load(name))
        except LookupError:
            raise ValueError(f"there is no code list {name!r}") from None

        def is_code(value: Any, *day: Any) -> bool:
            if type(value) is not str or value not in codes:
                return False
            return not day or codes[value].is_valid(_day(day[0]))

        return is_code

    def is_code(self, name: Any, value: Any, *day: Any) -> bool:
        if type(name) is not str:
            raise CelError(f"no such overload: is_code({type_name(name)}, {type_name(value)})")
        try:
            return self.bind(name)(value, *day)
        except ValueError as error:
            raise CelError(str(error)) from None


def _day(value: Any) -> str:
    if not dates.is_date(value):
        raise CelError(f"not a date: {type_name(value)}")
    return str(value)[:10]


def extension_functions(load: Callable[[str], Mapping[str, DatedCode]] = codelists.load) -> dict[str, Function]:
    """Return the extension functions; ``load`` gives a code list by its name, or raises LookupError."""
    lists = _CodeLists(load)
    return {
        "select": Function(
            call=selection.select, arity=2, returns="list", bound=1, bind=selection.select_at, bound_total=True
        ),
        "first": Function(call=selection.first, arity=3, bound=1, bind=selection.first_at, bound_total=True),
        "is_code": Function(call=lists.is_code, arity=2, optional=1, returns="bool", bind=lists.bind, bound_total=True),
        "decimal_compare": Function(call=decimals.decimal_compare, arity=2, returns="int"),
        "counts": Function(call=texts.counts, arity=1, returns="map"),
        "decimal_sum": Function(call=decimals.decimal_sum, arity=1, returns="string"),
        "is_decimal": Function(call=decimals.is_decimal, arity=1, returns="bool", total=True),
        "is_date": Function(call=dates.is_date, arity=1, returns="bool", total=True),
        "days_between": Function(call=dates.days_between, arity=2, returns="int"),
        "add_months": Function(call=dates.add_months, arity=2, returns="string"),
        "lower": Function(call=texts.lower, arity=1, returns="string"),
        "upper": Function(call=texts.upper, arity=1, returns="string"),
        "trim": Function(call=texts.trim, arity=1, returns="string"),
        "is_url": Function(call=texts.is_url, arity=1, returns="bool", total=True),
        "is_email": Function(call=texts.is_email, arity=1, returns="bool", total=True),
    }
