"""CSV: hostile tables, the naming of columns, cells that hold structure, and where everything stands."""

import csv
import io
from typing import Any

import pytest

from opads import carriers
from opads.carriers import Limits, Place, WriteError
from tests.carriers.helpers import at, read

NESTED = {
    "nested": ".",
    "aliases": {"ad_id": "/id", "spend_lower": "/spend/lower_bound"},
    "structured": ["bodies", "/regions"],
    "structured_single": True,
    "spreadsheet_ids": ["/id"],
}


def test_cells_are_text_and_empty_cells_are_absent() -> None:
    found = read("csv", 'a,b,c\r\n1,,x\r\n,"", \r\n')
    assert found.values == [{"a": "1", "c": "x"}, {"c": " "}]
    assert found.rules == []


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "=cmd|' /C calc'!A0", "01/02/2026", "1,5"])
def test_cells_are_data_and_never_altered(cell: str) -> None:
    written = carriers.get("csv").write([{"a": cell, "b": "x"}])
    assert read("csv", written).values == [{"a": cell, "b": "x"}]
    assert list(csv.reader(io.StringIO(written.decode(), newline="")))[1] == [cell, "x"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    found = read("csv", f"a{delimiter}b\n1{delimiter}2,3;4\n")
    if delimiter in ",;":
        assert found.rules == ["surplus-cells"]
    else:
        assert found.values == [{"a": "1", "b": "2,3;4"}]
    assert read("csv", "a;b,c\n1;2,3\n", {"delimiter": ";"}).values == [{"a": "1", "b,c": "2,3"}]


def test_a_guess_is_told() -> None:
    found = read("csv", "a;b;c,d\n1;2;3\n")
    assert found.values == [{"a": "1", "b": "2", "c,d": "3"}]
    assert found.trouble("delimiter-guessed").params == {"delimiter": "semicolon", "rivals": "comma"}
    assert read("csv", '"a,x";b\n1;2\n').rules == []


def test_the_line_that_spreadsheets_put_first_names_the_delimiter() -> None:
    found = read("csv", "sep=;\r\na;b\r\n1;2\r\n")
    assert found.values == [{"a": "1", "b": "2"}]
    assert found.records[0].locate("/b") == Place(line=3, column=3, offset=14, row=3, field="b", field_number=2)


def test_encodings() -> None:
    assert read("csv", b"\xef\xbb\xbfa\n1\n").values == [{"a": "1"}]
    assert read("csv", b"\xef\xbb\xbfa\n1\n").rules == []
    assert read("csv", "a;b\n1;2\n".encode("utf-16")).trouble("wrong-encoding").params["found"] == "UTF-16LE"
    trouble = read("csv", "a,b\né,".encode() + b"\xe9\n").trouble("invalid-utf-8")
    assert trouble.place == Place(line=2, column=3, offset=7)
    assert read("csv", b"").rules == ["empty"]
    assert read("csv", b"a,b\n1,2\n", limits=Limits(max_bytes=5)).rules == ["too-large"]


def test_rows_too_short_and_too_long_are_given_up() -> None:
    found = read("csv", "a,b,c\n1,2,3\n1,2\n\n1,2,3,4,5\n1,2,3,,\n4,5,6\n")
    assert [(record.index, record.value["a"]) for record in found.records] == [(0, "1"), (3, "1"), (4, "4")]
    short, long, empty = found.troubles
    assert short.params == {"cells": 2, "columns": 3, "missing": "c"}
    assert short.place == Place(line=3, column=1, offset=12, row=3)
    assert long.params["surplus"] == 2
    assert long.place == Place(line=5, column=7, offset=23, row=5, field_number=4)
    assert empty.rule == "carrier-csv/empty-surplus"


def test_line_breaks_in_cells_and_rows_after_them() -> None:
    found = read("csv", 'a,b\r\n"x\r\ny",1\r\n"z",é2\r\n')
    assert found.values == [{"a": "x\r\ny", "b": "1"}, {"a": "z", "b": "é2"}]
    assert found.records[0].locate("/b") == Place(line=3, column=4, offset=12, row=2, field="b", field_number=2)
    assert found.records[1].locate("/b") == Place(line=4, column=5, offset=19, row=3, field="b", field_number=2)
    assert found.records[1].locate("/missing") == Place(line=4, column=1, offset=15, row=3)
    assert found.records[1].locate("") == Place(line=4, column=1, offset=15, row=3)


def test_doubled_quotation_marks() -> None:
    found = read("csv", 'a,b\n"say ""hi"", ok",2\nab"c,3\n')
    assert found.values == [{"a": 'say "hi", ok', "b": "2"}, {"a": 'ab"c', "b": "3"}]
    assert at(found.records[0].locate("/b")) == (2, 18)


def test_a_quotation_mark_that_is_never_closed() -> None:
    found = read("csv", 'a,b\n1,2\n3,"x\n4,5\n')
    assert found.values == [{"a": "1", "b": "2"}]
    trouble = found.trouble("unclosed-quote")
    assert trouble.place == Place(line=3, column=3, offset=10, row=3)


def test_text_after_a_closing_quotation_mark() -> None:
    found = read("csv", 'a,b\n1,"x" y\n4,5\n')
    assert found.values == [{"a": "4", "b": "5"}]
    assert found.trouble("stray-quote").place == Place(line=2, column=6, offset=9, row=2)


def test_a_broken_header() -> None:
    found = read("csv", 'a,"b" c\n1,2\n')
    assert found.values == []
    assert found.rules == ["stray-quote"]


def test_nul() -> None:
    found = read("csv", "a,b\n1,x\x00y\n3,4\n")
    assert found.values == [{"a": "3", "b": "4"}]
    assert found.trouble("nul").place == Place(line=2, column=3, offset=6, row=2, field="b", field_number=2)


def test_carriage_returns() -> None:
    assert read("csv", "a,b\r1,2\r3,4").values == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert read("csv", "a,b\r1,2\r3,4").rules == []
    found = read("csv", "a,b\n1,2\r3,4\n")
    assert found.values == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert at(found.trouble("lone-carriage-return").place) == (2, 4)
    assert at(found.records[1].locate("/b")) == (3, 3)
    assert read("csv", 'a,b\n"x\ry",2\n').rules == []
    assert read("csv", 'a,b\r"x\ny",2\r').rules == []


def test_doubled_columns_are_not_read() -> None:
    found = read("csv", "a,b,A,b\n1,2,3,4\n", {"header_fold": "lower"})
    assert found.values == [{}]
    assert [trouble.params["first_column"] for trouble in found.troubles] == [1, 2]
    assert [at(trouble.place) for trouble in found.troubles] == [(1, 5), (1, 7)]
    assert read("csv", "a,b,A\n1,2,3\n").values == [{"a": "1", "b": "2", "A": "3"}]


def test_columns_that_mean_one_value_are_not_read() -> None:
    found = read("csv", "ad_id,id,x\n1,2,3\n", NESTED)
    assert found.values == [{"x": "3"}]
    assert found.trouble("duplicate-column").params == {"name": "id", "column": 2, "first_column": 1}


def test_a_column_within_another_keeps_its_name() -> None:
    found = read("csv", "spend,spend.lower\n1,2\n", NESTED)
    assert found.values == [{"spend": "1", "spend.lower": "2"}]
    assert found.rules == ["conflicting-column"]


def test_folding_names() -> None:
    found = read("csv", "Ad_ID,SPEND\n1,2\n", {"header_fold": "lower", "aliases": {"Spend": "/money/spend"}})
    assert found.values == [{"ad_id": "1", "money": {"spend": "2"}}]
    assert found.records[0].locate("/money/spend").field == "SPEND"


def test_nested_names_aliases_and_the_nameless_column() -> None:
    found = read("csv", ",ad_id,spend_lower,spend.upper_bound,.x\n0,7,100,199,y\n", NESTED)
    assert found.values == [{"": "0", "id": "7", "spend": {"lower_bound": "100", "upper_bound": "199"}, ".x": "y"}]
    assert found.records[0].locate("/spend/upper_bound").field == "spend.upper_bound"
    assert found.records[0].locate("/spend").row == 2


@pytest.mark.parametrize(
    ("cell", "value", "rules"),
    [
        ('["a", "b"]', ["a", "b"], []),
        ('[{"k": 1.50}]', [{"k": 1.5}], []),
        ("{}", {}, []),
        ("['a', \"it's\"]", ["a", "it's"], ["python-literal"]),
        (
            "[{'k': 'v', 'n': None, 't': True, 'f': 0.25}]",
            [{"k": "v", "n": None, "t": True, "f": 0.25}],
            ["python-literal"],
        ),
        ("['\\xe9\\n\\u00e9\\U0001f600']", ["é\né\U0001f600"], ["python-literal"]),
        ("plain text", ["plain text"], ["unwrapped-list"]),
        ("[Sponsored] text", ["[Sponsored] text"], ["unwrapped-list"]),
        ("['a', nan]", "['a', nan]", ["unreadable-cell"]),
        ("[__import__('os')]", "[__import__('os')]", ["unreadable-cell"]),
        ("['a' 'b']", "['a' 'b']", ["unreadable-cell"]),
        ("{1: 2}", "{1: 2}", ["unreadable-cell"]),
        ("[1, 2", ["[1, 2"], ["unwrapped-list"]),
        ('[{"a": 1, "a": 2}]', '[{"a": 1, "a": 2}]', ["unreadable-cell"]),
        ("[" * 70 + "]" * 70, "[" * 70 + "]" * 70, ["unreadable-cell"]),
        ("['" + "\\ud800" + "']", "['\\ud800']", ["unreadable-cell"]),
        ("['\\U00110000']", "['\\U00110000']", ["unreadable-cell"]),
    ],
)
def test_cells_that_hold_structure(cell: str, value: Any, rules: list[str]) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    found = read("csv", f"id,bodies\n7,{quoted}\n", NESTED)
    assert found.values == [{"id": "7", "bodies": value}]
    assert found.rules == rules
    for trouble in found.records[0].troubles:
        assert trouble.place == Place(line=2, column=3, offset=12, row=2, field="bodies", field_number=2)
        assert (trouble.record, trouble.pointer) == (0, "/bodies")


def test_plain_text_is_unreadable_where_lists_of_one_are_not_unwrapped() -> None:
    found = read("csv", "a\nplain\n", {"structured": ["a"]})
    assert found.values == [{"a": "plain"}]
    assert found.rules == ["unreadable-cell"]


def test_a_deep_or_long_cell_is_bounded() -> None:
    deep = "['" + "x" * 50 + "', " + "[" * 100_000 + "]" * 100_000 + "]"
    found = read("csv", f'bodies\n"{deep}"\n', NESTED)
    assert found.rules == ["unreadable-cell"]
    assert read("csv", "a\n" + "x" * 200_000 + "\n").values == [{"a": "x" * 200_000}]
    assert read("csv", "a,b\n1,12345\n", limits=Limits(max_string=4)).rules == ["cell-too-long"]


def test_a_list_in_a_cell_is_parted_and_joined_by_its_separator() -> None:
    options = {"lists": {"/urls": ";"}}
    found = read("csv", "id,urls\r\n1,u;v;\r\n2,w\r\n3,\r\n", options)
    assert found.values == [{"id": "1", "urls": ["u", "v", ""]}, {"id": "2", "urls": ["w"]}, {"id": "3"}]
    place = found.records[0].locate("/urls/1")
    assert (place.row, place.field) == (2, "urls")
    assert carriers.get("csv").write(found.values, options) == b"id,urls\r\n1,u;v;\r\n2,w\r\n3,\r\n"
    assert read("csv", "urls\nu;v\n", options, limits=Limits(max_nodes=1)).values == [{"urls": "u;v"}]
    for value in (["a;b"], [""], [], [1], "a;b", {"x": "y"}):
        with pytest.raises(WriteError, match="make a list"):
            carriers.get("csv").write([{"urls": value}], options)


@pytest.mark.parametrize("cell", ["1.70585E+15", "1,70585E+15", "7E+14", "1.7e15"])
def test_identifiers_that_a_spreadsheet_rounded(cell: str) -> None:
    found = read("csv", f'ad_id,b\n"{cell}",1\n', NESTED)
    assert found.values == [{"id": cell, "b": "1"}]
    assert found.trouble("spreadsheet-number").pointer == "/id"
    assert read("csv", "ad_id\n170585000000000\n", NESTED).rules == []


def test_reading_stops_where_too_much_is_wrong() -> None:
    found = read("csv", "a,b\n" + "1\n" * 50, limits=Limits(max_troubles=10))
    assert found.rules == ["missing-cells"] * 10 + ["too-many-troubles"]


def test_a_million_columns_do_no_harm() -> None:
    width = 100_000
    found = read("csv", ",".join(f"c{n}" for n in range(width)) + "\n" + "," * (width - 1) + "\n1\n")
    assert found.values == [{}]
    assert len(found.trouble("missing-cells").params["missing"]) < 200
    assert read("csv", ".".join("a" * 50_000) + "\n1\n", NESTED).values == [{".".join("a" * 50_000): "1"}]


def test_the_columns_asked_for_come_first() -> None:
    options = NESTED | {"columns": ["x", "/id", "/spend/upper_bound", "spend_lower"]}
    record = {"z": "1", "id": "7", "spend": {"upper_bound": "2", "lower_bound": "1"}, "bodies": ["a", {"b": 1}]}
    written = carriers.get("csv").write([record, {"x": "é"}], options)
    assert written.splitlines()[0] == b"x,ad_id,spend.upper_bound,spend_lower,z,bodies"
    assert read("csv", written, options).values == [record, {"x": "é"}]
    assert carriers.get("csv").write([], options) == b"x,ad_id,spend.upper_bound,spend_lower\r\n"


def test_scalars_are_written_as_text_and_the_delimiter_is_kept() -> None:
    written = carriers.get("csv").write([{"a": 1, "b": True, "c": None, "d": [1]}], {"delimiter": ";"})
    assert written == b"a;b;c;d\r\n1;true;;[1]\r\n"


@pytest.mark.parametrize(
    ("record", "options"),
    [
        ({"spend.lower": "1"}, NESTED),
        ({"A": "1"}, {"header_fold": "lower"}),
        ({"a": "x\x00"}, {}),
        ({"a": "\ud800"}, {}),
        ({"ad_id": "1"}, NESTED),
    ],
)
def test_what_would_not_be_read_back_is_not_written(record: dict[str, Any], options: dict[str, Any]) -> None:
    with pytest.raises(WriteError):
        carriers.get("csv").write([record], options)


TEMPLATES = {
    "header_fold": "lower",
    "templates": {"Amount spent ({/currency})": "/amount spent"},
    "columns": ["Page ID", "Amount spent", "Ads"],
}


def test_the_name_of_a_column_holds_a_value() -> None:
    found = read("csv", "Page ID,Amount Spent (EUR),Ads\n1,25,2\n2,,3\n", TEMPLATES)
    assert found.values == [
        {"page id": "1", "amount spent": "25", "currency": "EUR", "ads": "2"},
        {"page id": "2", "ads": "3"},
    ]
    assert found.rules == []
    assert found.records[0].locate("/currency").field == "Amount Spent (EUR)"
    assert found.records[0].locate("/amount spent").column == 3


def test_columns_that_say_different_values_stand_side_by_side() -> None:
    found = read("csv", "Amount spent (EUR),Amount spent (USD),Amount spent\n1,,\n,2,\n,,3\n", TEMPLATES)
    assert found.values == [
        {"amount spent": "1", "currency": "EUR"},
        {"amount spent": "2", "currency": "USD"},
        {"amount spent": "3"},
    ]
    assert found.records[1].locate("/amount spent").field == "Amount spent (USD)"


@pytest.mark.parametrize(
    "table",
    [
        "Amount spent (EUR),Amount spent (USD)\n1,2\n",
        "Amount spent (EUR),Amount spent\n1,1\n",
        "Amount spent (EUR),currency\n1,USD\n",
        "currency,Amount spent (EUR)\nUSD,1\n",
    ],
)
def test_a_row_that_says_two_things_is_given_up(table: str) -> None:
    found = read("csv", table + table.splitlines()[1].split(",")[0] + ",\n", TEMPLATES)
    assert found.trouble("second-value").record == 0
    assert [record.index for record in found.records] == [1]


def test_two_columns_that_say_the_same_are_not_told_apart() -> None:
    found = read("csv", "amount spent (EUR),Amount Spent (EUR),Page ID\n1,2,3\n", TEMPLATES)
    assert found.values == [{"page id": "3"}]
    assert found.rules == ["duplicate-column"]


def test_a_name_is_made_of_the_value_it_holds() -> None:
    records = [
        {"page id": "1", "amount spent": "5", "currency": "EUR", "ads": "1"},
        {"page id": "2", "amount spent": "6", "currency": "USD"},
        {"page id": "3", "currency": "USD"},
        {"page id": "4", "amount spent": "7"},
    ]
    written = carriers.get("csv").write(records, TEMPLATES)
    header = written.decode().splitlines()[0]
    assert header == "Page ID,Amount spent,Amount spent (EUR),Amount spent (USD),Ads,currency"
    assert read("csv", written, TEMPLATES).values == records
    (plain,) = carriers.get("csv").write(records[:1], TEMPLATES).decode().splitlines()[:1]
    assert plain == "Page ID,Amount spent (EUR),Ads"


def test_a_name_that_would_be_read_otherwise_is_not_written() -> None:
    options = {"templates": {"{/a} of {/b}": "/x"}}
    assert read("csv", carriers.get("csv").write([{"a": "1", "b": "2", "x": "3"}], options), options).values == [
        {"x": "3", "a": "1", "b": "2"}
    ]
    with pytest.raises(WriteError):
        carriers.get("csv").write([{"a": "1 of 2", "b": "2", "x": "3"}], options)
