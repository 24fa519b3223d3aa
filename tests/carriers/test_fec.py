"""Filings: header, cover, units with what belongs to them, and every trouble at its line and field."""

from typing import Any

import pytest

from opads import carriers
from opads.carriers import Limits, Place, WriteError
from tests.carriers.fec_options import OPTIONS, filing, rows
from tests.carriers.helpers import Read, at, read

HEAD = ("HDR|FEC|2.0|soft", "F1N|C1|Example|10.00")


def fec(*lines: str, options: dict[str, Any] | None = None, limits: Limits | None = None) -> Read:
    return read("fec", filing(*lines), OPTIONS | (options or {}), limits)


def test_a_record_is_a_unit_line_with_header_cover_and_what_belongs_to_it() -> None:
    found = fec(
        *HEAD,
        "XC|D.1|Donor",
        "XE|C1|T.1|Print|1.00|20260101",
        "XL|L.1|T.1|Roe",
        "TEXT|N.1|T.2|note",
        "XE|C1|T.2|Radio|2.00|",
        "XL|L.2|T.1|Doe",
        "SA11|x",
    )
    assert found.rules == []
    first, second = found.values
    assert first == {
        "header": {"record_type": "HDR", "ef_type": "FEC", "fec_version": "2.0", "soft_name": "soft"},
        "cover": {"form_type": "F1N", "filer_id": "C1", "name": "Example", "total": "10.00"},
        "line": {
            "form_type": "XE",
            "filer_id": "C1",
            "transaction_id_number": "T.1",
            "payee": "Print",
            "amount": "1.00",
            "date": "20260101",
        },
        "XC": [{"form_type": "XC", "transaction_id": "D.1", "donor": "Donor"}],
        "XL": [
            {"form_type": "XL", "transaction_id": "L.1", "back_reference_tran_id_number": "T.1", "candidate": "Roe"},
            {"form_type": "XL", "transaction_id": "L.2", "back_reference_tran_id_number": "T.1", "candidate": "Doe"},
        ],
    }
    assert "date" not in second["line"]
    assert second["TEXT"] == [
        {"rec_type": "TEXT", "transaction_id_number": "N.1", "back_reference_tran_id_number": "T.2", "text": "note"}
    ]
    assert found.reading.outside == [Place(line=9, field="SA11")]
    document: Any = found.reading.document
    assert [(line["record"], line["number"]) for line in document["lines"]] == [
        ("XC", 3),
        ("XE", 4),
        ("XL", 5),
        ("TEXT", 6),
        ("XE", 7),
        ("XL", 8),
    ]


def test_places() -> None:
    lines = (*HEAD, "XC|D.1|Donor", "XE|C1|T.1|Prïnt|1.00", "XL|L.1|T.1|Roe")
    found = fec(*lines)
    offset = filing(*lines).index(b"1.00\r")
    record = found.records[0]
    assert record.locate("/line/amount") == Place(line=4, column=17, offset=offset, field="amount", field_number=5)
    assert record.locate("/line/date") == Place(line=4, column=21, offset=offset + 4, field="date", field_number=6)
    assert at(record.locate("/line/nothing")) == (4, 1)
    assert at(record.locate("")) == (4, 1)
    assert at(record.locate("/cover/total")) == (2, 16)
    assert at(record.locate("/header/fec_version")) == (1, 9)
    assert at(record.locate("/XL/0/candidate")) == (5, 12)
    assert at(record.locate("/XC/0/donor")) == (3, 8)
    assert at(record.locate("/XC/7/donor")) == (4, 1)
    assert at(found.reading.locate("/lines/1/fields/amount")) == (4, 17)
    assert at(found.reading.locate("/lines/9")) == (2, 1)
    assert at(found.reading.locate("/cover/name")) == (2, 8)


