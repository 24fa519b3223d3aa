"""Repairs of texts that are no JSON: only where the parser says exactly what stands in the way."""

import json

import pytest

from opads.carriers import Limits
from opads.fixing.syntax import repairs


def mended(text: str) -> str:
    for repair in reversed(list(repairs(text, Limits()))):
        text = text[: repair.offset] + repair.text + text[repair.offset + repair.length :]
    return text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ('{"a": 1,}', '{"a": 1}'),
        ("[1, 2, ]", "[1, 2 ]"),
        ("{'a': 'it\\'s'}", '{"a": "it\'s"}'),
        ('{"a": \u201cx "y"\u201d}', '{"a": "x \\"y\\""}'),
        ("{a: True, b_c: None}", '{"a": true, "b_c": null}'),
        ('{"a": 1 // one\n, /* two */ "b": 2 # three\n}', '{"a": 1 \n,  "b": 2 \n}'),
        ('{"a": +1, "b": .5, "c": 5.}', '{"a": 1, "b": 0.5, "c": 5}'),
        ('{"a": "x\ty"}', '{"a": "x\\ty"}'),
        ('{"a": 1 "b": 2}', '{"a": 1, "b": 2}'),
        ('["a"\n "b"]', '["a",\n "b"]'),
    ],
)
def test_the_text_can_be_read_afterwards(text: str, after: str) -> None:
    assert mended(text) == after
    json.loads(after)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 007}',
        '{"a": 0x10}',
        '{"a": yes}',
        '{"a": "x',
        '{"a": {"b": 1}',
        '{"a": NaN}',
        '{"a": 1} {"b": 2}',
        '{"a": 1, "a": 2}',
        '{"a": "\\q"}',
        '{"a": 01.5}',
    ],
)
def test_nothing_is_invented(text: str) -> None:
    assert mended(text) == text


def test_a_long_text_is_not_read_again_and_again() -> None:
    text = '{"a": [' + "'x', " * 100_000 + "1]}"
    assert 1 <= len(list(repairs(text, Limits()))) <= 5
