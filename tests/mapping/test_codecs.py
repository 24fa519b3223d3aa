"""Codecs: what they read, what they refuse, and that writing undoes reading."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

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


@pytest.mark.parametrize(
    ("spec", "native", "canonical"),
    [
        ("text", "x", "x"),
        ("same", 5, 5),
        ("integer", 5, 5),
        ({"name": "integer", "native": "string"}, "5", 5),
        ({"name": "integer", "native": "string", "width": 2}, "05", 5),
        ("decimal", "12.50", "12.50"),
        ({"name": "decimal", "native": "number"}, Decimal("0.10"), "0.10"),
        ({"name": "decimal", "native": "number"}, 7, "7"),
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
        ("age-range", "18-24", {"lower": 18, "upper": 24, "text": "18-24"}),
        ("age-range", "65+", {"lower": 65, "text": "65+"}),
        ("age-range", "Unknown", {"text": "Unknown"}),
        (ELECTION, "G2026", {"round": "general", "year": 2026}),
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
        ("decimal", "1e5", "not-a-number"),
        ("percentage", "1e", "not-a-number"),
        ("decimal", "٣", "not-a-number"),
        ("decimal", True, "not-a-number"),
        ({"name": "date", "pattern": "%Y%m%d"}, "20260231", "not-a-date"),
        ({"name": "date", "pattern": "%Y%m%d"}, "2026-06-22", "not-a-date"),
        ({"name": "date", "pattern": "%Y%m%d"}, "2012111", "not-a-date"),
        ({"name": "enum", "map": [{"native": "S", "canonical": "supports"}]}, "s", "not-in-list"),
        ("bucket", "about ten", "not-a-range"),
        (ELECTION, "X2026", "no-match"),
        ("join", "x", "write-only"),
    ],
)
def test_refuses_with_a_reason(spec: Any, native: Any, reason: str) -> None:
    with pytest.raises(CodecError) as refusal:
        codec_of(spec).read(native)
    assert refusal.value.reason == reason


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
    with pytest.raises((ValueError, ValidationError), match=r"unknown codec|patern|not both"):
        codec_of(spec)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_goes_there_and_back(day: date) -> None:
    codec = codec_of({"name": "date", "pattern": "%Y%m%d"})
    assert codec.read(codec.write(day.isoformat())) == day.isoformat()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_no_digit_of_an_amount_is_lost(amount: Decimal) -> None:
    text = f"{amount:f}"
    for native in ("number", "string"):
        codec = codec_of({"name": "decimal", "native": native})
        assert Decimal(codec.read(codec.write(text))) == amount
    for scale in (1, 100):
        codec = codec_of({"name": "percentage", "scale": scale, "native": "string"})
        assert Decimal(codec.read(codec.write(text))) == amount


@given(
    st.text(max_size=12) | st.integers() | st.decimals(allow_nan=False) | st.lists(st.text(max_size=2)) | st.booleans()
)
def test_no_value_makes_a_codec_fail_otherwise_than_by_refusing(value: Any) -> None:
    specs: list[Any] = ["text", "same", "integer", "decimal", "percentage", "boolean", "date", "datetime", "list"]
    specs += ["array-of", "bucket", "age-range", ELECTION, {"name": "enum", "map": []}]
    for spec in specs:
        codec = codec_of(spec)
        for way in (codec.read, codec.write):
            try:
                way(value)
            except CodecError as refusal:
                assert refusal.reason  # noqa: PT017 - refusing is one of two right outcomes
