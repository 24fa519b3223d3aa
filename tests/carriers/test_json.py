"""JSON: hostile documents and what is said of each, one by one."""

from decimal import Decimal
from typing import Any

import pytest

from opads import carriers
from opads.carriers import Limits, WriteError
from opads.carriers.jsontext.fault import HARMLESS
from tests.carriers.helpers import FINDINGS, at, read

RECORDS = {"records": [{"at": "/data", "each": True}, {"at": "", "each": True}, {"at": ""}]}


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \t"])
def test_nothing_is_empty(data: bytes) -> None:
    assert read("json", data).rules == ["empty"]


def test_byte_order_mark_is_taken_with_a_warning() -> None:
    found = read("json", b'\xef\xbb\xbf{"a": "\xc3\xa9", "b": 1}')
    assert found.values == [{"a": "é", "b": 1}]
    assert found.rules == ["byte-order-mark"]
    assert found.records[0].locate("/b").offset == 20


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_other_encodings_of_unicode_are_named(encoding: str) -> None:
    trouble = read("json", '{"a": 1}'.encode(encoding)).trouble("wrong-encoding")
    assert trouble.params["found"].startswith(encoding[:6].upper())


@pytest.mark.parametrize(
    ("tail", "byte"),
    [(b"\xe9", 0xE9), (b"\xc0\xaf", 0xC0), (b"\xed\xa0\x80", 0xED), (b"\xe2\x82", 0xE2), (b"\xff", 0xFF)],
)
def test_bytes_that_are_no_utf_8_are_placed(tail: bytes, byte: int) -> None:
    trouble = read("json", b'{"a": "\xc3\xa9",\n "b": "\xc3\xa9' + tail + b'"}').trouble("invalid-utf-8")
    assert trouble.params["byte"] == f"0x{byte:02X}"
    assert trouble.place is not None
    assert (trouble.place.line, trouble.place.column, trouble.place.offset) == (2, 9, 21)


def test_text_cut_within_a_character() -> None:
    trouble = read("json", '{"a": "€'.encode()[:-1]).trouble("invalid-utf-8")
    assert "cut off" in trouble.params["reason"]


@pytest.mark.parametrize("text", ['{"a": 1,\n "b": 2, "a": 3}', '{"a": 1,\n "b": 2, "\\u0061": 1}'])
def test_a_doubled_name_is_refused_with_both_places(text: str) -> None:
    found = read("json", text)
    assert found.values == []
    trouble = found.trouble("duplicate-key")
    assert trouble.params == {"name": "a", "line": 2, "column": 10, "first_line": 1, "first_column": 2}
    assert (trouble.record, trouble.pointer) == (0, "/a")
    assert found.reading.document is None


def test_a_doubled_name_costs_only_its_own_record() -> None:
    found = read("json", '[{"a": 1}, {"b": {"c": [{"d": 1, "d": 1}]}}, {"a": 3}]')
    assert [(record.index, record.value) for record in found.records] == [(0, {"a": 1}), (2, {"a": 3})]
    trouble = found.trouble("duplicate-key")
    assert (trouble.record, trouble.pointer) == (1, "/b/c/0/d")


def test_a_doubled_name_on_the_way_to_the_records_costs_them_all() -> None:
    found = read("json", '{"data": [{"a": 1}], "data": [{"a": 2}]}', RECORDS)
    assert found.values == []
    assert found.rules == ["duplicate-key"]


def test_a_doubled_name_beside_the_records_costs_none() -> None:
    found = read("json", '{"data": [{"a": 1}], "paging": {"x": 1, "x": 2}}', RECORDS)
    assert found.values == [{"a": 1}]
    assert found.trouble("duplicate-key").record is None
    assert found.reading.document is None


def test_names_equal_after_composition_are_kept_apart_with_a_warning() -> None:
    found = read("json", '{"\u00e9": 1, "e\u0301": 2}')
    assert found.values == [{"\u00e9": 1, "e\u0301": 2}]
    assert found.trouble("similar-keys").params["first_column"] == 2


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_not_a_number_costs_its_record(word: str) -> None:
    found = read("json", f'[{{"a": {word}, "b": 1}}, {{"a": 2}}]')
    assert found.values == [{"a": 2}]
    trouble = found.trouble("not-a-number")
    assert trouble.params["found"] == word
    assert at(trouble.place) == (1, 8)


@pytest.mark.parametrize("number", ["0x1", "01", "+1", ".5", "1.", "1.e5", "1e", "-01", "1_000", "--1", "1.2.3"])
def test_numbers_in_other_forms_are_refused(number: str) -> None:
    found = read("json", f'[{{"a": {number}}}]')
    assert found.values == []
    assert found.rules == ["number-form" if number != "--1" else "syntax"]
    assert at(found.troubles[0].place) == (1, 8)


