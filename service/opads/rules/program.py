"""A compiled expression: its text, its tree, the Python source emitted for it, and the function made from that."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from opads.rules.cache import parsed
from opads.rules.emit_logic import ERRORS
from opads.rules.emitter import Emitter
from opads.rules.errors import ExpressionError
from opads.rules.operators import error
from opads.rules.signatures import Function, Kind
from opads.rules.tree import Node

__all__ = ("Program", "compile_expression")

_DEEPEST = 16
"""Loops and attempts one inside the other, somewhat below Python's own limit."""


class Program:
    """An expression ready to be evaluated.

    ``source`` is the Python text; it is compiled when ``evaluate`` is first used.
    """

    def __init__(
        self,
        text: str,
        tree: Node,
        variables: Mapping[str, Kind],
        functions: Mapping[str, Function],
        parameters: Sequence[str],
    ) -> None:
        emitter = Emitter(text, variables, functions)
        code = emitter.node(tree)
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
            raise ExpressionError("nested too deeply", text=text, line=tree.line, column=tree.column)
        self.text = text
        self.tree = tree
        self.kind: Kind = code.kind
        self.parameters = tuple(parameters)
        self.source = source.render("expression", tuple(f"x_{name}" for name in parameters))
        self._globals = source.globals

    @cached_property
    def evaluate(self) -> Callable[..., Any]:
        """The function of the parameters, in their order.

        It returns a JSON value and raises CelError where the expression has no value.
        """
        namespace: dict[str, Any] = dict(self._globals)
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
    return Program(
        text, parsed(text), variables, functions or {}, tuple(variables) if parameters is None else parameters
    )
