"""Places are the same however the locator finds them: bracket by bracket, or by a decoder that finds the ends of values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads.carriers.jsontext import locator
from opads.carriers.jsontext.locator import Locator
from opads.carriers.position import Positions
from tests.carriers.test_json_properties import FRAGMENTS
from tests.carriers.test_swift import NOISE, json_texts

POINTERS = st.lists(st.sampled_from(["a", "b", "0", "1", "2", "-", "o", "any", "é", ""]), max_size=4).map(
    lambda tokens: "".join(f"/{token}" for token in tokens)
)


def offset(text: str, pointer: str, short: int) -> int:
    """Find a place; the decoder is used in texts that are no longer than this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locator, "SHORT", short)
        return Locator(text, Positions(text)).offset(pointer)


def same(text: str, pointer: str) -> None:
    assert offset(text, pointer, -1) == offset(text, pointer, 10**9)


@settings(max_examples=500)
@given(FRAGMENTS | st.text('{}[]",:\\ a1', max_size=30), POINTERS)
def test_fragments(text: str, pointer: str) -> None:
    same(text, pointer)
    same(f'{{"a":{text}', pointer)
    same(f'[[[[[[[[[{{"a": {text}', "/0/0/0/0/0/0/0/0/0" + pointer)


@settings(max_examples=500)
@given(json_texts(), st.integers(0, 10_000), NOISE, st.integers(0, 3), POINTERS)
def test_texts(text: str, at: int, noise: str, cut: int, pointer: str) -> None:
    same(text, pointer)
    at %= len(text) + 1
    same(text[:at] + noise + text[at + cut :], pointer)


def test_deep_and_broken_values_are_passed_over() -> None:
    text = '{"a": [[[[[[[[["]", {"x": "}"}]]]]]]]]], "b": {"c": "\\"", "c": 1}, "d": [1, "open'
    for short in (-1, 10**9):
        assert offset(text, "/b/c", short) == text.index('"\\""')
        assert offset(text, "/d/1", short) == text.index('"open')