def test_numbers_beyond_all_range() -> None:
    found = read("json", '[{"a": 1e999}, {"a": -1e999}, {"a": 1e-999}, {"a": 1e99999999999999999999}, {"a": 0e999}]')
    assert found.rules == ["number-out-of-range"] * 3 + ["number-tiny"]
    assert found.values == [{"a": Decimal("1e-999")}, {"a": Decimal(0)}]


@pytest.mark.parametrize("digits", [4301, 1_000_000])
def test_very_long_integers_are_refused(digits: int) -> None:
    trouble = read("json", '{"a": ' + "9" * digits + "}").trouble("number-too-long")
    assert trouble.params["digits"] == digits
    assert len(trouble.params["number"]) == 40


def test_numbers_are_exact() -> None:
    found = read("json", '{"a": 9007199254740993, "b": 0.1, "c": 1.0, "d": -0, "e": 123456789012345678901, "f": 1E5}')
    value = found.values[0]
    assert value == {
        "a": 9007199254740993,
        "b": Decimal("0.1"),
        "c": Decimal("1.0"),
        "d": 0,
        "e": Decimal(123456789012345678901),
        "f": Decimal("1E5"),
    }
    assert [type(value[key]) for key in "abcdef"] == [int, Decimal, Decimal, int, Decimal, Decimal]
    assert found.rules == ["unsafe-integer"] * 2
    assert read("json", '{"a": "9007199254740993"}').rules == []


@pytest.mark.parametrize(
    "text", ["\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud83dx", "\\\\\\ud83d", "\\\\ud83d\\udc00"]
)
def test_half_characters_are_refused(text: str) -> None:
    found = read("json", f'{{"a": "{text}"}}')
    assert found.rules == ["lone-surrogate"]
    assert found.values == []


def test_whole_characters_from_escapes_are_read() -> None:
    found = read("json", '{"a": "\\ud83d\\ude00", "b": "\\\\ud800", "c": "\\u00e9"}')
    assert found.values == [{"a": "\U0001f600", "b": "\\ud800", "c": "é"}]
    assert found.rules == []


def test_control_characters() -> None:
    found = read("json", '[{"a": "x\\u0000"}, {"b": "\\u001b[0m"}, {"c": "\x85"}, {"d": "\\b"}, {"e": "\\t\\n\\r"}]')
    assert found.rules == ["nul", "control-character", "control-character", "control-character"]
    assert [record.index for record in found.records] == [1, 2, 3, 4]
    assert found.records[0].troubles[0].params == {"found": "U+001B"}


def test_raw_line_breaks_in_a_text() -> None:
    trouble = read("json", '{"a": "x\ny"}').trouble("raw-control-character")
    assert at(trouble.place) == (1, 9)


@pytest.mark.parametrize("text", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 1000 + "1" + "}" * 1000])
def test_nesting_beyond_the_limit(text: str) -> None:
    found = read("json", text)
    assert found.rules == ["too-deep"]
    assert found.values == []


def test_nesting_up_to_the_limit() -> None:
    text = '{"a":' + "[" * 63 + "]" * 63 + "}"
    assert read("json", text).rules == []
    assert read("json", text, limits=Limits(max_depth=63)).rules == ["too-deep"]


@pytest.mark.parametrize(
    ("text", "rule", "column"),
    [
        ('{"a": [1, 2,]}', "trailing-comma", 12),
        ('{"a": 1,}', "trailing-comma", 8),
        ('{"a": 1 /* x */}', "comment", 9),
        ('{"a": 1} // x', "comment", 10),
        ("# x\n", "comment", 1),
        ("{'a': 1}", "quotes", 2),
        ('{"a": \u201cx\u201d}', "quotes", 7),
        ("{a: 1}", "unquoted-name", 2),
        ('{"a": None}', "unquoted-text", 7),
        ('{"a": True}', "unquoted-text", 7),
        ('{"a": "\\x41"}', "escape", 8),
        ('{"a": "\\u12"}', "escape", 8),
        ('{"a" 1}', "syntax", 6),
        ('{"a": 1 "b": 2}', "syntax", 9),
        ('{"a": 1', "unfinished", 8),
        ('{"a": "x', "unfinished", 7),
        ('{"a": ', "unfinished", 7),
        ('{"a": 1}}', "trailing-content", 9),
        ('{"a": 1} x', "trailing-content", 10),
        ('{"a": 1}\n{"a": 2}', "several-documents", 1),
        ("}", "syntax", 1),
    ],
)
def test_what_json_does_not_allow(text: str, rule: str, column: int) -> None:
    found = read("json", text)
    assert found.values == []
    assert found.rules == [rule]
    assert at(found.troubles[0].place)[1] == column


