"""Where paths lead, told as the path language tells it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opads.mapping.path import compile_path
from opads.rules.places import pointer_at, pointers_at
from tests.rules.test_selection import paths, values


@given(paths, values, st.sampled_from(["", "/parties/0"]))
def test_what_is_selected_or_missing_is_where_the_path_says(path: str, value: Any, base: str) -> None:
    compiled = compile_path(path)
    assert pointer_at(path)(value, base) == compiled.blame(value, base)[0]
    assert pointers_at(path)(value) == [pointer for pointer, _ in compiled.find(value)]
