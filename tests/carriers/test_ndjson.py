"""NDJSON: one record a line, each for itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits, WriteError
from tests.carriers.helpers import at, read


def test_line_ends_blank_lines_and_a_last_line_without_end() -> None:
    found = read("ndjson", b'{"a": 1}\r\n\n  \t\r\n{"a": 2}\n{"a": 3}')
    assert found.values == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert [record.index for record in found.records] == [0, 1, 2]
    assert [at(record.locate("/a")) for record in found.records] == [(1, 7), (4, 7), (5, 7)]
    assert found.records[2].locate("/a").offset == 31
    assert found.rules == []


def test_a_bad_line_costs_only_its_own_record() -> None:
    found = read("ndjson", b'{"a": 1}\n{"b": \n\xff\n[1]\n{"c": 1, "c": 2}\n{"d": "\xc3\xa9", "e": NaN}\n{"f": 1}\n')
    assert [(record.index, record.value) for record in found.records] == [(0, {"a": 1}), (6, {"f": 1})]
    assert found.rules == ["unfinished", "invalid-utf-8", "not-an-object", "duplicate-key", "not-a-number"]
    assert [trouble.record for trouble in found.troubles] == [1, 2, 3, 4, 5]
    assert [at(trouble.place)[0] for trouble in found.troubles] == [2, 3, 4, 5, 6]
    assert found.troubles[3].params == {"name": "c", "line": 5, "column": 10, "first_line": 5, "first_column": 2}
    last = found.troubles[4].place
    assert last is not None
    assert last.offset == len(b'{"a": 1}\n{"b": \n\xff\n[1]\n{"c": 1, "c": 2}\n{"d": "\xc3\xa9", "e": ')


def test_line_separators_of_unicode_do_not_part_lines() -> None:
    found = read("ndjson", '{"a": "x\u2028y"}\n{"a": "x\x0cy"}'.replace("\x0c", "\\f"))
    assert len(found.values) == 2


def test_byte_order_mark() -> None:
    found = read("ndjson", b'\xef\xbb\xbf{"a": 1}\n{"a": 2}')
    assert found.values == [{"a": 1}, {"a": 2}]
    assert found.rules == ["byte-order-mark"]


def test_the_whole_file_is_refused() -> None:
    assert read("ndjson", b"\n \n").rules == ["empty"]
    assert read("ndjson", '{"a": 1}'.encode("utf-16")).rules == ["wrong-encoding"]
    assert read("ndjson", b'{"a": 1}', limits=Limits(max_bytes=7)).rules == ["too-large"]


def test_reading_stops_where_too_much_is_wrong() -> None:
    found = read("ndjson", b"x\n" * 50 + b'{"a": 1}', limits=Limits(max_troubles=10))
    assert found.rules == ["unquoted-text"] * 10 + ["too-many-troubles"]


def test_limits_hold_for_each_line() -> None:
    found = read("ndjson", b'{"a": [1, 2, 3]}\n{"a": 1}', limits=Limits(max_nodes=4))
    assert found.values == [{"a": 1}]
    assert found.rules == ["too-many-values"]


def test_records_come_before_the_rest_is_read() -> None:
    reading = carriers.get("ndjson").read(b'{"a": 1}\nx\n')
    assert next(reading.records).value == {"a": 1}
    assert reading.troubles == []
    assert list(reading.records) == []
    assert len(reading.troubles) == 1


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=6)
RECORDS = st.lists(st.dictionaries(TEXTS, TEXTS | st.integers(-(2**53) + 1, 2**53 - 1) | st.just(Decimal("1.10"))))


@given(RECORDS)
def test_what_is_written_is_read_back(records: list[dict[str, object]]) -> None:
    written = carriers.get("ndjson").write(records)
    assert written.count(b"\n") == len(records)
    assert read("ndjson", written).values == records


def test_half_a_character_cannot_be_written() -> None:
    with pytest.raises(WriteError):
        carriers.get("ndjson").write([{"a": "\udfff"}])
