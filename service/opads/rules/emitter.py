"""From the syntax tree to Python source: the frame, literals, names, selections and calls."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from opads.rules import operators
from opads.rules import tree as t
from opads.rules.emit_logic import conditional, logic
from opads.rules.emit_macros import macro
from opads.rules.emit_operations import binary, unary
from opads.rules.errors import ExpressionError
from opads.rules.signatures import STANDARD, Function, Kind
from opads.rules.source import Code, Lines, Source

__all__ = ("Emitter",)


class Emitter:
    """Emits one expression.

    ``names`` are the variables in scope (macros add theirs), ``functions`` the extension functions by name.
    """

    def __init__(self, text: str, variables: Mapping[str, Kind], functions: Mapping[str, Function]) -> None:
        self.text = text
        self.source = Source()
        self.names: dict[str, Code] = {name: Code(f"x_{name}", kind, atom=True) for name, kind in variables.items()}
        self.functions = functions

    def refuse(self, problem: str, node: t.Node) -> NoReturn:
        """Refuse the expression at the place of a node."""
        raise ExpressionError(problem, text=self.text, line=node.line, column=node.column)

    def node(self, node: t.Node) -> Code:
        """Emit a node: lines where it needs them, and the expression of its value."""
        return _EMITTERS[type(node)](self, node)

    def capture(self, node: t.Node) -> tuple[Lines, Code]:
        """Emit a node with its lines apart."""
        with self.source.aside() as lines:
            code = self.node(node)
        return lines, code

    def helper(self, function: Callable[..., Any]) -> str:
        """Return the name by which emitted code calls a function of ours."""
        return self.source.constant(function, f"{function.__name__}_")

    def boolean(self, code: Code) -> Code:
        """Return code which is surely a boolean, or raises."""
        if code.kind == "bool":
            return code
        return Code(f"{self.helper(operators.boolean)}({code.text})", "bool", fallible=True)

    def element_kind(self, source: t.Node) -> Kind:  # noqa: ARG002  # for those who know more of the source
        """Return what is known of the elements that a macro goes over."""
        return "dyn"

    def atom(self, code: Code) -> tuple[str, str]:
        """Return (text for the first use, text for later uses) of a value that is used more than once."""
        if code.atom:
            return code.text, code.text
        name = self.source.fresh()
        return f"({name} := {code.text})", name


def _name(e: Emitter, node: t.Name) -> Code:
    if node.name not in e.names:
        known = ", ".join(sorted(e.names)) or "none"
        e.refuse(f"unknown variable {node.name!r} (known: {known})", node)
    return e.names[node.name]


def _null(_e: Emitter, _node: t.Null) -> Code:
    return Code("None", "null", atom=True)


def _bool(_e: Emitter, node: t.Bool) -> Code:
    return Code(repr(node.value), "bool", atom=True)


def _int(_e: Emitter, node: t.Int) -> Code:
    return Code(f"({node.value})", "int", atom=True)


def _double(e: Emitter, node: t.Double) -> Code:
    return Code(e.source.constant(Decimal(node.text)), "double", atom=True)


def _text(_e: Emitter, node: t.Text) -> Code:
    return Code(repr(node.value), "string", atom=True)


def _list(e: Emitter, node: t.ListOf) -> Code:
    items = [e.node(item) for item in node.items]
    return Code(f"[{', '.join(item.text for item in items)}]", "list", any(item.fallible for item in items))


def _map(e: Emitter, node: t.MapOf) -> Code:
    keys, values = [e.node(key) for key in node.keys], [e.node(value) for value in node.values]
    pairs = list(zip(keys, values, strict=True))
    if all(isinstance(key, t.Text) for key in node.keys):
        text = "{" + ", ".join(f"{key.text}: {value.text}" for key, value in pairs) + "}"
        return Code(text, "map", any(value.fallible for value in values))
    arguments = ", ".join(f"({key.text}, {value.text})" for key, value in pairs)
    return Code(f"{e.helper(operators.mapping)}({arguments})", "map", fallible=True)


def _select(e: Emitter, operand: Code, index: str) -> Code:
    """Emit a selection by a name: subscription, unless Python would warn that this kind has no names."""
    if operand.kind in {"dyn", "map"}:
        return Code(f"{operand.text}[{index}]", fallible=True)
    return Code(f"{e.helper(operators.index)}({operand.text}, {index})", fallible=True)


def _member(e: Emitter, node: t.Member) -> Code:
    return _select(e, e.node(node.operand), repr(node.name))


def _index(e: Emitter, node: t.Index) -> Code:
    operand, index = e.node(node.operand), e.node(node.index)
    if isinstance(node.index, t.Text):
        return _select(e, operand, index.text)
    return Code(f"{e.helper(operators.index)}({operand.text}, {index.text})", fallible=True)


def _has(e: Emitter, node: t.Has) -> Code:
    operand = e.node(node.operand)
    if operand.kind == "map":
        return Code(f"({node.name!r} in {operand.text})", "bool", operand.fallible)
    first, later = e.atom(operand)
    refused = e.helper(operators.no_map)
    text = f"({node.name!r} in {later} if {first}.__class__ is dict else {refused}({later}))"
    return Code(text, "bool", fallible=True)


def _function(e: Emitter, node: t.Call) -> Function:
    known = {**e.functions, **STANDARD}
    function = known.get(node.function)
    if function is None:
        e.refuse(f"unknown function {node.function}()", node)
    if not (function.method if node.method else function.function):
        right = f"{node.function}(x)" if node.method else f"x.{node.function}(y)"
        e.refuse(f"{node.function}() is {'a function' if node.method else 'a method'}: write {right}", node)
    if not function.arity <= len(node.arguments) <= function.arity + function.optional:
        least, given = function.arity - node.method, len(node.arguments) - node.method
        most = f" to {least + function.optional}" if function.optional else ""
        e.refuse(f"{node.function}() takes {least}{most} argument(s), not {given}", node)
    return function


def _call(e: Emitter, node: t.Call) -> Code:
    function = _function(e, node)
    arguments = [e.node(argument) for argument in node.arguments]
    total = function.total
    first = arguments[0] if arguments else Code("None")
    if node.function == "size" and first.kind in {"list", "map", "string"}:
        return Code(f"len({first.text})", "int", first.fallible)
    call = function.call
    constant = node.arguments[function.bound] if function.bind else None
    if function.bind and isinstance(constant, t.Text):
        try:
            call = function.bind(constant.value)
        except ValueError as error:
            e.refuse(str(error), constant)
        del arguments[function.bound]
        total = function.bound_total
    total = total and len(node.arguments) == function.arity
    fallible = not total or any(argument.fallible for argument in arguments)
    text = f"{e.source.constant(call, f'{node.function}_')}({', '.join(a.text for a in arguments)})"
    return Code(text, function.returns, fallible)


_EMITTERS: dict[type, Callable[[Emitter, Any], Code]] = {
    t.Null: _null,
    t.Bool: _bool,
    t.Int: _int,
    t.Double: _double,
    t.Text: _text,
    t.Name: _name,
    t.ListOf: _list,
    t.MapOf: _map,
    t.Member: _member,
    t.Index: _index,
    t.Has: _has,
    t.Unary: unary,
    t.Binary: binary,
    t.Logic: logic,
    t.Conditional: conditional,
    t.Call: _call,
    t.Macro: macro,
}
