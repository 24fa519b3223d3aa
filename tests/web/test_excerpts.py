"""The piece of a document that a finding points at."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.carriers import Place
from opads.web.excerpts import AFTER, BEFORE, MARKED, Excerpt, Lines, place_words


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ('  "a": "b, c",', 8, Excerpt('"a": ', '"b, c"', ",")),
        ('{"a": 12, "b": 2}', 7, Excerpt('{"a": ', "12", ', "b": 2}')),
        ('{"a": "x\\"y"}', 7, Excerpt('{"a": ', '"x\\"y"', "}")),
        ('{"a": "open', 7, Excerpt('{"a": ', '"open', "")),
        ("SE\x1cC1\x1cX", 4, Excerpt("SE\\x1c", "C1", "\\x1cX")),
        ("a,\u202eb,c", 3, Excerpt("a,", "\\u202eb", ",c")),
        ('{"a": {"b": 1}}', 7, None),
        ("short", 9, None),
    ],
)
def test_excerpts(line: Any, column: int, expected: Any) -> None:
    assert Lines(f"first\n{line}\r\nlast".encode()).at(Place(line=2, column=column)) == expected


def test_a_byte_order_mark_takes_no_column() -> None:
    assert Lines(b"\xef\xbb\xbf12").at(Place(line=1, column=1)) == Excerpt("", "12", "")


@pytest.mark.parametrize("place", [None, Place(), Place(line=1), Place(line=9, column=1), Place(row=1)])
def test_no_place_no_excerpt(place: Place | None) -> None:
    assert Lines(b"abc").at(place) is None


@given(st.binary(max_size=300), st.integers(1, 5), st.integers(1, 400))
def test_excerpts_are_bounded_whatever_the_bytes(data: Any, line: Any, column: int) -> None:
    excerpt = Lines(data).at(Place(line=line, column=column))
    if excerpt is not None:
        longest = len("\\U00000000")
        assert len(excerpt.before) <= (BEFORE + 1) * longest
        assert len(excerpt.marked) <= MARKED * longest
        assert len(excerpt.after) <= (AFTER + 1) * longest


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, ""),
        (Place(line=1234, column=5), "line 1,234, column 5"),
        (Place(line=2, column=40, row=2, field="Spend", field_number=3), "line 2, field 3, Spend"),
        (Place(line=7, row=3, field_number=3), "line 7, row 3, field 3"),
        (Place(offset=5), ""),
    ],
)
def test_places_in_words(place: Place | None, words: str) -> None:
    assert place_words(place) == words