def test_layouts_differ_by_version() -> None:
    line = "XE|C1|T.1|left|right"
    assert fec(*HEAD, line).values[0]["line"]["payee"] == "left"
    old = fec("HDR|FEC| 1.0 ", HEAD[1], line)
    assert old.values[0]["line"]["payee"] == "right"
    assert old.values[0]["header"]["fec_version"] == " 1.0 "
    trouble = old.trouble("superseded-version")
    assert trouble.params == {"version": "1.0", "current": "2.0"}
    assert (trouble.pointer, at(trouble.place)) == ("/header/fec_version", (1, 9))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_blank_lines(end: str) -> None:
    data = filing(*HEAD, "", "XE|C1|T.1", end=end)
    assert read("fec", data, OPTIONS).records[0].locate("/line/filer_id").line == 4
    assert read("fec", data.rstrip(b"\r\n") + b"\x1a", OPTIONS).values[0]["line"]["filer_id"] == "C1"


def test_quotation_marks() -> None:
    found = fec(*HEAD, 'XE|"C1"|"T.1"|"a "b" c"|""|"x')
    assert found.values[0]["line"] == {
        "form_type": "XE",
        "filer_id": "C1",
        "transaction_id_number": "T.1",
        "payee": 'a "b" c',
        "date": '"x',
    }
    assert found.rules == ["embedded-quote"] * 2
    inner, lone = found.records[0].troubles
    assert (at(inner.place), inner.pointer) == ((3, 18), "/line/payee")
    assert at(lone.place) == (3, 28)


def test_windows_1252_and_characters_the_fec_refuses() -> None:
    data = filing(*HEAD) + b"XE\x1cC1\x1cT.1\x1c\x8a\x93ok\x94\x1c\x1c\x7fx\n" + b"XE\x1cC1\x1cT.2\x1cx\x9e\n"
    found = read("fec", data, OPTIONS)
    assert found.values[0]["line"]["payee"] == "Š“ok”"
    assert found.rules == ["encoding", "illegal-character", "illegal-character"]
    assert [at(record.troubles[0].place) for record in found.records] == [(3, 18), (4, 12)]
    assert found.records[1].troubles[0].params["character"] == "U+017E"
    assert found.records[1].troubles[0].place is not None
    assert data[found.records[1].troubles[0].place.offset or 0] == 0x9E


def test_utf_8_with_a_byte_order_mark() -> None:
    data = b"\xef\xbb\xbf" + filing(*HEAD, "XE|C1|T.1|é")
    found = read("fec", data, OPTIONS)
    assert found.rules[0] == "byte-order-mark"
    assert found.records[0].locate("/line/filer_id").offset == data.rindex(b"C1")


def test_lengths_are_counted_as_the_layout_counts() -> None:
    found = fec(*HEAD, "XE|C1|T.1|12345678901|123456789012.34", "XE|C1|T.2|1234567890|-1234567890.12")
    assert found.rules == ["field-too-long"] * 2
    payee, amount = found.records[0].troubles
    assert payee.params == {"record": "XE", "field": "PAYEE", "length": 11, "limit": 10}
    assert (amount.params["length"], at(amount.place)) == (14, (3, 23))


def test_fields_beyond_the_layout() -> None:
    found = fec(*HEAD, "XE|C1|T.1|a|1|20260101|||", "XE|C1|T.2|a|1|20260101||x|y")
    assert found.values[1]["line"] | {"column_8": "x", "column_9": "y"} == found.values[1]["line"]
    trouble = found.trouble("surplus-field")
    assert trouble.params == {"record": "XE", "field": "column_8", "fields": 9, "columns": 6}
    assert (trouble.record, trouble.pointer, at(trouble.place)) == (1, "/line/column_8", (4, 25))


