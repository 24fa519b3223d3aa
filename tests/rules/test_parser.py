"""Reading expressions: places of refusals, limits, and the tree as data."""

import msgspec
import pytest

from opads.rules import tree
from opads.rules.errors import ExpressionError
from opads.rules.parser import parse


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ("a == 1u", 1, 6, "unsigned"),
        ("a &&\n  b'x' == c", 2, 3, "bytes"),
        ("a.all(1, true)", 1, 7, "variable name"),
        ("a == 'é' && @", 1, 13, "unexpected character '@'"),
        ("a ==\n", 1, 5, "ends too early"),
        ("size(a", 1, 7, "ends too early"),
        ("{'a': 1, 'a': 2}", 1, 10, "occurs twice"),
    ],
)
def test_a_refusal_names_its_place(text: str, line: int, column: int, problem: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse(text)
    assert (refusal.value.line, refusal.value.column) == (line, column)
    assert problem in refusal.value.problem


def test_a_refusal_shows_the_line_with_a_mark() -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse("a &&\n  1u")
    assert str(refusal.value) == "line 2, column 3: unsigned integers are not part of the subset\n      1u\n      ^"


@pytest.mark.parametrize(
    "text", ["1" + " + 1" * 24, "1" + " * 2" * 24, " || ".join("x" * 40), "[" + ", ".join("1" * 32) + "]"]
)
def test_the_repetitions_every_implementation_must_take(text: str) -> None:
    assert parse(text)


@pytest.mark.parametrize(
    "text", ["x" + ".a" * 12, "x" + "[0]" * 12, "[" * 12 + "]" * 12, "size(" * 12 + "x" + ")" * 12]
)
def test_the_nesting_every_implementation_must_take(text: str) -> None:
    assert parse(text)


@pytest.mark.parametrize("text", ["[" * 60 + "]" * 60, "1" + " + 1" * 100, "-(" * 60 + "1" + ")" * 60, "x" + ".a" * 80])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError, match="nested too deeply"):
        parse(text)


def test_superfluous_parentheses_do_not_count() -> None:
    assert isinstance(parse("(" * 200 + "1" + ")" * 200), tree.Int)


def test_a_very_long_expression_is_refused() -> None:
    with pytest.raises(ExpressionError, match="longer than"):
        parse("1" * 10_001)


def test_the_tree_is_data() -> None:
    node = parse("x.filter(y, has(y.a) && !(y.b in [1.5, -2])).map(z, z[0] ? 'a' : {'k': null}) == size(x)")
    data = tree.encode(node)
    assert tree.decode(data) == node
    assert data.startswith(b'["binary",1,1,"=="')


@pytest.mark.parametrize("data", [b"", b"{}", b'["name"]', b'["unary",1,1,"~",["null",1,1]]', b'["what",1,1]', b"[1]"])
def test_other_data_is_no_tree(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        tree.decode(data)


def test_long_chains_of_logic_are_flat() -> None:
    node = parse("a && b && c && d || e")
    assert isinstance(node, tree.Logic)
    assert [type(operand).__name__ for operand in node.operands] == ["Logic", "Name"]
    first = node.operands[0]
    assert isinstance(first, tree.Logic)
    assert len(first.operands) == 4
