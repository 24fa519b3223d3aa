"""The lines of a document with what was found beside them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.carriers import Place
from opads.web.sources import BEGINNING, LONG, MARGIN, MOST, SHORT, WINDOWS, Line, Mark, line_source, near


def mark(number: int, line: int | None, column: int | None = None) -> Mark:
    return Mark(number, "error", Place(line=line, column=column), "wrong")


def told(line: Line) -> str:
    """Give a line as text, what is marked in brackets."""
    return "".join(f"[{piece.text}]" if piece.marks else piece.text for piece in line.pieces)


def test_a_short_document_is_shown_whole() -> None:
    source = line_source(b'{"a": 1,\r\n "b": "x"}\r\n', [mark(1, 2, 7)])
    assert [(line.number, told(line)) for line in source.lines] == [(1, '{"a": 1,'), (2, ' "b": ["x"]}')]
    assert [note.number for note in source.lines[1].notes] == [1]
    assert source.shown == {1}


def test_what_is_far_from_findings_is_folded() -> None:
    data = b"\n".join(b"line" for _ in range(1000))
    source = line_source(data, [mark(1, 100, 1), mark(2, 106, 1)])
    assert [line.fold or line.number for line in source.lines] == [97, *range(98, 109), 892]
    assert sum(line.fold or 1 for line in source.lines) == 1000


def test_a_long_document_without_findings_begins() -> None:
    source = line_source(b"x\n" * 1000, [])
    assert [line.fold or line.number for line in source.lines] == [*range(1, BEGINNING + 1), 1000 - BEGINNING]


def test_findings_that_overlap_are_one_place() -> None:
    source = line_source(b'{"a": "long value"}', [mark(1, 1, 7), mark(2, 1, 7), mark(3, 1, 9), mark(4, 1, 1)])
    (line,) = source.lines
    assert told(line) == '[{]"a": ["long value"]}'
    assert [[m.number for m in piece.marks] for piece in line.pieces if piece.marks] == [[4], [1, 2, 3]]


def test_places_at_and_behind_the_end_of_a_line_are_marked_there() -> None:
    source = line_source(b"ab\ncd", [mark(1, 1, 3), mark(2, 2, 90), mark(3, 2), mark(4, 9, 1)])
    assert [told(line) for line in source.lines] == ["ab[]", "cd[]"]
    assert source.shown == {1, 2, 3}


def test_a_long_line_is_shown_around_its_places() -> None:
    text = "x" * 1000 + '"bad"' + "y" * 1000 + '"bad"' + "z" * 1000
    source = line_source(text.encode(), [mark(1, 1, 1001), mark(2, 1, 2006)])
    first, second = source.lines
    assert told(first) == "x" * MARGIN + '["bad"]' + "y" * MARGIN
    assert (first.number, first.column, first.begun, first.cut) == (1, 1001 - MARGIN, True, True)
    assert second.column == 2006 - MARGIN
    assert source.shown == {1, 2}


def test_a_long_line_without_places_is_cut() -> None:
    (line,) = line_source(b"x" * 1000, []).lines
    assert told(line) == "x" * LONG
    assert line.cut


@pytest.mark.parametrize(
    ("data", "feeds", "expected"),
    [(b"a\rb\nc", False, ["a", "b", "c"]), (b"a\rb\nc", True, ["a\\rb", "c"]), (b"\xef\xbb\xbfa\r\nb", False, ["a", "b"])],
)  # fmt: skip
def test_lines_end_as_the_carrier_says(data: Any, feeds: Any, expected: Any) -> None:
    assert [told(line) for line in line_source(data, [], by_feeds=feeds).lines] == expected


def test_a_value_that_holds_others_is_marked_with_its_name() -> None:
    source = line_source(b'{"a": {"b\\"c" : [1]}}', [mark(1, 1, 7), mark(2, 1, 17), mark(3, 1, 1)])
    assert told(source.lines[0]) == '[{]["a": {]["b\\"c" : []1]}}'


def test_elements_are_marked_whole() -> None:
    (line,) = line_source(b"  <online>yes</online>", [mark(1, 1, 3)]).lines
    assert told(line) == "  [<online>yes</online>]"


def test_nothing_unseen_is_shown_as_it_is() -> None:
    (line,) = line_source("a\u202eb\x1cc\x1b".encode(), []).lines
    assert told(line) == "a\\u202eb␜c\\x1b"


@given(
    st.binary(max_size=2000),
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 400)), max_size=30),
    st.booleans(),
)
def test_whatever_the_bytes_each_place_is_shown_once(data: Any, places: Any, feeds: Any) -> None:
    marks = [mark(number, line, column) for number, (line, column) in enumerate(places)]
    source = line_source(data, marks, by_feeds=feeds)
    notes = [note.number for line in source.lines for note in line.notes]
    marked = [m.number for line in source.lines for piece in line.pieces for m in piece.marks]
    assert sorted(notes) == sorted(marked) == sorted(source.shown)
    assert len(set(notes)) == len(notes)


def test_the_work_is_bounded() -> None:
    marks = [mark(number, number * 10, 1) for number in range(1, 2000)]
    source = line_source(b"x\n" * 20_000, marks)
    assert len(source.shown) == MOST
    wide = [mark(number, 1, number * 1000) for number in range(1, 500)]
    assert len(line_source(b"x" * 600_000, wide).lines) == WINDOWS


@given(st.sets(st.integers(1, 500)), st.integers(0, 600))
def test_what_is_near_is_in_order_and_in_bounds(found: Any, count: Any) -> None:
    shown = near(sorted(number for number in found if number <= count), count, 2, SHORT, 5)
    assert shown == sorted(set(shown))
    assert all(1 <= number <= count for number in shown)
    assert {number for number in found if number <= count} <= set(shown)
