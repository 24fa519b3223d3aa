"""Leaping to a value gives the place that walking to it gives, or none."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opads.carriers.jsontext.leap import OFTEN, leap
from opads.carriers.jsontext.locator import Locator
from opads.carriers.position import Positions

NAMES = st.sampled_from(["a", "b", "ab", "0", "1", 'a"b', "a\\", "é", "", "a/b", "~", "]", "{"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.text('ab"\\{}[],: é1', max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)
SPACING = st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", " : ")])


def pointers(value: Any, base: str = "") -> list[str]:
    """Give the pointers of all that a value has, and of what it has not."""
    found = [base] if base else []
    if isinstance(value, dict):
        for name, member in value.items():
            found += pointers(member, f"{base}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            found += pointers(item, f"{base}/{position}")
    return [*found, f"{base}/absent", f"{base}/7"]


def leapt(line: bytes, pointer: str) -> int | None:
    """Leap by the pattern, which is made when a pointer was asked for often."""
    for _ in range(OFTEN):
        leap(line, pointer)
    return leap(line, pointer)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=5), SPACING, st.sampled_from(["", " "]))
def test_leaping_and_walking(value: dict[str, Any], spacing: tuple[str, str], before: str) -> None:
    text = before + json.dumps(value, separators=spacing, ensure_ascii=before == "")
    line = text.encode()
    locator = Locator(text, Positions(text))
    for pointer in pointers(value):
        at = leapt(line, pointer)
        if at is not None:
            assert at == len(text[: locator.offset(pointer)].encode()), (text, pointer)


def test_ordinary_pointers_are_leapt_to() -> None:
    line = b'{"x": [1, {"y": "]"}], "id": {"list": [{"v": 1}, {"u": [[2]], "v": "found"}]}}'
    assert leapt(line, "/id/list/1/v") == line.index(b'"found"')
    assert leapt(line, "/x/0") == line.index(b"1")
    assert leapt(line, "/x/2") is None
    assert leapt(line, "/id/none") is None
    assert leapt(line, "/id/list/1000/v") is None