@pytest.mark.parametrize(
    ("lines", "rule", "line"),
    [
        (("F1N|C1|Example", "XE|C1|T.1"), "no-header", 1),
        (("HDR|XXX|2.0", HEAD[1], "XE|C1|T.1"), "not-fec", 1),
        (("HDR|FEC|9.9", HEAD[1], "XE|C1|T.1"), "unknown-version", 1),
        (("HDR|FEC|", HEAD[1], "XE|C1|T.1"), "unknown-version", 1),
        (("HDR|FEC|2.0",), "no-cover", 1),
        (("HDR|FEC|2.0", "XE|C1|T.1"), "no-cover", 2),
        ((*HEAD, "XE|C1|T.1", "F2A|C1"), "second-cover", 4),
        ((*HEAD, "XE|C1|T.1", "HDR|FEC|2.0"), "second-header", 4),
        ((*HEAD, "XE|C1|T.1", "XYZ|C1"), "unknown-record", 4),
        ((*HEAD, "XE|C1|T.1", "SB21|C1"), "schedule-not-allowed", 4),
        ((*HEAD, "XE|C1|T.1", "XL|L.1|T.9"), "unlinked-line", 4),
        ((*HEAD, "SA11|C1"), "no-disclosure", 2),
        (("HDR,FEC,5.3,soft", "F1N,C1"), "old-syntax", 1),
        (("/* Header", "FEC_Ver_# = 2.02"), "old-syntax", 1),
        (("no filing at all",), "not-a-filing", 1),
    ],
)
def test_what_keeps_a_filing_from_being_one(lines: tuple[str, ...], rule: str, line: int) -> None:
    found = fec(*lines)
    assert found.rules == [rule]
    assert found.troubles[0].place is not None
    assert found.troubles[0].place.line == line


def test_a_form_that_is_not_read_discloses_nothing() -> None:
    found = fec("HDR|FEC|2.0", "F7N|C1", "XE|C1|T.1")
    assert found.rules == ["form-not-read", "no-disclosure"]
    assert found.troubles[0].params == {"found": "F7N", "forms": "F1, F2"}
    assert [at(trouble.place) for trouble in found.troubles] == [(2, 1), (2, 1)]
    assert [place.line for place in found.reading.outside] == [3]


def test_lines_left_out_are_counted() -> None:
    found = fec(*HEAD, "XE|C1|T.1", "XYZ|C1", "SB21|C1", "F2A|C1", "XL|L.1|T.9", "TEXT|N.1||to the cover")
    assert [(place.line, place.field) for place in found.reading.outside] == [
        (4, "XYZ"),
        (5, "SB21"),
        (6, "F2A"),
        (7, "XL"),
        (8, "TEXT"),
    ]


def test_a_form_with_no_list_of_schedules_allows_all_known_ones() -> None:
    assert fec(HEAD[0], "F2N|C1|Example", "XE|C1|T.1", "SB21|C1").rules == []


def test_forms_without_layout_keep_their_fields_by_number() -> None:
    units = [{"cover": "F9", "line": "XE"}]
    found = fec("HDR|FEC|2.0", "F9N|C1||x", "XE|C1|T.1", options={"units": units})
    assert found.values[0]["cover"] == {"form_type": "F9N", "column_2": "C1", "column_4": "x"}
    assert found.rules == ["no-layout"]
    assert at(found.records[0].locate("/cover/column_4")) == (2, 9)
    assert at(found.records[0].locate("/cover/form_type")) == (2, 1)


def test_columns_that_a_layout_leaves_out_are_kept_by_number() -> None:
    layouts = [
        *rows("HDR", "record_type:3 ef_type:3 fec_version:4"),
        *rows("F1", "form_type:4"),
        *rows("XE", "form_type:2"),
    ]
    layouts.append(
        {"record": "XE", "versions": "2.0", "number": "4", "key": "last", "label": "", "type": "", "length": ""}
    )
    found = fec("HDR|FEC|2.0", "F1N", "XE|a||b", options={"layouts": layouts})
    assert found.values[0]["line"] == {"form_type": "XE", "column_2": "a", "last": "b"}
    assert found.rules == []
    written = carriers.get("fec").write(found.values, OPTIONS | {"layouts": layouts})
    assert read("fec", written, OPTIONS | {"layouts": layouts}).values == found.values


def test_a_transaction_id_that_two_lines_have() -> None:
    found = fec(*HEAD, "XE|C1|T.1|a", "XE|C1|T.1|b", "XL|L.1|T.1|Roe")
    assert [len(value["XL"]) for value in found.values] == [1, 1]
    again = read("fec", carriers.get("fec").write(found.values, OPTIONS), OPTIONS)
    assert again.values == found.values


