"""Which functions an expression may call: those of CEL that the subset has, and extension functions handed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from opads.rules import conversions

__all__ = ("STANDARD", "Function", "Kind")

Kind: TypeAlias = Literal["bool", "int", "double", "string", "null", "list", "map", "dyn"]
"""What is known of a value's type before it exists; ``dyn``: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of the language.

    ``bind`` prepares the argument at position ``bound`` where it is a string literal and returns the function of the
    remaining arguments; it raises ValueError where the literal is wrong, which refuses the expression at load.
    ``optional`` arguments may follow; with them a function is not taken for total.
    ``total`` functions have a value for all arguments and never raise; ``bound_total`` says so of the bound function.
    """

    call: Callable[..., Any]
    arity: int
    optional: int = 0
    returns: Kind = "dyn"
    total: bool = False
    method: bool = False
    function: bool = True
    bound: int = 0
    bind: Callable[[str], Callable[..., Any]] | None = None
    bound_total: bool = False


def _test(call: Callable[[Any, Any], bool]) -> Function:
    return Function(call=call, arity=2, returns="bool", method=True, function=False)


STANDARD: dict[str, Function] = {
    "size": Function(call=conversions.size, arity=1, returns="int", method=True),
    "int": Function(call=conversions.to_int, arity=1, returns="int"),
    "double": Function(call=conversions.to_double, arity=1, returns="double"),
    "string": Function(call=conversions.to_string, arity=1, returns="string"),
    "contains": _test(conversions.contains),
    "startsWith": _test(conversions.starts_with),
    "endsWith": _test(conversions.ends_with),
    "matches": Function(
        call=conversions.matches,
        arity=2,
        returns="bool",
        method=True,
        bound=1,
        bind=conversions.compile_pattern,
    ),
}
