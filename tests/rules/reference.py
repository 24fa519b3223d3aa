"""A slow, plain walker over the syntax tree: what the language means, written apart from the emitter.

It also notes which operations met which types (``+(int, string)``): known deviations of the libraries are told in these
terms.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import re2  # type: ignore[import-untyped]  # the package has no types

from opads.rules import tree as t

__all__ = ("WalkError", "walk")

NAMES = {bool: "bool", int: "int", Decimal: "double", str: "string", list: "list", dict: "map", type(None): "null"}
RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
LIMIT = 2**63


class WalkError(Exception):
    """The expression has no value."""


def kind(value: Any) -> str:
    return "error" if isinstance(value, WalkError) else NAMES[type(value)]


def is_number(value: Any) -> bool:
    return type(value) in {int, Decimal}


def equal(a: Any, b: Any) -> bool:
    if is_number(a) and is_number(b):
        return bool(a == b)
    if kind(a) != kind(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return set(a) == set(b) and all(equal(a[key], b[key]) for key in a)
    return bool(a == b)


def pairs(a: Any, b: Any) -> Iterator[tuple[str, str]]:
    """Yield the types that meet when two values are compared, here and deeper down."""
    if isinstance(a, list) and isinstance(b, list):
        for x, y in zip(a, b, strict=False):
            yield from pairs(x, y)
    elif isinstance(a, dict) and isinstance(b, dict):
        for key in set(a) & set(b):
            yield from pairs(a[key], b[key])
    else:
        yield kind(a), kind(b)


class Walker:
    """Evaluates nodes; ``seen`` collects the operations with the types they met."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def attempt(self, node: t.Node, names: Mapping[str, Any]) -> Any:
        try:
            return self.value(node, names)
        except WalkError as error:
            return error

    def strict(self, operation: str, nodes: tuple[t.Node, ...], names: Mapping[str, Any]) -> list[Any]:
        """Return the values of operands of which each must have one."""
        values = [self.attempt(node, names) for node in nodes]
        self.seen.add(f"{operation}({', '.join(map(kind, values))})")
        if operation in {"==", "!=", "in"}:
            others = values[1] if operation == "in" and isinstance(values[1], list | dict) else values[1:]
            for types in (types for other in others for types in pairs(values[0], other)):
                if set(types) == {"int", "double"}:
                    self.seen.add(f"{operation} int with double")
                elif types[0] != types[1]:
                    self.seen.add(f"{operation} mixed")
        for value in values:
            if isinstance(value, WalkError):
                raise value
        return values

    def value(self, node: t.Node, names: Mapping[str, Any]) -> Any:
        return getattr(self, f"do_{type(node).__name__.lower()}")(node, names)

    def do_null(self, _node: t.Null, _names: Mapping[str, Any]) -> None:
        return None

    def do_bool(self, node: t.Bool, _names: Mapping[str, Any]) -> Any:
        return node.value

    do_int = do_bool
    do_text = do_bool

    def do_double(self, node: t.Double, _names: Mapping[str, Any]) -> Decimal:
        return Decimal(node.text)

    def do_name(self, node: t.Name, names: Mapping[str, Any]) -> Any:
        return names[node.name]

    def do_listof(self, node: t.ListOf, names: Mapping[str, Any]) -> Any:
        return self.strict("list", node.items, names)

    def do_mapof(self, node: t.MapOf, names: Mapping[str, Any]) -> Any:
        values = self.strict("map", node.keys + node.values, names)
        keys = values[: len(node.keys)]
        if len(set(keys)) < len(keys) or not all(isinstance(key, str) for key in keys):
            raise WalkError
        return dict(zip(keys, values[len(keys) :], strict=True))

    def do_member(self, node: t.Member, names: Mapping[str, Any]) -> Any:
        (operand,) = self.strict(".", (node.operand,), names)
        if isinstance(operand, dict) and node.name in operand:
            return operand[node.name]
        raise WalkError

    def do_has(self, node: t.Has, names: Mapping[str, Any]) -> Any:
        (operand,) = self.strict("has", (node.operand,), names)
        if isinstance(operand, dict):
            return node.name in operand
        raise WalkError

    def do_index(self, node: t.Index, names: Mapping[str, Any]) -> Any:
        operand, index = self.strict("[]", (node.operand, node.index), names)
        if isinstance(operand, dict) and isinstance(index, str) and index in operand:
            return operand[index]
        if isinstance(operand, list) and is_number(index) and index in range(len(operand)):
            return operand[int(index)]
        self.seen.add(f"[] misses({kind(operand)}, {kind(index)})")
        raise WalkError

    def do_unary(self, node: t.Unary, names: Mapping[str, Any]) -> Any:
        (operand,) = self.strict(node.operator, (node.operand,), names)
        if node.operator == "!" and isinstance(operand, bool):
            return not operand
        if node.operator == "-" and is_number(operand):
            return self.number(-operand)
        raise WalkError

    def number(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            if Decimal(float(value)) != value:
                self.seen.add("beyond binary64")
            return value
        if -LIMIT <= value < LIMIT:
            return value
        self.seen.add("overflow")
        raise WalkError

    def do_binary(self, node: t.Binary, names: Mapping[str, Any]) -> Any:
        a, b = self.strict(node.operator, (node.left, node.right), names)
        if node.operator in {"==", "!="}:
            return equal(a, b) is (node.operator == "==")
        if node.operator == "in" and isinstance(b, list | dict):
            return any(equal(a, item) for item in b)
        if node.operator in RELATIONS and ((is_number(a) and is_number(b)) or kind(a) == kind(b) in {"string", "bool"}):
            return RELATIONS[node.operator](a, b)
        if node.operator == "+" and kind(a) == kind(b) in {"string", "list"}:
            return a + b
        if node.operator in set("+-*/%") and kind(a) == kind(b) and is_number(a):
            return self.number(self.arithmetic(node.operator, a, b))
        raise WalkError

    def arithmetic(self, operation: str, a: Any, b: Any) -> Any:
        if operation in "+-*":
            return {"+": operator.add, "-": operator.sub, "*": operator.mul}[operation](a, b)
        if b == 0 or (operation == "%" and isinstance(a, Decimal)):
            raise WalkError
        if isinstance(a, Decimal):
            return a / b
        # Towards zero: the quotient of the absolute values, with the sign of the fraction.
        quotient = abs(a) // abs(b) * (1 if a * b > 0 else -1)
        return quotient if operation == "/" else a - quotient * b

    def do_logic(self, node: t.Logic, names: Mapping[str, Any]) -> Any:
        decides = node.operator == "||"
        values = [self.attempt(operand, names) for operand in node.operands]
        self.seen.add(f"{node.operator}({', '.join(map(kind, values))})")
        if any(value is decides for value in values):
            return decides
        if all(isinstance(value, bool) for value in values):
            return not decides
        raise WalkError

    def do_conditional(self, node: t.Conditional, names: Mapping[str, Any]) -> Any:
        (test,) = self.strict("?:", (node.test,), names)
        if not isinstance(test, bool):
            raise WalkError
        return self.value(node.then if test else node.otherwise, names)

    def do_macro(self, node: t.Macro, names: Mapping[str, Any]) -> Any:
        (source,) = self.strict(node.kind, (node.source,), names)
        if not isinstance(source, list | dict):
            raise WalkError
        scopes = [{**names, node.variable: item} for item in source]
        found = []
        if node.predicate is not None:
            found = [self.attempt(node.predicate, scope) for scope in scopes]
            self.seen.add(f"{node.kind} by({', '.join(sorted(set(map(kind, found))))})")
        if node.kind in {"all", "exists"}:
            decides = node.kind == "exists"
            if any(value is decides for value in found):
                return decides
        if not all(isinstance(value, bool) for value in found):
            raise WalkError
        if node.kind in {"all", "exists"}:
            return node.kind == "all"
        chosen = [scope for scope, held in zip(scopes, found, strict=True) if held] if found else scopes
        if node.kind == "exists_one":
            return len(chosen) == 1 if found else False
        if node.transform is None:
            return [scope[node.variable] for scope in chosen]
        results = [self.attempt(node.transform, scope) for scope in chosen]
        self.seen.add(f"map to({', '.join(sorted(set(map(kind, results))))})")
        for result in results:
            if isinstance(result, WalkError):
                raise result
        return results

    def do_call(self, node: t.Call, names: Mapping[str, Any]) -> Any:
        values = self.strict(node.function, node.arguments, names)
        return getattr(self, f"call_{node.function.lower()}")(*values)

    def call_size(self, value: Any) -> Any:
        if isinstance(value, str | list | dict):
            return len(value)
        raise WalkError

    def call_int(self, value: Any) -> Any:
        if isinstance(value, str) and re.fullmatch("[+-]?[0-9]+", value):
            return self.number(int(value))
        if type(value) is int:
            return value
        if isinstance(value, Decimal) and -LIMIT < int(value) < LIMIT - 1:
            return int(value)
        raise WalkError

    def call_double(self, value: Any) -> Any:
        if isinstance(value, str) and re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", value):
            return self.number(Decimal(value))
        if is_number(value):
            return self.number(Decimal(value))
        raise WalkError

    def call_string(self, value: Any) -> Any:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, Decimal):
            mantissa, _, exponent = f"{value.normalize():e}".partition("e")
            if value and not -6 <= int(exponent) <= 20:
                return f"{mantissa}e{int(exponent):+03d}"
            return f"{value.normalize():f}" if value else "0"
        if isinstance(value, int | str):
            return str(value)
        raise WalkError

    def strings(self, *values: Any) -> None:
        if not all(isinstance(value, str) for value in values):
            raise WalkError

    def call_contains(self, a: Any, b: Any) -> Any:
        self.strings(a, b)
        return b in a

    def call_startswith(self, a: Any, b: Any) -> Any:
        self.strings(a, b)
        return a[: len(b)] == b

    def call_endswith(self, a: Any, b: Any) -> Any:
        self.strings(a, b)
        return a.endswith(b)

    def call_matches(self, a: Any, b: Any) -> Any:
        self.strings(a, b)
        try:
            return re2.search(b, a) is not None
        except re2.error as error:
            raise WalkError from error


def walk(node: t.Node, values: Mapping[str, Any]) -> tuple[Any, set[str]]:
    """Return the value, or a WalkError, and the operations that were done with the types they met."""
    walker = Walker()
    return walker.attempt(node, values), walker.seen
