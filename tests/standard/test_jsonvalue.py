"""JSON values: pointers, leaves, exact writing."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.standard.jsonvalue import canonical, dumps, escape, get, leaves, parent, pointer_key, unescape
from tests.strategies import json_values

RFC_6901 = {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, 'k"l': 6, " ": 7, "m~n": 8}


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("", RFC_6901),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
)
def test_the_pointers_of_rfc_6901(pointer: str, expected: Any) -> None:
    assert get(RFC_6901, pointer) == expected


@pytest.mark.parametrize(
    "pointer", ["/foo/2", "/foo/-", "/foo/-1", "/foo/01", "/foo/²", "/foo/" + "9" * 5000, "/x", "/foo/0/x"]
)
def test_nothing_is_there(pointer: str) -> None:
    assert get(RFC_6901, pointer) is None
    assert get(RFC_6901, pointer, "default") == "default"


@given(st.text())
def test_escaping_is_undone(name: str) -> None:
    assert unescape(escape(name)) == name
    assert get({name: 1}, f"/{escape(name)}") == 1
    assert parent(f"/a/{escape(name)}") == "/a"


@given(json_values)
def test_leaves_are_all_there_is(value: Any) -> None:
    found = dict(leaves(value))
    for pointer, leaf in found.items():
        assert not leaf or not isinstance(leaf, (dict, list))
        assert get(value, pointer) is leaf
    assert len(found) == sum(1 for _ in leaves(value))


def test_leaves_come_in_the_order_of_the_document() -> None:
    value = {"b": [1, {"x": None}], "a": {}, "c": [], "a/b": True}
    assert list(leaves(value)) == [("/b/0", 1), ("/b/1/x", None), ("/a", {}), ("/c", []), ("/a~1b", True)]
    assert list(leaves(3, "/base")) == [("/base", 3)]
    assert list(leaves({})) == [("", {})]


def test_pointers_sort_by_position() -> None:
    pointers = ["/a/10", "/a/2", "/a", "", "/b/²", "/a/" + "9" * 5000, "/b/007"]
    ordered = sorted(pointers, key=pointer_key)
    assert ordered[:4] == ["", "/a", "/a/2", "/a/10"]
    assert set(ordered) == set(pointers)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.1"), b"0.1"),
        (Decimal("1.50"), b"1.50"),
        (Decimal("0.1000000000000000055511151231257827"), b"0.1000000000000000055511151231257827"),
        (2**64, b"18446744073709551616"),
        (-(2**70), b"-1180591620717411303424"),
        (10**40, b"1" + b"0" * 40),
        ({"ü": [True, None, "\u2028"]}, '{"ü":[true,null,"\u2028"]}'.encode()),
    ],
)
def test_numbers_are_written_exactly(value: Any, text: bytes) -> None:
    assert dumps(value) == text


@given(json_values)
def test_what_is_written_reads_the_same(value: Any) -> None:
    compact = dumps(value)
    assert json.loads(compact, parse_float=Decimal) == value
    assert json.loads(dumps(value, indent=2), parse_float=Decimal) == value


def test_canonical_bytes() -> None:
    assert canonical({"b": 1, "a": "ü", "\ue000": None, "😀": []}) == '{"a":"ü","b":1,"😀":[],"\ue000":null}'.encode()
    for value in (Decimal("0.1"), 2**60):
        with pytest.raises(ValueError):
            canonical(value)