def test_troubles_in_lines_that_belong_together() -> None:
    found = fec(*HEAD, "XC|D.1|\x7f", "XE|C1|T.1", "XL|L.1|T.1|\x7f", "SA11|\x7f", "XL|L.2|T.9|\x7f")
    own = found.records[0].troubles
    assert [(trouble.record, trouble.pointer) for trouble in own] == [(0, "/XL/0/candidate")]
    others = [(trouble.rule.partition("/")[2], trouble.pointer) for trouble in found.troubles]
    assert others == [
        ("illegal-character", None),
        ("illegal-character", None),
        ("unlinked-line", None),
        ("illegal-character", "/lines/0/fields/donor"),
    ]


def test_a_collected_line_is_named_by_its_number_in_the_document() -> None:
    outlined = {"layouts": [*OPTIONS["layouts"], *rows("SA*", "form_type:8")]}
    found = fec(*HEAD, "SA11|x", "XC|D.1|\x7f", "XE|C1|T.1", options=outlined)
    trouble = found.trouble("illegal-character")
    assert trouble.pointer == "/lines/1/fields/donor"
    assert found.reading.locate(trouble.pointer) == trouble.place


def test_limits() -> None:
    assert fec(*HEAD, limits=Limits(max_bytes=5)).rules == ["too-large"]
    assert fec(*HEAD, limits=Limits(max_nodes=5)).rules == ["too-many-values"]
    assert read("fec", b"", OPTIONS).rules == ["empty"]
    assert read("fec", b"\x1a\n", OPTIONS).rules == ["empty"]
    found = fec(*HEAD, *["XYZ|1"] * 50, limits=Limits(max_troubles=10))
    assert found.rules == ["unknown-record"] * 10 + ["too-many-troubles", "no-disclosure"]


def test_writing_keeps_every_column_and_says_common_lines_once() -> None:
    found = fec(*HEAD, "XC|D.1|Donor", "XC|D.1|Donor", "XE|C1|T.1|a", "XE|C1|T.2|b", "XL|L.1|T.2|Roe")
    written = carriers.get("fec").write(found.values, OPTIONS)
    assert written == filing(
        "HDR|FEC|2.0|soft",
        "F1N|C1|Example|10.00",
        "XC|D.1|Donor",
        "XC|D.1|Donor",
        "XE|C1|T.1|a||",
        "XE|C1|T.2|b||",
        "XL|L.1|T.2|Roe",
    )
    assert read("fec", written, OPTIONS).values == found.values


def record(**changes: Any) -> dict[str, Any]:
    """Make a record that can be written, changed by ``header__name=value``."""
    made: dict[str, Any] = {
        "header": {"record_type": "HDR", "ef_type": "FEC", "fec_version": "2.0"},
        "cover": {"form_type": "F1N"},
        "line": {"form_type": "XE", "transaction_id_number": "T.1"},
    }
    for name, value in changes.items():
        part, _, key = name.partition("__")
        if key:
            made[part][key] = value
        else:
            made[part] = value
    return made


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"header__fec_version": "9"}, "/header/fec_version"),
        ({"cover__form_type": "F7N"}, "/cover/form_type"),
        ({"line__unheard": "x"}, "/line/unheard"),
        ({"line__payee": "a\x1cb"}, "/line/payee"),
        ({"line__payee": "a\nb"}, "/line/payee"),
        ({"line__payee": "\ud800"}, "/line/payee"),
        ({"line__payee": ["a"]}, "/line/payee"),
        ({"line__payee": True}, "/line/payee"),
        ({"XL": [{"form_type": "XL", "back_reference_tran_id_number": "T.9"}]}, "/XL/0"),
        ({"F57": []}, "/F57"),
    ],
)
def test_what_cannot_be_written(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(WriteError) as caught:
        carriers.get("fec").write([record(**changes)], OPTIONS)
    assert (caught.value.record, caught.value.pointer) == (0, pointer)


def test_one_file_holds_one_filing() -> None:
    with pytest.raises(WriteError, match="one filing"):
        carriers.get("fec").write([record(), record(cover__name="Other")], OPTIONS)
    with pytest.raises(WriteError):
        carriers.get("fec").write([], OPTIONS)


def test_numbers_and_quoted_values_are_written_as_they_are_read() -> None:
    written = carriers.get("fec").write([record(line__payee='"x"', line__amount=12)], OPTIONS)
    value = read("fec", written, OPTIONS).values[0]["line"]
    assert (value["payee"], value["amount"]) == ('"x"', "12")
