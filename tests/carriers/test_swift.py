"""The swift reader gives a value only where the careful parser finds nothing to say, and then the same one."""

import json
import random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits, NativeRecord, Trouble
from opads.carriers.jsontext.members import all_kept, plain
from opads.carriers.jsontext.parser import parse
from opads.carriers.jsontext.swift import Swift
from opads.standard.schemas import default_schemas
from opads.standard.typed import Types, typed
from tests.carriers.test_json_properties import FRAGMENTS, LIMITS, same

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["a"],
    "properties": {
        "a": {"type": ["integer", "null", "string"], "minimum": -5},
        "é": {"enum": ["x", ":", "é"]},
        "o": {
            "type": "object",
            "properties": {"a": {"type": "array", "items": {"type": "string", "pattern": "^[^x]"}}},
        },
        "free": {"type": "object", "additionalProperties": {"type": ["object", "string", "number"]}},
        "any": True,
        "n": {"type": ["number", "null"], "minimum": -2},
    },
    "additionalProperties": False,
}
TYPED = typed(SCHEMA, default_schemas())
SWIFT = Swift(TYPED, LIMITS)
VALIDATOR = default_schemas().compile(SCHEMA)

NAMES = st.sampled_from(
    ["a", "a", "o", "é", "e\u0301", "free", "any", "n", "n", "b", "\u212b", "\u00c5", "a:b", 'a":', "\\"]
)
TEXTS = st.text(max_size=4) | st.sampled_from(
    ["", "x", ":", '":', "é", "\x7f", "\x85", "\u2028", "😀", "\\u0041", "\n", "\t", "a" * 30]
)
NUMBERS = st.sampled_from(
    [
        "0",
        "-0",
        "1",
        "-6",
        "9007199254740991",
        "9007199254740992",
        "-18014398509481985",
        "18446744073709551616",
        "1.0",
        "1e2",
        "0.10",
        "1E999",
    ]
)
NOISE = st.sampled_from(
    ["", "", "", " ", "\t", "\r\n", "01", "+1", ".5", "NaN", "-", "tru", "\x00", "\ufeff", ",", ":"]
)


def spelt(text: str, chance: random.Random) -> str:
    """Write a text with some of its characters as escapes, a few of them wrong."""
    out = []
    for character in text:
        roll = chance.random()
        if roll < 0.25 and ord(character) < 0x10000:
            out.append(f"\\u{ord(character):04{chance.choice('xX')}}")
        elif roll < 0.02 and roll > 0.01:
            out.append(chance.choice(["\\x", "\\", "\\ud800", "\\udc00", "\\/", "\\b", "\\f", "\\u00"]))
        else:
            out.append(json.dumps(character, ensure_ascii=chance.random() < 0.5)[1:-1])
    return f'"{"".join(out)}"'


@st.composite
def json_texts(draw: st.DrawFn, depth: int = 0) -> str:
    """Texts that are JSON or nearly so, with doubled and odd names, escapes and spaces."""
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - reproducible test data
    space = draw(st.sampled_from(["", "", " ", "\n\t"]))
    kind = draw(st.sampled_from(["object", "object", "array", "text", "number", "word"])) if depth else "object"
    if kind == "text" or depth > 3:
        return spelt(draw(TEXTS), chance)
    if kind == "number":
        return draw(NUMBERS)
    if kind == "word":
        return draw(st.sampled_from(["true", "false", "null"]))
    inner = draw(st.lists(json_texts(depth + 1), max_size=3))
    if kind == "array":
        return f"[{space}{f'{space},'.join(inner)}{space}]"
    members = [f"{spelt(draw(NAMES), chance)}{space}:{space}{value}" for value in inner]
    return f"{{{f'{space},{space}'.join(members)}{space}}}"


def agrees(text: str) -> bool:
    """Compare with the careful parser; say whether the text was read swiftly."""
    read = SWIFT.read(text.encode())
    if read is None:
        return False
    parsed = parse(text, LIMITS)
    assert parsed.faults == read[2]
    assert {fault.rule for fault in parsed.faults} <= {"carrier-json/unsafe-integer"}
    assert same(parsed.value, read[0])
    assert not read[1] or VALIDATOR.is_valid(read[0])
    return True


@settings(max_examples=1500)
@given(json_texts())
def test_odd_texts(text: str) -> None:
    agrees(text)


@settings(max_examples=800)
@given(json_texts(), st.integers(0, 10_000), NOISE, st.integers(0, 3))
def test_damaged_texts(text: str, at: int, noise: str, cut: int) -> None:
    at %= len(text) + 1
    agrees(text[:at] + noise + text[at + cut :])


@settings(max_examples=500)
@given(FRAGMENTS)
def test_fragments(text: str) -> None:
    agrees(text)
    agrees(f'{{"any": {text}}}')
    agrees(f'{{"a": "{text}"}}')


