"""A compiled expression: its text, its tree, the Python source emitted for it, and the function made from that."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from msgspec import DecodeError

from opads.rules.cache import parsed
from opads.rules.emit_logic import ERRORS
from opads.rules.emitter import Emitter
from opads.rules.errors import ExpressionError
from opads.rules.operators import error
from opads.rules.remembered import Proven, prove, proven
from opads.rules.signatures import Function, Kind
from opads.rules.tree import Node

__all__ = ("Program", "compile_expression")

_DEEPEST = 16
"""Loops and attempts one inside the other, somewhat below Python's own limit."""


class _Emitted(NamedTuple):
    kind: Kind
    source: str
    globals: dict[str, Any]


class Program:
    """An expression ready to be evaluated.

    Where it was proven before, its tree is read and its source emitted when first asked for; else at once.
    """

    def __init__(
        self,
        text: str,
        tree: Node | Proven,
        variables: Mapping[str, Kind],
        functions: Mapping[str, Function],
        parameters: Sequence[str],
    ) -> None:
        self.text = text
        self.parameters = tuple(parameters)
        self._variables = variables
        self._functions = functions
        self._tree = tree
        self.kind: Kind = tree.kind if isinstance(tree, Proven) else self._emitted.kind

    @cached_property
    def tree(self) -> Node:
        """The syntax tree."""
        if not isinstance(self._tree, Proven):
            return self._tree
        try:
            return self._tree.tree()
        except DecodeError:
            return parsed(self.text)

    @property
    def source(self) -> str:
        """The Python text; it is compiled when ``evaluate`` is first used."""
        return self._emitted.source

    @cached_property
    def _emitted(self) -> _Emitted:
        emitter = Emitter(self.text, self._variables, self._functions)
        code = emitter.node(self.tree)
        source = emitter.source
        source.line(f"return {code.text}")
        if code.fallible:
            body = source.lines
            source.lines = []
            with source.block("try:"):
                source.extend(body)
            with source.block(f"except {source.constant(ERRORS, 'errors_')} as trouble:"):
                source.line(f"raise {source.constant(error, 'error_')}(trouble) from None")
        if source.deepest > _DEEPEST:
            raise ExpressionError("nested too deeply", text=self.text, line=self.tree.line, column=self.tree.column)
        text = source.render("expression", tuple(f"x_{name}" for name in self.parameters))
        return _Emitted(code.kind, text, source.globals)

    @cached_property
    def evaluate(self) -> Callable[..., Any]:
        """The function of the parameters, in their order.

        It returns a JSON value and raises CelError where the expression has no value.
        """
        namespace: dict[str, Any] = dict(self._emitted.globals)
        exec(compile(self.source, f"<CEL {self.text[:60]}>", "exec"), namespace)  # noqa: S102  # text of our own emitter
        function: Callable[..., Any] = namespace["expression"]
        return function


def compile_expression(
    text: str,
    variables: Mapping[str, Kind],
    functions: Mapping[str, Function] | None = None,
    parameters: Sequence[str] | None = None,
) -> Program:
    """Compile a CEL expression over these variables and extension functions.

    ``parameters`` are the names of the emitted function's parameters, where they are not just the variables.

    Raises ExpressionError where the text is not CEL, uses what the subset lacks, or names what is unknown.
    """
    known = proven(text, variables)
    program = Program(
        text, known or parsed(text), variables, functions or {}, tuple(variables) if parameters is None else parameters
    )
    if known is None:
        prove(text, variables, program.kind, program.tree)
    return program
