"""Rows as records: as members of objects, and as cells of a table by its options."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from opads import carriers
from opads.carriers import Limits, Place
from tests.carriers.parquet.helpers import rows

OPTIONS: dict[str, Any] = {
    "nested": ".",
    "aliases": {"ad_id": "/id"},
    "structured": ["/tags"],
    "lists": {"/urls": ";"},
    "spreadsheet_ids": ["/id"],
    "templates": {"Amount ({/currency})": "/amount"},
}


def test_members_keep_the_names_of_columns() -> None:
    found = rows({"a.b": ["x"], "C": [1]})
    assert found.values == [{"a.b": "x", "C": 1}]
    assert found.records[0].locate("/C") == Place(row=1, field="C", field_number=2)
    assert found.records[0].locate("/absent") == Place(row=1)


def test_numbers_go_on() -> None:
    found = rows({"a": ["x", "y"]}, first=5)
    assert [record.index for record in found.records] == [5, 6]
    assert found.records[1].locate("/a").row == 7


def test_cells_say_what_the_text_of_a_table_says() -> None:
    names = ["ad_id", "spend.lower", "tags", "urls", "Amount (EUR)", "note"]
    cells = [
        ["1", "100", '["a", "b"]', "u;v", "12.50", "x"],
        ["1.70585E+15", "", "['a']", "", "", ""],
        ["3", "", "[broken", "", "7", ""],
    ]
    text = "\r\n".join(",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row) for row in [names, *cells])
    whole = carriers.get("csv").read(text.encode(), OPTIONS)
    expected = list(whole.records)
    found = rows(dict(zip(names, map(list, zip(*cells, strict=True)), strict=True)), "csv", options=OPTIONS)
    assert found.values == [record.value for record in expected]
    for one, other in zip(found.records, expected, strict=True):
        assert [(t.rule, t.params, t.pointer) for t in one.troubles] == [
            (t.rule, t.params, t.pointer) for t in other.troubles
        ]
        for pointer in ("/id", "/spend/lower", "/currency", "/note"):
            assert one.locate(pointer).field == other.locate(pointer).field


def test_typed_cells_become_texts() -> None:
    found = rows(
        {
            "ad_id": pa.array([12]),
            "spend.lower": pa.array([Decimal("100.50")]),
            "share": pa.array([1e-7]),
            "open": pa.array([True]),
            "tags": pa.array([["a", "b"]]),
            "region": pa.array([{"code": 5, "name": None}]),
        },
        "csv",
        options=OPTIONS,
    )
    assert found.values == [
        {
            "id": "12", "spend": {"lower": "100.50"}, "share": "0.0000001", "open": "true", "tags": ["a", "b"],
            "region": {"code": "5"},
        }
    ]  # fmt: skip


def test_a_plain_table_leaves_out_what_is_empty() -> None:
    found = rows({"A": ["x", ""], "B": pa.array([None, 2])}, "csv", options={"header_fold": "lower"})
    assert found.values == [{"a": "x"}, {"b": "2"}]


def test_columns_of_one_meaning_are_not_read() -> None:
    found = rows({"id": ["1"], "ad_id": ["2"], "note": ["n"]}, "csv", options=OPTIONS)
    assert found.values == [{"note": "n"}]
    assert found.trouble("duplicate-column").place == Place(field="ad_id", field_number=2)
    twice = pa.RecordBatch.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    assert rows(twice).rules == ["duplicate-column"]
    assert rows(twice).values == [{}]


def test_a_row_that_fills_two_columns_of_one_meaning_is_given_up() -> None:
    columns = {"Amount (EUR)": ["1", "1"], "Amount (USD)": ["", "2"]}
    found = rows(columns, "csv", options=OPTIONS)
    assert found.values == [{"amount": "1", "currency": "EUR"}]
    assert found.trouble("second-value").record == 1


def test_reading_stops_after_too_many_troubles() -> None:
    found = rows({"a": pa.array([b"\xff"] * 10)}, limits=Limits(max_troubles=3))
    assert found.rules == ["unreadable-value"] * 3 + ["too-many-troubles"]


@pytest.mark.parametrize("manner", ["json", "csv"])
def test_rows_without_columns(manner: Any) -> None:
    assert rows(pa.RecordBatch.from_pylist([{}, {}], schema=pa.schema([])), manner).values in ([], [{}, {}])
