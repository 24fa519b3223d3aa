"""Every type of column: its values, exact, and what is said where there is none."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from opads.carriers import Limits, Place
from tests.carriers.parquet.helpers import rows

UTC = dt.UTC
MOMENT = dt.datetime(2026, 3, 1, 8, 30, 0, 120000, tzinfo=UTC)
DAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (["é", "", None], pa.string(), ["é", "", None]),
        (["a"], pa.large_string(), ["a"]),
        (["a"], pa.string_view(), ["a"]),
        (["a", "b", "a", None], pa.dictionary(pa.int8(), pa.string()), ["a", "b", "a", None]),
        ([b"\xc3\xa9"], pa.binary(), ["é"]),
        ([b"ab"], pa.binary(2), ["ab"]),
        ([1, None, -(2**63)], pa.int64(), [1, None, -(2**63)]),
        ([2**64 - 1], pa.uint64(), [2**64 - 1]),
        ([7], pa.int8(), [7]),
        ([True, False, None], pa.bool_(), [True, False, None]),
        ([None, None], pa.null(), [None, None]),
        ([Decimal("12.50"), None], pa.decimal128(10, 2), [Decimal("12.50"), None]),
        ([Decimal(12)], pa.decimal128(10, 0), [12]),
        ([Decimal(1200)], pa.decimal128(10, -2), [1200]),
        ([Decimal(10) ** 30], pa.decimal128(38, 0), [Decimal("1" + "0" * 30)]),
        ([Decimal("1.5")], pa.decimal256(60, 1), [Decimal("1.5")]),
        ([DAY, None], pa.date32(), ["2026-03-01", None]),
        ([DAY], pa.date64(), ["2026-03-01"]),
        ([MOMENT], pa.timestamp("us", "UTC"), ["2026-03-01T08:30:00.12Z"]),
        ([MOMENT], pa.timestamp("ns", "Europe/Berlin"), ["2026-03-01T08:30:00.12Z"]),
        ([MOMENT.replace(microsecond=0), None], pa.timestamp("ms", "UTC"), ["2026-03-01T08:30:00Z", None]),
        ([dt.time(8, 30)], pa.time32("s"), ["08:30:00"]),
        ([dt.time(8, 30, 0, 500)], pa.time64("us"), ["08:30:00.0005"]),
        ([["a", None], [], None], pa.list_(pa.string()), [["a", None], [], None]),
        ([["a", "b"], None], pa.list_(pa.string(), 2), [["a", "b"], None]),
        ([[1]], pa.large_list(pa.int64()), [[1]]),
        ([[1], None, [2, 3]], pa.list_view(pa.int64()), [[1], None, [2, 3]]),
        ([{"a": 1, "b": None}, None, {}], pa.struct({"a": pa.int64(), "b": pa.string()}), [{"a": 1}, None, {}]),
        ([[{"a": ["x"]}]], pa.list_(pa.struct({"a": pa.list_(pa.string())})), [[{"a": ["x"]}]]),
        ([[("k", 1), ("l", None)], []], pa.map_(pa.string(), pa.int64()), [{"k": 1, "l": None}, {}]),
        ([[(2026, "x")]], pa.map_(pa.int32(), pa.string()), [{"2026": "x"}]),
    ],
)
@pytest.mark.parametrize("sliced", [False, True])
def test_values(values: list[Any], kind: Any, expected: list[Any], *, sliced: bool) -> None:
    array = pa.array(values, kind)
    if sliced:
        array = pa.concat_arrays([array, array]).slice(len(values) - 1, len(values))
        expected = [expected[-1], *expected[:-1]]
    found = rows({"c": array})
    assert found.rules == []
    assert found.values == [{} if value is None else {"c": value} for value in expected]
    for value, wanted in zip(found.values, expected, strict=True):
        assert type(value.get("c")) is type(wanted)
        assert not isinstance(wanted, Decimal) or str(value["c"]) == str(wanted)


def test_nulls_above_values_are_absent() -> None:
    array = pa.StructArray.from_arrays(
        [pa.array(["seen", "unseen"])], names=["a"], mask=pa.array([False, True])
    )  # fmt: skip
    assert rows({"c": array}).values == [{"c": {"a": "seen"}}, {}]


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32()])
def test_floats_are_the_shortest_decimals_and_it_is_said(kind: Any) -> None:
    found = rows({"amount": pa.array([0.1, 5.0, 1e30, None], kind)})
    assert found.values == [{"amount": Decimal("0.1")}, {"amount": 5}, {"amount": Decimal("1E+30")}, {}]
    assert found.rules == ["binary-float"]
    assert found.trouble("binary-float").place == Place(field="amount")


def test_of_columns_is_spoken_once_a_file() -> None:
    assert rows({"amount": pa.array([0.1])}, first=1).rules == []
    assert rows({"a": pa.array([[0.1], [0.2]])}).rules == ["binary-float"]


def test_not_a_number_is_kept_as_a_word() -> None:
    found = rows({"amount": pa.array([1.5, float("nan"), float("-inf")])}, first=10)
    assert [v["amount"] for v in found.values] == [Decimal("1.5"), "NaN", "-Infinity"]
    trouble = found.records[1].troubles[0]
    assert (trouble.record, trouble.pointer, trouble.place) == (11, "/amount", Place(row=12, field="amount"))


def test_a_moment_without_zone_is_read_as_it_is() -> None:
    found = rows({"at": pa.array([MOMENT.replace(tzinfo=None)], pa.timestamp("us"))})
    assert found.values == [{"at": "2026-03-01T08:30:00.12"}]
    assert found.rules == ["no-time-zone"]


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (pa.array([b"ok", b"\xff"]), "no UTF-8"),
        (pa.array(["ok", "a\x00"]), "NUL"),
        (pa.array(["ok", "x" * 101]), "more than 100 characters"),
        (pa.array([0, 10**15], pa.timestamp("s", "UTC")), "outside the years"),
        (pa.array([0, 10**7], pa.date32()), "outside the years"),
        (pa.array([[("a", 1)], [("a", 1), ("a", 2)]], pa.map_(pa.string(), pa.int64())), "«a» twice"),
    ],
)
def test_a_value_that_cannot_be_read_costs_its_row(array: Any, reason: str) -> None:
    found = rows({"n": pa.array([1, 2]), "c": array}, limits=Limits(max_string=100))
    assert [value["n"] for value in found.values] == [1]
    trouble = found.trouble("unreadable-value")
    assert reason in trouble.params["reason"]
    assert (trouble.record, trouble.place) == (1, Place(row=2, field="c"))


def test_deep_values_are_named_by_their_pointer() -> None:
    kind = pa.list_(pa.struct({"b": pa.list_(pa.binary())}))
    found = rows({"a": pa.array([None, [{"b": []}, {"b": [b"x", b"\xff"]}]], kind)})
    assert found.trouble("unreadable-value").pointer == "/a/1/b/1"
    assert found.trouble("unreadable-value").params["column"] == "a.b"


@pytest.mark.parametrize(
    "array",
    [
        pa.array([1], pa.duration("s")),
        pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], names=["x", "x"]),
        pa.array([[{"x": 1}]], pa.list_(pa.struct({"x": pa.duration("s")}))),
    ],
)
def test_columns_without_meaning_are_passed_over(array: Any) -> None:
    found = rows({"c": array, "n": pa.array([1])})
    assert found.values == [{"n": 1}]
    assert found.rules == ["unsupported-type"]


def test_texts_become_what_the_format_has_there_and_scalars_their_texts() -> None:
    schema = {
        "properties": {
            "number": {"type": ["number", "null"]},
            "text": {"type": "string"},
            "either": {"type": ["string", "number"]},
            "object": {"type": "object"},
            "list": {"type": "array", "items": {"type": "string"}},
        }
    }
    found = rows(
        {
            "number": ["1.50", "12", "1E+2", "abc", None],
            "text": pa.array([Decimal("1.50"), None, None, None, None], pa.decimal128(5, 2)),
            "either": ["1", "2", "3", "4", "5"],
            "object": ['{"a": 0.10}', "{}", None, None, None],
            "list": pa.array([[1], None, None, None, None]),
        },
        schema=schema,
    )
    assert found.rules == []
    assert found.values[0] == {
        "number": Decimal("1.50"), "text": "1.50", "either": "1", "object": {"a": Decimal("0.10")}, "list": ["1"]
    }  # fmt: skip
    assert [value.get("number") for value in found.values[1:]] == [12, Decimal("1E+2"), "abc", None]
    assert isinstance(found.values[1]["number"], int)


def test_a_text_that_is_no_json_costs_its_row() -> None:
    found = rows({"a": ["[1, 2]", "{'a': 1}", "[1,]"]}, schema={"properties": {"a": {"type": "array"}}})
    assert found.values == [{"a": [1, 2]}]
    assert found.rules == ["unreadable-value", "unreadable-value"]


def test_columns_of_json_are_read_as_such() -> None:
    found = rows({"a": pa.array(['{"x": 1}', '"t"', None]).cast(pa.json_())})
    assert found.values == [{"a": {"x": 1}}, {"a": "t"}, {}]


def test_null_stands_where_the_format_demands_the_member_and_lets_it_be_null() -> None:
    schema = {
        "required": ["a"],
        "properties": {
            "a": {"type": ["string", "null"]},
            "b": {"type": ["string", "null"]},
            "c": {"type": "object", "required": ["d"], "properties": {"d": {"type": ["integer", "null"]}}},
        },
    }
    empty = pa.array([{"d": None}], pa.struct({"d": pa.int64()}))
    found = rows({"a": pa.nulls(1, pa.string()), "b": pa.nulls(1, pa.string()), "c": empty}, schema=schema)
    assert found.values == [{"a": None, "c": {"d": None}}]