@given(st.binary(max_size=12))
def test_bytes(noise: bytes) -> None:
    for text in (b'{"a": "' + noise + b'"}', b'{"a": 1, "any": {"b": "' + noise + b'"}}', b'{"a": 1' + noise + b"}"):
        if SWIFT.read(text) is not None:
            agrees(text.decode())


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "o": {"a": ["y"]}, "any": [{"b": {"c": null}}], "é": "é", "free": {"x": {"y": 2}}}',
        '{"a":1}',
        '{"a": 1, "n": 0.10}',
        '{"a": 1, "n": [[1]]}',
        '{"a":1,"n":0}',
        '{"a": 1.0}',
        '{"a": 9007199254740992}',
        '{"a": 1, "n": -9007199254740992, "b": [[{"a/b": 18446744073709551615}]], "any": 9007199254740993}',
        '{"a": 1, "n": -1.5e-3}',
        '{"a": "\\u00e9 \\n \\" \\\\"}',
        ' {"a" : 1 }\r',
        '{"a": "x", "unknown e": {"a": [1, "\\\\"]}}',
    ],
)
def test_plain_texts_are_read(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 1}',
        '{"a": 1, "a": "\\u003a"}',
        '{"a": 1, "\\u0061": ":"}',
        '{"a": 1, "any": {"b": 1, "b": 1}}',
        '{"a": 1, "any": {"\u00c5": 1, "\u212b": 1}}',
        '{"a": 1, "b": 2, "e\u0301": 1, "é": "x"}',
        '{"a": "\\u0000"}',
        '{"a": "\\u0085"}',
        '{"a": "\x85"}',
        '{"a": "\x7f"}',
        '{"a": "\\ud800"}',
        '{"a": 9007199254740993, "b": 9007199254740993}',
        '{"a": "9007199254740993", "b": 9007199254740993}',
        '{"a": 18446744073709551616}',
        '{"a": 1, "b": {"é": 1}}',
        '{"a": 1, "n": 1e309}',
        '{"a": 1, "n": 1e-99999999999999999999}',
        '{"a": 1, "n": 0.11111111111111111111111111111111111111111111}',
        '\ufeff{"a": 1}',
        "[1]",
        "",
    ],
)
def test_texts_that_are_worth_a_word_are_left_to_others(text: str) -> None:
    assert not agrees(text)
    assert not plain(b"\x7f")


def test_each_member_is_a_colon() -> None:
    text = b'{"a": {"b": ":"}, "c": ["::"]}'
    assert all_kept(text, {"a": {"b": ":"}, "c": ["::"]})
    assert not all_kept(text, {"c": ["::"]})
    assert not all_kept(text, {"a": {}, "c": ["::"]})


@pytest.mark.parametrize(
    "limits",
    [Limits(max_depth=2), Limits(max_digits=5), Limits(max_string=20), Limits(max_nodes=10), Limits(max_depth=6)],
)
def test_limits_hold(limits: Limits) -> None:
    text = b'{"a": 123456, "o": {"a": ["yyyyyyyyyyyyyyyyyyyyyyyyyyy"]}, "any": [[[[[[1, 2, 3]]]]]]}'
    assert Swift(TYPED, Limits()).read(b'{"a": 1, "any": [[[]]]}') is not None
    assert Swift(TYPED, limits).read(text) is None
    assert Swift(TYPED, Limits(max_depth=64), outside=60).read(text) is None


def lines(data: bytes, options: dict[str, Any], limits: Limits) -> tuple[list[NativeRecord], list[Trouble]]:
    """Read lines to the end."""
    reading = carriers.get("ndjson").read(data, options, limits)
    return list(reading.records), reading.troubles


@settings(max_examples=150)
@given(
    st.lists(json_texts() | st.sampled_from(["", " \r", '{"a": 1}\r', '{"a": "é", "any": {"e": [1]}}']), max_size=12)
)
def test_lines_are_the_same_with_and_without_it(texts: list[str]) -> None:
    data = "\n".join(text.replace("\n", " ") for text in texts).encode()
    types = Types(lambda: SCHEMA, default_schemas())
    types.after(10**9)
    limits = Limits(max_troubles=3)
    fast, fast_troubles = lines(data, {"record_type": types}, limits)
    with patch.object(Swift, "read", return_value=None):
        slow, slow_troubles = lines(data, {}, limits)
    assert fast_troubles == slow_troubles
    assert [record.index for record in fast] == [record.index for record in slow]
    for one, other in zip(fast, slow, strict=True):
        assert same(one.value, other.value)
        assert one.troubles == other.troubles
        assert not one.fits or VALIDATOR.is_valid(other.value)
        for pointer in ("", "/a", "/any/b", "/o/a/0"):
            assert one.locate(pointer) == other.locate(pointer)
