"""The emitted Python: direct where types are known, quiet, robust, and fast."""

import time
import timeit
import warnings
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest

from opads.rules.errors import CelError, ExpressionError
from opads.rules.program import Program, compile_expression
from opads.rules.signatures import Function


def program(text: str) -> Program:
    return compile_expression(text, {"d": "map", "x": "dyn", "s": "string", "n": "int", "l": "list"})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("has(d.a)", "return ('a' in x_d)"),
        ("d.a.b == 'c'", "return (x_d['a']['b'] == 'c')"),
        ("x == null", "return (x_x is None)"),
        ("x == true", "return (x_x is True)"),
        ("x == 5", "return (x_x == (5))"),
        ("size(l) > n", "return (len(x_l) > x_n)"),
        ("x in ['a', 'b']", "return (x_x in ('a', 'b',))"),
        ("s == 'a' && n > 2 && !(n == 5)", "return ((x_s == 'a') and (x_n > (2)) and (not (x_n == (5))))"),
        ("s + s", "return (x_s + x_s)"),
    ],
)
def test_what_is_known_is_direct(text: str, line: str) -> None:
    assert line in program(text).source


@pytest.mark.parametrize("text", ["x == 1", "x == 0", "x == x", "l == l", "n == x"])
def test_a_boolean_is_never_an_integer(text: str) -> None:
    values: list[Any] = [{}, True, "", 1, [True]]
    assert program(text).evaluate(*values) is (text in {"x == x", "l == l"})


@pytest.mark.parametrize(
    "text",
    [
        "'a'.b == 1",
        "1['a']",
        "[1].a",
        "null.a",
        "true.a",
        "1 == null",
        "'a' == true",
        "1 == true",
        "1.5.a",
        "'a'[0]",
        "[1][0] == null",
    ],
)
def test_python_has_nothing_to_warn_of(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compiled = program(text).evaluate
    with suppress(CelError):
        assert compiled({}, None, "", 0, []) is False


def test_deep_nesting_is_refused_before_python_refuses_it() -> None:
    text = "true"
    for _ in range(7):
        text = f"l.exists(e, e.a && {text})"
    assert program(text).evaluate({}, None, "", 0, []) is False
    for _ in range(8):
        text = f"l.exists(e, e.a && {text})"
    with pytest.raises(ExpressionError, match="nested too deeply"):
        program(text)


@pytest.mark.parametrize("number", range(1, 9))
def test_macros_nest_as_the_language_demands(number: int) -> None:
    text = "n == 1"
    for position in range(number):
        text = f"[1, 2].exists(e{position}, {text})"
    assert program(text).evaluate({}, None, "", 1, []) is True


def test_python_names_are_no_variables() -> None:
    for name in ("v1", "x_d", "len", "error", "__import__", "None", "lambda", "__builtins__"):
        with pytest.raises(ExpressionError, match="unknown variable"):
            compile_expression(name, {})
        assert compile_expression(f"{name} == 1", {name: "dyn"}).evaluate(1) is True


def test_errors_of_python_do_not_leak_their_context() -> None:
    with pytest.raises(CelError) as error:
        program("d.a.b").evaluate({"a": 5}, None, "", 0, [])
    assert error.value.__suppress_context__
    assert error.value.reason == "no such overload: selection from a value that is not a map"


def test_a_fault_of_a_function_is_not_absorbed() -> None:
    """Only errors of the language yield to an operand that decides; a bug of ours must show."""

    def broken(_value: Any) -> bool:
        raise ZeroDivisionError("ours")

    functions = {"broken": Function(call=broken, arity=1, returns="bool")}
    with pytest.raises(ZeroDivisionError):
        compile_expression("broken(1) || true", {}, functions).evaluate()


def test_bound_arguments_are_prepared_once() -> None:
    prepared = []

    def bind(text: str) -> Any:
        prepared.append(text)
        return lambda value: f"{value}{text}"

    functions = {"join": Function(call=lambda a, b: f"{a}{b}", arity=2, returns="string", bound=1, bind=bind)}
    compiled = compile_expression("join(x, 'a') + join(x, x)", {"x": "dyn"}, functions)
    assert [compiled.evaluate("1"), compiled.evaluate("2")] == ["1a11", "2a22"]
    assert prepared == ["a"]


def test_a_wrong_bound_argument_is_refused_at_its_place() -> None:
    def bind(_text: str) -> Any:
        raise ValueError("wrong word")

    functions = {"word": Function(call=print, arity=1, bind=bind)}
    with pytest.raises(ExpressionError, match="line 1, column 14: wrong word"):
        compile_expression("true && word('x')", {}, functions)


def test_huge_numbers_cost_nothing() -> None:
    huge = Decimal("1e999999999")
    for text in (
        "x == 1",
        "x < 5",
        "x + x == x",
        "int(x) == 1",
        "l[x]",
        "string(x)",
        "x in l",
        "x * 2.0 > 1.0",
        "-x < 0",
    ):
        compiled = program(text).evaluate
        begun = time.perf_counter()
        with suppress(CelError):
            compiled({}, huge, "", 0, [1])
        assert time.perf_counter() - begun < 1


def test_speed_of_a_simple_rule() -> None:
    """Two microseconds are the goal; the test allows twenty for a busy machine."""
    rule = program("has(d.money) && d.money.currency in ['EUR', 'USD'] && size(d.parties) > 0").evaluate
    disclosure = {"money": {"currency": "EUR"}, "parties": [{}]}
    best = min(timeit.repeat(lambda: rule(disclosure, None, "", 0, []), number=500, repeat=5)) / 500
    assert best < 20e-6
