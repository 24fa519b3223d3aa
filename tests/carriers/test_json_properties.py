"""JSON: what must hold of every value and of all bytes."""

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opads.carriers import Limits
from opads.carriers.jsontext.grammar import JSON, PYTHON
from opads.carriers.jsontext.locator import Locator
from opads.carriers.jsontext.parser import parse
from opads.carriers.jsontext.quick import NotPlain, quick
from opads.carriers.position import Positions
from opads.standard.jsonvalue import leaves
from tests.carriers.helpers import read

LIMITS = Limits()
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.text(CHARACTERS, max_size=8)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(CHARACTERS, max_size=4), inner, max_size=4),
    max_leaves=12,
)
STYLES = st.sampled_from([{}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}, {"ensure_ascii": False}])
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            '"',
            "\\",
            '"a"',
            '"b":',
            "1",
            "-0.5e3",
            "1e400",
            "NaN",
            "true",
            "null",
            " ",
            "\n",
            "\\ud83d",
            "\\u0000",
            "'",
            "//",
            "é",
            "\x85",
            "123456789012345678901",
            "0",
            "[1]",
            '{"a":1}',
        ]
    ),
    max_size=12,
).map("".join)


def written(value: Any, style: dict[str, Any]) -> str:
    """Give the standard library's text of a value, decimals exact."""
    marks: dict[str, str] = {}

    def mark(node: Any) -> Any:
        if isinstance(node, Decimal):
            name = f"@{len(marks)}@"
            marks[json.dumps(name)] = f"{node:f}"
            return name
        if isinstance(node, list):
            return [mark(member) for member in node]
        if isinstance(node, dict):
            return {key: mark(member) for key, member in node.items()}
        return node

    text = json.dumps(mark(value), **style)
    for name, number in marks.items():
        text = text.replace(name, number)
    return text


def expected(value: Any) -> Any:
    """Give the value as a carrier gives it: integers beyond 64 bits are decimals."""
    if isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**64:
        return Decimal(value)
    if isinstance(value, list):
        return [expected(member) for member in value]
    if isinstance(value, dict):
        return {key: expected(member) for key, member in value.items()}
    return value


def same(left: Any, right: Any) -> bool:
    """Compare so that types are told apart."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return bool(left == right)


@settings(max_examples=150)
@given(VALUES, STYLES)
def test_what_json_dumps_writes_is_read_back(value: Any, style: dict[str, Any]) -> None:
    text = written(value, style)
    parsed = parse(text, LIMITS)
    assert all(fault.harmless for fault in parsed.faults)
    assert parsed.broken is None
    assert same(parsed.value, expected(value))
    with suppress(NotPlain):
        assert same(quick(text, LIMITS), expected(value))


def test_ordinary_documents_take_the_quick_way() -> None:
    document = {"id": 1349524052241851, "spend": {"lower_bound": "0"}, "share": Decimal("0.123456"), "text": "é 😀\n"}
    for style in ({}, {"indent": 2}, {"ensure_ascii": False}):
        assert same(quick(written([document] * 3, style), LIMITS), [document] * 3)


@settings(max_examples=150)
@given(st.lists(st.dictionaries(st.text(CHARACTERS, max_size=4), VALUES, max_size=4), max_size=3), STYLES)
def test_every_leaf_is_found_where_it_stands(records: list[dict[str, Any]], style: dict[str, Any]) -> None:
    text = written(records, style)
    found = read("json", text)
    lines = text.split("\n")
    raw = text.encode()
    assert [record.index for record in found.records] == list(range(len(records)))
    for record in found.records:
        for pointer, leaf in leaves(record.value):
            place = record.locate(pointer)
            assert place.line is not None
            assert place.column is not None
            assert place.offset is not None
            rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
            value, _ = json.JSONDecoder(parse_float=Decimal).raw_decode(rest)
            assert expected(value) == leaf
            assert raw[place.offset :].decode() == rest


@settings(max_examples=500)
@given(FRAGMENTS)
def test_the_quick_reader_takes_only_what_the_careful_one_does(text: str) -> None:
    try:
        value = quick(text, LIMITS)
    except NotPlain:
        return
    parsed = parse(text, LIMITS)
    assert parsed.faults == []
    assert same(parsed.value, value)


@settings(max_examples=500)
@given(FRAGMENTS)
def test_the_careful_parser_agrees_with_the_standard_library(text: str) -> None:
    def constant(word: str) -> Any:
        raise ValueError(word)

    parsed = parse(text, LIMITS)
    try:
        json.loads(text, parse_constant=constant)
    except ValueError:
        assert any(not fault.harmless for fault in parsed.faults)
    else:
        extra = {fault.rule.partition("/")[2] for fault in parsed.faults if not fault.harmless}
        assert extra <= {"duplicate-key", "lone-surrogate", "nul", "number-out-of-range"}
    for fault in parsed.faults:
        assert 0 <= fault.offset <= len(text)


@settings(max_examples=500)
@given(st.binary(max_size=60) | FRAGMENTS.map(str.encode))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for carrier in ("json", "ndjson"):
        found = read(carrier, data)
        for record in found.records:
            assert isinstance(record.value, dict)
            for pointer, _ in leaves(record.value):
                assert record.locate(pointer).line
        assert found.records or found.troubles or data.strip(b" \t\r\n") in (b"[]", b"\xef\xbb\xbf[]")


@settings(max_examples=200)
@given(FRAGMENTS, st.lists(st.sampled_from(["a", "b", "0", "1", "-"]), max_size=3))
def test_places_are_given_in_broken_texts_too(text: str, tokens: list[str]) -> None:
    place = Locator(text, Positions(text)).locate("".join(f"/{token}" for token in tokens))
    assert place.line is not None
    assert place.offset is not None
    assert place.offset <= len(text.encode())


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
PYTHON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1) | PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN, inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=150)
@given(PYTHON_VALUES)
def test_what_python_shows_is_read_back(value: Any) -> None:
    parsed = parse(repr(value), LIMITS, PYTHON)
    assert [fault for fault in parsed.faults if fault.rule != "carrier-json/similar-keys"] == []
    assert same(parsed.value, value)


@settings(max_examples=100)
@given(st.text(max_size=8))
def test_string_tokens_are_decoded_as_json_does(text: str) -> None:
    token = json.dumps(text)
    assert JSON.string.fullmatch(token)
    assert JSON.text(token) == json.loads(token)
