"""The two libraries that evaluate CEL, brought to one form: a value in our JSON terms, or ERROR."""

import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import cel
import celpy
import celpy.celtypes
from celpy.adapter import json_to_cel

from opads.rules.errors import CelError
from opads.rules.program import compile_expression
from opads.rules.signatures import Function, Kind

__all__ = ("ERROR", "ORACLES", "ours", "same")


class _Error:
    def __repr__(self) -> str:
        return "ERROR"


ERROR: Any = _Error()


def ours(
    text: str,
    values: Mapping[str, Any],
    functions: Mapping[str, Function] | None = None,
    kinds: Mapping[str, Kind] | None = None,
) -> Any:
    """Return the result of our own engine."""
    variables: dict[str, Kind] = {name: (kinds or {}).get(name, "dyn") for name in values}
    try:
        return compile_expression(text, variables, functions).evaluate(*values.values())
    except CelError:
        return ERROR


def _with_floats(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [_with_floats(item) for item in value]
    if isinstance(value, dict):
        return {key: _with_floats(item) for key, item in value.items()}
    return value


def _plain(value: Any) -> Any:
    """Return a library's value with floats as decimals, or ERROR for what JSON cannot hold."""
    if value is None or isinstance(value, celpy.celtypes.NullType):
        return None
    if isinstance(value, bool | celpy.celtypes.BoolType):
        return bool(value)
    if isinstance(value, float):
        return Decimal(repr(float(value))) if math.isfinite(value) else ERROR
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    return ERROR


def cel_python(text: str, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] | None = None) -> Any:
    """Return what cel-python says."""
    wrapped: dict[str, Any] = {
        name: lambda *args, f=function: json_to_cel(_with_floats(f(*map(_plain, args))))
        for name, function in (functions or {}).items()
    }
    environment = celpy.Environment()
    program = environment.program(environment.compile(text), functions=wrapped)
    try:
        return _plain(program.evaluate({name: json_to_cel(_with_floats(v)) for name, v in values.items()}))
    except Exception:  # noqa: BLE001  # the library lets Python's own exceptions out
        return ERROR


def cel_rust(text: str, values: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] | None = None) -> Any:
    """Return what the Rust implementation says."""
    wrapped = {
        name: lambda *args, f=function: _with_floats(f(*map(_plain, args)))
        for name, function in (functions or {}).items()
    }
    program = cel.compile(text)
    try:
        return _plain(program.execute(cel.Context({n: _with_floats(v) for n, v in values.items()}, wrapped)))
    except Exception:  # noqa: BLE001  # errors of evaluation come as several exceptions of Python
        return ERROR


ORACLES: dict[str, Callable[..., Any]] = {"cel-python": cel_python, "cel-rust": cel_rust}


def same(a: Any, b: Any) -> bool:
    """Say whether two results are the same value of the same type (or both ERROR)."""
    if a is ERROR or b is ERROR:
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(value, b[key]) for key, value in a.items())
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return float(a) == float(b)
    return type(a) is type(b) and bool(a == b)
