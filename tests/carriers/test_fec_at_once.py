"""Filings: lines that are checked at once give what they give when each field is looked at."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits
from opads.carriers.filing import layouts
from opads.carriers.filing.characters import PLAIN, all_legal, decode_filing, legal_in_filing
from opads.carriers.filing.fields import Fields
from opads.carriers.filing.layouts import Layouts
from opads.carriers.filing.lines import Line
from opads.carriers.filing.profile import profile_of
from opads.carriers.position import Positions
from opads.standard.jsonvalue import leaves
from tests.carriers.fec_options import OPTIONS, filing, rows
from tests.carriers.helpers import read

NEVER = 10**9
ALWAYS = 0
WITH_OUTLINE: dict[str, Any] = OPTIONS | {
    "layouts": [*OPTIONS["layouts"], *rows("SA*", "form_type:8 transaction_id:4 amount:3:AMT")]
}
VALUES = st.sampled_from(
    [
        "",
        "",
        "a",
        "T.1",
        "T.2",
        '"T.1"',
        '"',
        '""',
        'a"b',
        "é",
        "\x7f",
        "\t",
        "\r",
        "12345678901",
        "1234.",
        "x" * 21,
        "№",
    ]
)
LINES = st.tuples(
    st.sampled_from(["XE", "XL", "XC", "TEXT", "SA11", '"SA11"', "SB1", "ZZ", " xe ", "HDR", "F1N"]),
    st.lists(VALUES, max_size=9),
    st.sampled_from(["\n", "\r\n", "\r\r\n", "\n\n"]),
).map(lambda parts: "\x1c".join([parts[0], *parts[1]]) + parts[2])
FILINGS = st.tuples(
    st.sampled_from(["", "\ufeff"]),
    st.sampled_from(["1.0", "2.0"]),
    st.sampled_from(["F1N", "F2", "F7"]),
    st.lists(LINES),
).map(lambda parts: f"{parts[0]}HDR\x1cFEC\x1c{parts[1]}\n{parts[2]}\x1cC1\n{''.join(parts[3])}")


def said(data: bytes, limits: Limits) -> tuple[Any, ...]:
    """Return all that is read and said, with places."""
    found = read("fec", data, WITH_OUTLINE, limits)
    places = [
        [record.locate(pointer) for pointer, _ in leaves(record.value)] + [record.locate("/line/column_8")]
        for record in found.records
    ]
    document = found.reading.document
    inside = [found.reading.locate(pointer) for pointer, _ in leaves(document)] if document is not None else []
    own = [(record.index, record.value, record.troubles) for record in found.records]
    return own, places, found.troubles, document, inside, found.reading.outside


@settings(max_examples=300)
@given(FILINGS, st.sampled_from(["utf-8", "cp1252"]), st.sampled_from([10_000, 3]))
def test_at_once_is_one_by_one(text: str, encoding: str, troubles: int) -> None:
    data, limits = text.encode(encoding, errors="replace"), Limits(max_troubles=troubles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layouts, "OFTEN", NEVER)
        careful = said(data, limits)
        patch.setattr(layouts, "OFTEN", ALWAYS)
        assert said(data, limits) == careful


@pytest.mark.parametrize(
    ("line", "at_once"),
    [
        ("XE|C1|T.1|Print|1.00|20260101", True),
        ("XE|C1", True),
        ("XE|C1|T.1|Print|1.00|20260101|||", True),
        ('XE|"C1"|T.1', True),
        ("XE|C1|T.1|Print|1.00|20260101||x", False),
        ('XE|C"1|T.1', False),
        ("XE|C1|T.1|12345678901", False),
        ("XE|C1|T.1||1234567890.12", False),
        ("XE|C1|T.1|\x7f", False),
    ],
)
def test_which_lines_are_checked_at_once(monkeypatch: pytest.MonkeyPatch, line: str, *, at_once: bool) -> None:
    monkeypatch.setattr(layouts, "OFTEN", ALWAYS)
    content = line.replace("|", "\x1c")
    fields = Fields(Positions(content), Limits(), legal=False)
    one_by_one: list[Line] = []
    monkeypatch.setattr(fields, "read_each", lambda line, *_: one_by_one.append(line))
    made = Line(1, 0, content)
    fields.read(made, made.raw, profile_of(OPTIONS).layouts.of("XE", "2.0"))
    assert bool(made.fields) is at_once
    assert bool(one_by_one) is not at_once


def test_an_outline_allows_more_columns_and_names_them_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "OFTEN", ALWAYS)
    outline = Layouts(rows("SA*", "form_type:8")).outline("SA11", "2.0")
    assert outline is not None
    for columns in (3, layouts.ROOM, layouts.ROOM + 5):
        line = Line(1, 0, "\x1c".join(["SA11", *"x" * (columns - 1)]))
        Fields(Positions(line.content), Limits(), legal=True).read(line, line.raw, outline)
        assert list(line.fields) == ["form_type", *(f"column_{number}" for number in range(2, columns + 1))]
        assert not line.complaints


def test_the_first_lines_of_a_layout_make_no_pattern() -> None:
    layout = Layouts(rows("XE", "form_type:8")).of("XE", "2.0")
    assert layout is not None
    answers = [layout.fits("XE") for _ in range(layouts.OFTEN + 1)]
    assert answers == [False] * layouts.OFTEN + [True]


@given(
    st.binary(max_size=40) | st.text(max_size=20).map(str.encode) | st.binary(max_size=9).map(b"\xef\xbb\xbf".__add__)
)
def test_legal_as_a_whole_is_legal_line_by_line(data: bytes) -> None:
    text, utf8 = decode_filing(data)
    fields = [field for line in text.split("\n") for field in line.removesuffix("\r").split("\x1c")]
    if all_legal(data, utf8=utf8):
        assert all(map(legal_in_filing, fields))
    elif b"\r" not in data:
        assert not all(map(legal_in_filing, fields))


def test_bytes_that_are_plain() -> None:
    assert all(legal_in_filing(chr(byte)) for byte in PLAIN if chr(byte) not in "\n\r\x1c")


def test_what_records_share_is_read_once() -> None:
    data = filing("HDR|FEC|2.0", "F1N|C1", "XC|D.1|Donor", "XE|C1|T.1", "XE|C1|T.2", "XL|L.1|T.1")
    first, second = (record.value for record in carriers.get("fec").read(data, OPTIONS).records)
    assert all(first[part] is second[part] for part in ("header", "cover", "XC"))
    assert "XL" in first
    assert "XL" not in second


def test_options_of_other_contents_have_another_profile() -> None:
    given = dict(OPTIONS)
    profile = profile_of(given)
    assert profile_of(dict(OPTIONS)) is profile
    given["current_version"] = "1.0"
    assert profile_of(given).current == "1.0"
    assert profile_of(OPTIONS).current == "2.0"
