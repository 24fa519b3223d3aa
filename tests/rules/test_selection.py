"""The loops emitted for paths select what the path language says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.mapping.path import compile_path
from opads.rules.selection import first_at, select_at

NAMES = ["a", "b", "0", "1", "x/y"]
scalars = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.sampled_from(["a", "b", "1", "true", "null", ""]))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=15,
)
steps = st.sampled_from(
    [
        "/a",
        "/b",
        "/0",
        "/1",
        "/x~1y",
        "[]",
        "[0]",
        "[2]",
        "[a=b]",
        "[a=1]",
        "[a!=b]",
        "[a=b,b=true]",
        "[=a]",
        "[=1]",
        "[b=null]",
        "{a|b}",
        "{tr*}",
    ]
)
paths = st.lists(steps, max_size=5).map("".join)


@given(paths, values)
def test_the_loop_selects_what_the_path_selects(path: str, value: Any) -> None:
    expected = compile_path(path).values(value)
    assert select_at(path)(value) == expected
    assert first_at(path)(value, "none") == (expected[0] if expected else "none")


def test_the_order_is_that_of_the_pointers() -> None:
    value = {"a": [{"b": [1, 2]}, {"b": [3]}, {"c": 4}]}
    assert select_at("/a[]/b[]")(value) == [found for _, found in compile_path("/a[]/b[]").find(value)] == [1, 2, 3]


@pytest.mark.parametrize("loops", [12, 13, 40])
def test_more_loops_than_python_nests(loops: int) -> None:
    value: Any = "deep"
    for _ in range(loops):
        value = [value]
    path = "[]" * loops
    assert select_at(path)(value) == ["deep"]
    assert first_at(path)(value, None) == "deep"
    assert first_at(path)([], None) is None


def test_selectors_are_no_code() -> None:
    value = {"a": [{"'": '"\\'}]}
    assert select_at("/a['=\"\\]")(value) == [{"'": '"\\'}]
