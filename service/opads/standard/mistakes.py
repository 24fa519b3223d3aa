"""What is wrong with something an author wrote: every value that does not fit its model, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import inspect

from opads.standard.authored import Mistake

__all__ = ("mistakes",)

_Place = tuple[str | int, ...]
_SCALARS: tuple[tuple[type[inspect.Type], str, tuple[type, ...]], ...] = (
    (inspect.StrType, "a valid string", (str,)),
    (inspect.BoolType, "a valid boolean", (bool,)),
    (inspect.IntType, "a valid integer", (int,)),
    (inspect.FloatType, "a valid number", (int, float)),
    (inspect.DateType, "a valid date", (date, str)),
    (inspect.NoneType, "nothing", (type(None),)),
)
_MANY = (inspect.VarTupleType, inspect.ListType)


def mistakes(wanted: type, value: Any) -> list[Mistake]:
    """Return all that is wrong with a value that is to be of a type; nothing where it is one."""
    return list(_wrong(_described(wanted), value, ()))


@cache
def _described(wanted: type) -> inspect.Type:
    _learn(wanted, set())
    return inspect.type_info(wanted)


_ORDERS: dict[frozenset[Any], tuple[Any, ...]] = {}
"""The words of each choice in the order in which its model lists them."""


def _learn(hint: Any, seen: set[type]) -> None:
    if get_origin(hint) is Literal:
        _ORDERS[frozenset(get_args(hint))] = get_args(hint)
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        if hint not in seen:
            seen.add(hint)
            for field in msgspec.structs.fields(hint):
                _learn(field.type, seen)
    else:
        for inner in get_args(hint):
            _learn(inner, seen)


def _wrong(kind: inspect.Type, value: Any, place: _Place) -> Iterator[Mistake]:
    if isinstance(kind, inspect.UnionType):
        yield from _in_union(kind, value, place)
    elif isinstance(kind, inspect.StructType):
        yield from _in_model(kind, value, place)
    elif isinstance(kind, _MANY):
        yield from _in_list(kind, value, place)
    elif isinstance(kind, inspect.DictType):
        if not isinstance(value, dict):
            yield Mistake(place, "Input should be a valid dictionary", value)
            return
        for name, child in value.items():
            yield from _wrong(kind.key_type, name, (*place, str(name)))
            yield from _wrong(kind.value_type, child, (*place, str(name)))
    elif isinstance(kind, inspect.LiteralType):
        if not any(option == value and type(option) is type(value) for option in kind.values):
            yield Mistake(place, f"Input should be {_options(kind.values)}", value)
    elif isinstance(kind, inspect.CustomType):
        if not isinstance(value, kind.cls):
            yield Mistake(place, f"Input should be a {kind.cls.__name__}", value)
    else:
        yield from _in_scalar(kind, value, place)


def _in_model(kind: inspect.StructType, value: Any, place: _Place) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield Mistake(place, "Input should be a valid dictionary", value)
        return
    found = False
    for field in kind.fields:
        inner = (*place, field.encode_name)
        if field.encode_name in value:
            wrong = list(_wrong(field.type, value[field.encode_name], inner))
        else:
            wrong = [Mistake(inner, "Field required", None)] if field.required else []
        found = found or bool(wrong)
        yield from wrong
    known = {field.encode_name for field in kind.fields}
    for name in value:
        if name not in known:
            found = True
            yield Mistake((*place, str(name)), "Extra inputs are not permitted", value[name])
    if not found:
        yield from _as_a_whole(kind.cls, value, place)


def _as_a_whole(cls: type, value: Any, place: _Place) -> Iterator[Mistake]:
    """Yield what a model says of its members together."""
    try:
        msgspec.convert(value, cls)
    except msgspec.ValidationError as error:
        yield Mistake(place, str(error.__cause__ or error), value)


def _in_list(kind: Any, value: Any, place: _Place) -> Iterator[Mistake]:
    if not isinstance(value, list | tuple):
        yield Mistake(place, "Input should be a valid list", value)
        return
    if kind.min_length is not None and len(value) < kind.min_length:
        yield Mistake(place, f"List should have at least {kind.min_length} item(s), not {len(value)}", value)
    for position, child in enumerate(value):
        yield from _wrong(kind.item_type, child, (*place, position))


def _in_union(kind: inspect.UnionType, value: Any, place: _Place) -> Iterator[Mistake]:
    """Yield what is wrong with a value in the way of the alternative that it looks like."""
    each = [list(_wrong(option, value, place)) for option in kind.types]
    if not all(each):
        return
    options = [option for option in kind.types if not isinstance(option, inspect.NoneType)]
    meant = next(
        (option for option in options if _looks_like(option, value)), options[0] if len(options) == 1 else None
    )
    if meant is not None:
        yield from _wrong(meant, value, place)
    else:
        words = [
            wrong[0].text.removeprefix("Input should be ") for wrong in (list(_wrong(o, value, place)) for o in options)
        ]
        yield Mistake(place, f"Input should be {' or '.join(words)}", value, any(map(_is_text, options)))


def _looks_like(kind: inspect.Type, value: Any) -> bool:
    if isinstance(value, dict):
        return isinstance(kind, inspect.StructType | inspect.DictType)
    if isinstance(value, list | tuple):
        return isinstance(kind, _MANY)
    return any(isinstance(kind, cls) and type(value) in types for cls, _, types in _SCALARS)


def _is_text(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.StrType)


def _in_scalar(kind: inspect.Type, value: Any, place: _Place) -> Iterator[Mistake]:
    for cls, words, types in _SCALARS:
        if isinstance(kind, cls):
            if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
                yield Mistake(place, f"Input should be {words}", value, _is_text(kind))
            elif (told := _out_of_bounds(kind, value)) is not None:
                yield Mistake(place, told, value)


def _out_of_bounds(kind: inspect.Type, value: Any) -> str | None:
    if isinstance(kind, inspect.StrType):
        if kind.min_length is not None and len(value) < kind.min_length:
            return f"String should have at least {kind.min_length} character{'s' if kind.min_length > 1 else ''}"
        if kind.pattern is not None and re.search(kind.pattern, value) is None:
            return f"String should match pattern {kind.pattern!r}"
    if isinstance(kind, inspect.DateType) and isinstance(value, str):
        try:
            msgspec.convert(value, date)
        except msgspec.ValidationError:
            return "Input should be a valid date"
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        if kind.ge is not None and value < kind.ge:
            return f"Input should be greater than or equal to {kind.ge}"
        if kind.le is not None and value > kind.le:
            return f"Input should be less than or equal to {kind.le}"
    return None


def _options(values: tuple[Any, ...]) -> str:
    *others, last = map(repr, _ORDERS.get(frozenset(values), values))
    return f"{', '.join(others)} or {last}" if others else last
