"""JSON values: pointers, leaves, exact writing."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from opads.standard.jsonvalue import canonical, copied, dumps, escape, get, leaves, parent, pointer_key, unescape
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


class Holder(msgspec.Struct, omit_defaults=True, rename="camel"):
    """What reports and accounts are made of."""

    some_text: str
    any_value: Any = None
    texts: tuple[str, ...] = ()
    named: dict[str, Any] = {}
    count: int = 0


ANY = st.recursive(
    json_values | st.floats() | st.dates() | st.sampled_from(["\ud800", "\U0001f600", "\ue000", "\x00\x1f\x7f\u2028"]),
    lambda inner: (
        st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.builds(Holder, st.text(max_size=4), inner, named=st.dictionaries(st.text(max_size=2), inner, max_size=2))
    ),
    max_leaves=8,
)


def outcome(work: Callable[[], bytes]) -> bytes | type[Exception]:
    try:
        return work()
    except ValueError as error:
        return type(error)


@given(ANY)
def test_the_quick_encoder_writes_what_rfc_8785_wants_or_is_not_asked(value: Any) -> None:
    def slowly() -> bytes:
        return rfc8785.dumps(msgspec.to_builtins(value, enc_hook=str, builtin_types=()))

    assert outcome(lambda: canonical(value, str)) == outcome(slowly)


@given(json_values)
def test_without_a_text_what_json_has_not_is_refused(value: Any) -> None:
    assert outcome(lambda: canonical(value)) == outcome(lambda: rfc8785.dumps(value))


def test_every_character_is_written_as_rfc_8785_wants() -> None:
    text = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000), 0x1F600, 0x10FFFF)))
    assert canonical(text) == rfc8785.dumps(text)


@given(json_values)
def test_a_copy_is_equal_and_has_containers_of_its_own(value: Any) -> None:
    def containers(node: Any) -> Iterator[int]:
        if isinstance(node, dict | list):
            yield id(node)
            for inner in node.values() if isinstance(node, dict) else node:
                yield from containers(inner)

    other = copied(value)
    assert repr(other) == repr(value)
    assert not set(containers(value)) & set(containers(other))


@given(json_values)
def test_leaves_are_found_at_their_pointers_in_order(value: Any) -> None:
    def plainly(node: Any, base: str) -> list[tuple[str, Any]]:
        if isinstance(node, dict) and node:
            return [leaf for name, item in node.items() for leaf in plainly(item, f"{base}/{escape(name)}")]
        if isinstance(node, list) and node:
            return [leaf for at, item in enumerate(node) for leaf in plainly(item, f"{base}/{at}")]
        return [(base, node)]

    assert repr(list(leaves(value, "/x"))) == repr(plainly(value, "/x"))
