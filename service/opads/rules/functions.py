"""The extension functions by name, as ``spec/standard/rule-language.md`` defines them."""

from collections.abc import Callable, Collection
from typing import Any

from opads.rules import dates, decimals, selection, texts
from opads.rules.errors import CelError
from opads.rules.signatures import Function
from opads.rules.values import type_name
from opads.standard import codelists

__all__ = ("extension_functions",)


class _CodeLists:
    """``is_code`` over code lists by name."""

    def __init__(self, load: Callable[[str], Collection[str]]) -> None:
        self.load = load

    def bind(self, name: str) -> Callable[[Any], bool]:
        try:
            codes = frozenset(self.load(name))
        except LookupError:
            raise ValueError(f"there is no code list {name!r}") from None
        return lambda value: type(value) is str and value in codes

    def is_code(self, name: Any, value: Any) -> bool:
        if type(name) is not str:
            raise CelError(f"no such overload: is_code({type_name(name)}, {type_name(value)})")
        try:
            return type(value) is str and value in self.load(name)
        except LookupError:
            raise CelError(f"there is no code list {name!r}") from None


def extension_functions(load: Callable[[str], Collection[str]] = codelists.load) -> dict[str, Function]:
    """Return the extension functions; ``load`` gives the codes of a code list by its name, or raises LookupError."""
    lists = _CodeLists(load)
    return {
        "select": Function(
            call=selection.select, arity=2, returns="list", bound=1, bind=selection.select_at, bound_total=True
        ),
        "first": Function(call=selection.first, arity=3, bound=1, bind=selection.first_at, bound_total=True),
        "is_code": Function(call=lists.is_code, arity=2, returns="bool", bind=lists.bind, bound_total=True),
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
