"""Codecs: what they read, what they refuse, and that writing undoes reading."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.mapping.codecs import CodecError, Narrowed, codec_of

ELECTION = {
    "name": "parts",
    "pattern": "(?P<round>[GP])(?P<year>[0-9]{4})",
    "format": "{round}{year}",
    "parts": {
        "round": {"name": "enum", "map": [{"native": "G", "canonical": "general"}]},
        "year": {"name": "integer", "native": "string"},
    },
}


AGES = {
    "name": "parts",
    "pattern": r"(?=[0-9])(?:(?P<min>[0-9]{1,2})(?:\+$|-(?=[0-9])))?(?P<max>[0-9]{1,2})?(?(min)|-)",
    "format": ["{min}-{max}", "{min}+", "{max}-"],
    "parts": {name: {"name": "integer", "native": "string"} for name in ("min", "max")},
}


@pytest.mark.parametrize(
    ("spec", "native", "canonical"),
    [
        ("text", "x", "x"),
        ("same", 5, 5),
        ("integer", 5, 5),
        ({"name": "integer", "native": "string"}, "5", 5),
        ({"name": "integer", "native": "string", "width": 2}, "05", 5),
        ("decimal", "12.50", "12.50"),
        ({"name": "decimal", "point": ","}, "1234,50", "1234.50"),
        ({"name": "decimal", "point": ","}, "7", "7"),
        ({"name": "decimal", "point": ",", "group": "."}, "1.234,50", "1234.50"),
        ({"name": "decimal", "native": "number"}, Decimal("0.10"), "0.10"),
        ({"name": "decimal", "native": "number"}, 7, "7"),
        ({"name": "decimal", "symbol": "£", "group": ","}, "£1,234,567.80", "1234567.80"),
        ({"name": "decimal", "symbol": "£", "group": ","}, "-£12.00", "-12.00"),
        ({"name": "decimal", "symbol": "$"}, "$1234", "1234"),
        ({"name": "decimal", "group": "."}, "1.000", "1000"),
        ({"name": "decimal", "native": "number", "minor": 2}, 123456789012345678905, "1234567890123456789.05"),
        ({"name": "decimal", "minor": 2}, "-5", "-0.05"),
        ({"name": "affix", "prefix": "FEC-", "item": {"name": "decimal", "native": "number"}}, 12, "FEC-12"),
        ({"name": "affix", "prefix": "urn:x:"}, "a", "urn:x:a"),
        ({"name": "percentage", "scale": 100, "native": "number"}, Decimal("12.5"), "0.125"),
        ({"name": "boolean", "true": ["X"], "false": [""]}, "X", True),
        ({"name": "date", "pattern": "%Y%m%d"}, "20261123", "2026-11-23"),
        ({"name": "datetime", "patterns": ["%Y-%m-%dT%H:%M:%S%z"]}, "2019-05-13T15:30:04+0000", "2019-05-13T15:30:04Z"),
        ({"name": "datetime", "patterns": ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d"]}, "2022-01-02", "2022-01-02"),
        ({"name": "list", "separator": ", "}, "DE, FR", ["DE", "FR"]),
        ({"name": "array-of"}, ["a", "b"], ["a", "b"]),
        ({"name": "bucket", "spellings": ["≤ 10k"]}, "≤ 10k", {"upper": 10000}),
        ({"name": "bucket", "spellings": ["10k-100k"]}, "10k-100k", {"lower": 10000, "upper": 100000}),
        ({"name": "bucket", "as": "decimal", "spellings": ["> 10M"]}, "> 10M", {"lower": "10000000"}),
        ({"name": "year-span", "begins": "07-01"}, "2023-24", {"start": "2023-07-01", "end": "2024-06-30"}),
        ({"name": "year-span", "begins": "01-01"}, "1999-00", {"start": "1999-01-01", "end": "1999-12-31"}),
        ("age-range", "18-24", {"lower": 18, "upper": 24, "text": "18-24"}),
        ("age-range", "65+", {"lower": 65, "text": "65+"}),
        ("age-range", "Unknown", {"text": "Unknown"}),
        (ELECTION, "G2026", {"round": "general", "year": 2026}),
        (AGES, "18-34", {"min": 18, "max": 34}),
        (AGES, "18+", {"min": 18}),
        (AGES, "34-", {"max": 34}),
        ({"name": "date", "pattern": "%Y%m%d", "native": "number"}, 20261123, "2026-11-23"),
        ({"name": "epoch", "unit": "milliseconds"}, 1781795275387, "2026-06-18T15:07:55.387Z"),
        ({"name": "epoch", "unit": "milliseconds"}, 1781795275000, "2026-06-18T15:07:55Z"),
        ({"name": "epoch", "unit": "seconds"}, 0, "1970-01-01T00:00:00Z"),
    ],
)
def test_reads_and_writes_back(spec: Any, native: Any, canonical: Any) -> None:
    codec = codec_of(spec)
    assert codec.read(native) == canonical
    assert codec.write(canonical) == native


@pytest.mark.parametrize(
    ("spec", "native", "reason"),
    [
        ("text", 5, "not-text"),
        ("integer", "x", "not-a-whole-number"),
        ("integer", True, "not-a-whole-number"),
        ("decimal", "$5,500.00", "not-a-number"),
        ({"name": "decimal", "symbol": "£", "group": ","}, "£12,34", "not-a-number"),
        ({"name": "year-span", "begins": "07-01"}, "2023-25", "not-a-date"),
        ({"name": "year-span", "begins": "07-01"}, "2023-2025", "not-a-date"),
        ({"name": "year-span", "begins": "07-01"}, "9999-10000", "not-a-date"),
        ({"name": "year-span", "begins": "07-01"}, 2023, "not-a-date"),
        ({"name": "decimal", "symbol": "£", "group": ","}, "$1,234", "not-a-number"),
        ({"name": "decimal", "symbol": "£", "group": ","}, "-£-5", "not-a-number"),
        ({"name": "decimal", "symbol": "£"}, "£1,234", "not-a-number"),
        ("decimal", "1e5", "not-a-number"),
        ("decimal", "12,50", "not-a-number"),
        ({"name": "decimal", "point": ","}, "1.234,50", "not-a-number"),
        ({"name": "decimal", "point": ","}, "12.50", "not-a-number"),
        ({"name": "decimal", "point": ","}, "1,2,3", "not-a-number"),
        ("percentage", "1e", "not-a-number"),
        ("decimal", "٣", "not-a-number"),
        ("decimal", True, "not-a-number"),
        ({"name": "date", "pattern": "%Y%m%d"}, "20260231", "not-a-date"),
        ({"name": "date", "pattern": "%Y%m%d"}, "2026-06-22", "not-a-date"),
        ({"name": "date", "pattern": "%Y%m%d"}, "2012111", "not-a-date"),
        ({"name": "enum", "map": [{"native": "S", "canonical": "supports"}]}, "s", "not-in-list"),
        ("bucket", "about ten", "not-a-range"),
        (ELECTION, "X2026", "no-match"),
        (AGES, "18", "no-match"),
        (AGES, "-", "no-match"),
        ({"name": "date", "pattern": "%Y%m%d", "native": "number"}, 20260231, "not-a-date"),
        ({"name": "date", "pattern": "%Y%m%d"}, 20261123, "not-a-date"),
        ({"name": "epoch", "unit": "seconds"}, "0", "not-a-whole-number"),
        ({"name": "epoch", "unit": "seconds"}, 10**17, "not-a-date"),
        ("join", "x", "write-only"),
    ],
)
def test_refuses_with_a_reason(spec: Any, native: Any, reason: str) -> None:
    with pytest.raises(CodecError) as refusal:
        codec_of(spec).read(native)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("moment", ["2026-06-18T15:07:55.3871Z", "2026-06-18T15:07:55", "2026-06-18", "x", None])
def test_a_count_of_milliseconds_says_neither_more_nor_less(moment: str | None) -> None:
    with pytest.raises(CodecError, match="not-a-date"):
        codec_of({"name": "epoch", "unit": "milliseconds"}).write(moment)


def test_parts_without_a_form_of_their_own_are_refused() -> None:
    with pytest.raises(CodecError, match="part-missing"):
        codec_of(AGES).write({})


def test_a_text_that_is_too_long_is_refused_never_cut() -> None:
    with pytest.raises(CodecError, match="too-long"):
        codec_of({"name": "text", "max_length": 3}).write("four")


@pytest.mark.parametrize(
    ("spec", "canonical", "reason"),
    [
        ({"name": "decimal", "native": "number", "minor": 2}, "0.005", "not-a-whole-number"),
        ({"name": "affix", "prefix": "FEC-"}, "ABC-1", "no-match"),
    ],
)
def test_what_the_native_side_cannot_say_is_refused(spec: Any, canonical: Any, reason: str) -> None:
    with pytest.raises(CodecError) as refusal:
        codec_of(spec).write(canonical)
    assert refusal.value.reason == reason


def test_a_range_that_is_no_bucket_is_refused_never_rounded() -> None:
    with pytest.raises(CodecError, match="no-such-bucket"):
        codec_of({"name": "bucket", "spellings": ["≤ 10k"]}).write({"upper": 9999})


def test_a_broader_code_narrows() -> None:
    codec = codec_of(
        {"name": "enum", "map": [{"native": "V", "canonical": "video", "relation": "broader"}]},
    )
    written = codec.write("video")
    assert isinstance(written, Narrowed)
    assert (written.value, written.reason) == ("V", "code-broader")


def test_joining_narrows_and_a_list_item_with_the_separator_is_refused() -> None:
    joined = codec_of("join").write(["1 Road", ["Town", "X1"]])
    assert isinstance(joined, Narrowed)
    assert joined.value == "1 Road, Town, X1"
    with pytest.raises(CodecError, match="contains-separator"):
        codec_of("list").write(["Paris, France"])


@pytest.mark.parametrize(
    "spec", ["nothing", {"name": "date", "patern": "%Y"}, {"name": "date", "pattern": "%Y", "patterns": ["%d"]}]
)
def test_an_author_is_told_what_is_wrong(spec: Any) -> None:
    with pytest.raises(ValueError, match=r"unknown codec|patern|not both"):
        codec_of(spec)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_goes_there_and_back(day: date) -> None:
    codec = codec_of({"name": "date", "pattern": "%Y%m%d"})
    assert codec.read(codec.write(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    "period",
    [
        {"start": "2023-07-01"},
        {"start": "2023-07-01", "end": "2024-07-01"},
        {"start": "2023-08-01", "end": "2024-06-30"},
        {"start": "9999-07-01", "end": "9999-12-31"},
        {"start": 2023},
        "2023-24",
    ],
)
def test_a_period_that_is_no_such_year_is_refused(period: Any) -> None:
    codec = codec_of({"name": "year-span", "begins": "07-01"})
    assert codec.read("2023-2024") == codec.read("2023-24")
    with pytest.raises(CodecError):
        codec.write(period)


@pytest.mark.parametrize(
    ("native", "canonical"), [("1234.50", "1234.50"), ("£-5", "-5"), (" £1234 ", "1234"), (7, "7")]
)
def test_symbol_and_marks_may_be_left_out(native: Any, canonical: str) -> None:
    assert codec_of({"name": "decimal", "symbol": "£", "group": ","}).read(native) == canonical


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_no_digit_of_an_amount_is_lost(amount: Decimal) -> None:
    text = f"{amount:f}"
    for native in ("number", "string"):
        codec = codec_of({"name": "decimal", "native": native})
        assert Decimal(codec.read(codec.write(text))) == amount
    codec = codec_of({"name": "decimal", "symbol": "£", "group": ","})
    assert codec.read(codec.write(text)) == text
    for scale in (1, 100):
        codec = codec_of({"name": "percentage", "scale": scale, "native": "string"})
        assert Decimal(codec.read(codec.write(text))) == amount


@given(
    st.text(max_size=12) | st.integers() | st.decimals(allow_nan=False) | st.lists(st.text(max_size=2)) | st.booleans()
)
def test_no_value_makes_a_codec_fail_otherwise_than_by_refusing(value: Any) -> None:
    specs: list[Any] = ["text", "same", "integer", "decimal", "percentage", "boolean", "date", "datetime", "list"]
    specs += [
        {"name": "year-span", "begins": "07-01"},
        "array-of",
        "bucket",
        "age-range",
        ELECTION,
        {"name": "enum", "map": []},
    ]
    for spec in specs:
        codec = codec_of(spec)
        for way in (codec.read, codec.write):
            try:
                way(value)
            except CodecError as refusal:
                assert refusal.reason  # noqa: PT017 - refusing is one of two right outcomes