def test_records_before_a_break_are_read() -> None:
    found = read("json", '{"data": [{"a": 1}, {"a": 2}, {"a": 3, "b": tru', RECORDS)
    assert found.values == [{"a": 1}, {"a": 2}]
    assert found.trouble("unquoted-text").record == 2


def test_a_fault_between_records_is_the_documents() -> None:
    found = read("json", '[{"a": 1}, {"a": 2},]')
    assert found.values == [{"a": 1}, {"a": 2}]
    assert found.trouble("trailing-comma").record is None


def test_names_that_mean_something_elsewhere_are_data() -> None:
    names = ["__proto__", "constructor", "$ref", "$id", "$schema", "__class__", "", "/", "~"]
    text = "{" + ", ".join(f'"{name}": "https://example.org/{number}"' for number, name in enumerate(names)) + "}"
    found = read("json", text)
    assert list(found.values[0]) == names
    assert found.rules == []


def test_too_many_bytes_values_and_characters() -> None:
    assert read("json", b" " * 11, limits=Limits(max_bytes=10)).trouble("too-large").params["bytes"] == 11
    assert read("json", '{"a": [1, 2, 3]}', limits=Limits(max_nodes=4)).rules == ["too-many-values"]
    assert read("json", '{"a": [1, 2, 3]}', limits=Limits(max_nodes=5)).rules == []
    assert read("json", '{"a": "[,[,[,[,[,"}', limits=Limits(max_nodes=5)).rules == []
    assert read("json", '{"a": "12345678901234567890"}', limits=Limits(max_string=19)).rules == ["string-too-long"]
    assert read("json", '{"a": "12345678901234567890"}', limits=Limits(max_string=20)).rules == []


def test_reading_stops_where_too_much_is_wrong() -> None:
    found = read("json", "[" + ",".join(['{"a":NaN}'] * 50) + "]", limits=Limits(max_troubles=10))
    assert sorted(found.rules) == ["not-a-number"] * 10 + ["too-many-troubles"]
    assert found.values == []


def test_a_very_long_name_does_not_swell_the_pointers() -> None:
    found = read("json", '{"' + "k" * 100_000 + '": [' + ",".join(["NaN"] * 50) + "]}")
    assert {trouble.pointer for trouble in found.troubles} == {""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"data": [{"a": 1}]}', [{"a": 1}]),
        ('[{"a": 1}]', [{"a": 1}]),
        ('{"a": 1}', [{"a": 1}]),
        ('{"data": {"a": 1}}', [{"data": {"a": 1}}]),
        ('{"data": []}', []),
    ],
)
def test_the_first_fitting_place_of_records_is_taken(text: str, expected: list[Any]) -> None:
    assert read("json", text, RECORDS).values == expected


def test_elements_that_are_no_objects_are_passed_over() -> None:
    found = read("json", '[1, {"a": 1}, "x", null, [], true]')
    assert found.values == [{"a": 1}]
    kinds = [trouble.params["found"] for trouble in found.troubles]
    assert kinds == ["a number", "a text", "null", "an array", "true or false"]
    assert read("json", "5").trouble("no-records").params == {"found": "a number"}


def test_places_are_found_when_asked_for() -> None:
    text = '{"paging": 1,\n "data": [\n  {"a": "é", "b": {"c/d": [true, {"x": null}]}},\n  {"a": 2}]}'
    found = read("json", text, RECORDS)
    first, second = found.records
    assert at(first.locate("")) == (3, 3)
    assert at(first.locate("/a")) == (3, 9)
    assert at(first.locate("/b/c~1d/1/x")) == (3, 40)
    assert at(first.locate("/b/missing/more")) == (3, 19)
    assert at(first.locate("/b/c~1d/7")) == (3, 27)
    assert at(first.locate("/b/c~1d/-")) == (3, 27)
    assert at(second.locate("/a")) == (4, 9)
    document = found.reading.locate("/paging")
    assert at(document) == (1, 12)
    assert first.locate("/b").offset == text.encode().index(b'{"c/d"')


def test_faults_that_are_harmless_are_exactly_those_of_no_error() -> None:
    mild = {name for name, finding in FINDINGS.items() if finding["severity"] != "error" and "json" in name}
    assert mild == HARMLESS


def test_writing_and_reading_again() -> None:
    carrier = carriers.get("json")
    records = [{"a": Decimal("1.50"), "b": [{"c": "é\n"}], "d": 2**63}, {}]
    written = carrier.write(records)
    assert written.startswith(b'[\n  {\n    "a": 1.50,')
    assert read("json", written).values == records
    assert carrier.write([]) == b"[]\n"
    assert read("json", carrier.write([{"a": 1}], {"single": True})).values == [{"a": 1}]
    with pytest.raises(WriteError):
        carrier.write([{}, {}], {"single": True})
    with pytest.raises(WriteError) as caught:
        carrier.write([{}, {"a": "\ud800"}])
    assert caught.value.record == 1
