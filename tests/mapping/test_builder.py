"""Numbers in paths are positions where there is an array, and names of members elsewhere."""

import pytest

from opads.mapping.builder import Builder
from opads.mapping.path import compile_path


def test_a_number_is_a_position_in_an_array() -> None:
    builder = Builder()
    builder.set(compile_path("/list[]/x"), 1)
    assert builder.set(compile_path("/list/0/x"), 2) == "/list/0/x"
    assert builder.set(compile_path("/list/2/y"), 3) == "/list/2/y"
    assert builder.root == {"list": [{"x": 2}, {}, {"y": 3}]}
    assert builder.set(compile_path("/list/1"), {"z": 4}) == "/list/1"
    assert builder.root["list"][1] == {"z": 4}
    assert builder.has(compile_path("/list/2/y"))
    assert not builder.has(compile_path("/list/9/y"))


def test_a_number_is_a_name_in_an_object() -> None:
    builder = Builder()
    assert builder.set(compile_path("/a/0/x"), 1) == "/a/0/x"
    assert builder.root == {"a": {"0": {"x": 1}}}


@pytest.mark.parametrize("name", ["\u00b2", "\u0662", "\u2460", "01", "9" * 5_000])
def test_what_only_looks_like_a_number_is_a_name(name: str) -> None:
    path = compile_path(f"/list/{name}")
    assert path.find({"list": [1, 2, 3, 4]}) == []
    assert not path.selects({"list": [1, 2, 3, 4]})
    assert path.find({"list": {name: 1}}) == [(f"/list/{name}", 1)]
