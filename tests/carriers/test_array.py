"""Long documents: their records, read one by one, are those of the whole document, at the same places."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits, Reading
from opads.carriers.jsontext import array, carrier, swift
from opads.carriers.jsontext.array import elements, span
from opads.standard.schemas import default_schemas
from opads.standard.typed import Types
from tests.carriers.test_json_properties import LIMITS, STYLES, same
from tests.carriers.test_swift import NOISE, SCHEMA, VALIDATOR, json_texts

BELOW = [{"at": "/x/data", "each": True}, {"at": "/data", "each": True}, {"at": "", "each": True}, {"at": ""}]
TYPES = Types(lambda: SCHEMA, default_schemas())
TYPES.after(10**9)
GOOD = st.sampled_from(
    [
        '{"a": 1}',
        '{"a":"é","any":{"b":[{}]}}',
        '{"b": 1.5, "unknown": "]},{"}',
        '{"a": 9007199254740999}',
        '{"a": "\\"}]"}',
    ]
)
AROUND = st.sampled_from(
    [
        ("[", "]"),
        (" [\n", " ] \n"),
        ('{"data": [', "]}"),
        ('{"paging": {"data": [1]}, "data" : [', ' ], "x": {"y": [2, {}]}}'),
        ('{"x": {"y": 1, "data": [', '], "z": "é"}, "data": [{"a": 2}]}'),
        ('{"data": [{"a": 3}], "data": [', "]}"),
        ('{"data": [', '], "b": 1, "b": 2}'),
        ('{"data": {"e": [', "]}}"),
        ('{"\\u0064ata": [', "]}"),
        ('{"data": [', "]} x"),
        ('{"data": [', "}"),
        ("[[", "]]"),
        ("[", ",]"),
        ("[", "]\x0b"),
    ]
)


@pytest.fixture(autouse=True)
def _short_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "WORTH", 0)
    monkeypatch.setattr(swift, "WORTH", 0)


def read(data: bytes, options: dict[str, Any], limits: Limits) -> tuple[list[Any], Reading]:
    reading = carriers.get("json").read(data, options, limits)
    return list(reading.records), reading


def compare(data: bytes, options: dict[str, Any], limits: Limits = LIMITS) -> int:
    """Read with and without the type of the schema; return how many records are known to fit."""
    fast, one = read(data, {**options, "record_type": TYPES}, limits)
    slow, other = read(data, options, limits)
    assert one.troubles == other.troubles
    assert same(one.document, other.document)
    assert one.locate("") == other.locate("")
    assert [record.index for record in fast] == [record.index for record in slow]
    for quick, careful in zip(fast, slow, strict=True):
        assert same(quick.value, careful.value)
        assert quick.troubles == careful.troubles
        assert not quick.fits or VALIDATOR.is_valid(careful.value)
        for pointer in ("", "/a", "/any/b/0", "/nowhere/a"):
            assert quick.locate(pointer) == careful.locate(pointer)
    return sum(record.fits for record in fast)


@settings(max_examples=400)
@given(
    st.lists(GOOD | json_texts(), max_size=4),
    AROUND,
    st.sampled_from([", ", ",\n", ","]),
    st.sampled_from([{}, {"records": BELOW}]),
)
def test_documents(texts: list[str], around: tuple[str, str], comma: str, options: dict[str, Any]) -> None:
    data = (around[0] + comma.join(texts) + around[1]).encode()
    compare(data, options)


@settings(max_examples=300)
@given(st.lists(GOOD, max_size=4), AROUND, st.integers(0, 10_000), NOISE, st.integers(0, 2))
def test_damaged_documents(texts: list[str], around: tuple[str, str], at: int, noise: str, cut: int) -> None:
    text = around[0] + ", ".join(texts) + around[1]
    at %= len(text) + 1
    compare((text[:at] + noise + text[at + cut :]).encode(), {"records": BELOW})


@pytest.mark.parametrize("wrap", [list, lambda records: {"before": "é", "data": records, "after": [1.5]}])
@given(style=STYLES)
def test_plain_documents_are_read_so(wrap: Any, style: dict[str, Any]) -> None:
    records = [{"a": number, "any": ["é", {"b": number}]} for number in range(5)] + [{"a": "x", "c": 1.5}]
    text = json.dumps(wrap(records), **style)
    assert elements(text.encode(), text, {"records": BELOW, "record_type": TYPES}, LIMITS) is not None
    assert compare(text.encode(), {"records": BELOW}) == 5


@pytest.mark.parametrize(
    ("entries", "text", "tokens"),
    [
        (BELOW, '{"data": []}', ["data"]),
        (BELOW, '{"x": {"data": [1]}, "data": []}', ["x", "data"]),
        (BELOW, "[]", []),
        (BELOW, '{"data": 1}', None),
        (BELOW, "1", None),
        (BELOW, "", None),
        ([{"at": "/data/*", "each": True}], '{"data": [[1]]}', None),
        ([{"at": "/0", "each": True}], "[[1]]", None),
        ([{"at": "/data"}, {"at": "/data", "each": True}], '{"data": []}', None),
    ],
)
def test_the_array_that_is_chosen(entries: list[dict[str, Any]], text: str, tokens: list[str] | None) -> None:
    found = span(text.encode(), entries)
    assert (None if found is None else found.tokens) == tokens


@pytest.mark.parametrize(
    "limits", [Limits(max_depth=3), Limits(max_nodes=9), Limits(max_string=3), Limits(max_bytes=5)]
)
def test_limits_hold(limits: Limits) -> None:
    text = '{"data": [{"a": 1, "any": [["xxxxx", 1, 2, 3]]}, {"a": 2}]}'
    assert (
        elements(text.encode(), text, {"records": BELOW, "record_type": TYPES}, limits) is None or limits.max_bytes == 5
    )
    compare(text.encode(), {"records": BELOW}, limits)
    assert array.END.match(b" } ")
