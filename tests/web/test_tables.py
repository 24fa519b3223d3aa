"""The cells of a table with what was found beside them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.carriers import Place
from opads.web.sources import Mark
from opads.web.tables import COLUMNS, MOST, WIDEST, Table, table_source


def mark(number: int, row: int | None, column: int | None = None, line: int | None = None) -> Mark:
    return Mark(number, "warning", Place(line=line or row, row=row, field_number=column), "wrong")


def shown(data: bytes, *marks: Mark, **options: Any) -> Table:
    source = table_source(data, options, marks)
    assert source is not None
    table = source.table
    assert isinstance(table, Table)
    return table


def test_a_short_table_is_shown_whole() -> None:
    table = shown(b'a,b\n1,"x, y"\n\n3,4\n', mark(1, 2, 2), mark(2, 1, 1))
    assert [cell.text for cell in table.header.cells] == ["a", "b"]
    assert [note.number for note in table.header.notes] == [2]
    assert [(row.number, [cell.text for cell in row.cells]) for row in table.rows] == [
        (2, ["1", "x, y"]),
        (4, ["3", "4"]),
    ]
    assert [[m.number for m in cell.marks] for cell in table.rows[0].cells] == [[], [1]]


def test_rows_far_from_findings_are_folded() -> None:
    table = shown(b"a,b\n" + b"1,2\n" * 1000, mark(1, 500, 1))
    assert [row.fold or row.number for row in table.rows] == [497, 499, 500, 501, 500]


def test_a_finding_that_names_a_line_belongs_to_its_row() -> None:
    table = shown(b'a,b\n1,"x\ny\nz"\n3,4\n', mark(1, None, line=4), mark(2, None, line=5))
    assert [[note.number for note in row.notes] for row in table.rows] == [[1], [2]]


def test_a_line_that_names_the_delimiter_is_a_row() -> None:
    table = shown(b"sep=;\na;b\n1;2\n", mark(1, 3, 2))
    assert table.header.number == 2
    assert [m.number for m in table.rows[0].cells[1].marks] == [1]


def test_of_a_wide_table_the_columns_with_findings_are_shown() -> None:
    names = ",".join(f"c{number}" for number in range(1, 101))
    table = shown(f"{names}\n{names}\n".encode(), mark(1, 2, 90), mark(2, 2, 50))
    assert {50, 90} <= set(table.columns)
    assert len([column for column in table.columns if column]) == COLUMNS
    assert table.left_out == 100 - COLUMNS
    assert table.columns[-1] == 0


def test_a_cell_behind_the_header_is_shown() -> None:
    table = shown(b"a,b\n1,2,3\n", mark(1, 2, 3))
    assert [cell.text for cell in table.rows[0].cells] == ["1", "2", "3"]
    assert [cell.text for cell in table.header.cells] == ["a", "b", ""]


def test_the_format_says_delimiter_and_encoding() -> None:
    table = shown("é|x\n1|2\n".encode("iso-8859-1"), delimiter="|", encoding="iso-8859-1")
    assert [cell.text for cell in table.header.cells] == ["é", "x"]


@pytest.mark.parametrize("data", [b"", b"\n\n", b'a,b\n"1,2\n', b'a,b\n"x"y,2\n'])
def test_what_is_no_table_is_none(data: Any) -> None:
    assert table_source(data, {}, []) is None


def test_the_work_is_bounded() -> None:
    marks = [mark(number, number * 10, number % 90 + 1) for number in range(1, 1000)]
    table = shown(",".join("abc" for _ in range(100)).encode() + b"\n" + b"1\n" * 10_000, *marks)
    assert sum(bool(row.notes) for row in table.rows) == MOST
    assert len([column for column in table.columns if column]) <= WIDEST + 1


@given(
    st.text(alphabet='ab,;\n\r"\t', max_size=200),
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 9)), max_size=9),
)
def test_whatever_the_text_no_finding_is_shown_twice(text: Any, places: Any) -> None:
    marks = [mark(number, row, column) for number, (row, column) in enumerate(places)]
    source = table_source(text.encode(), {}, marks)
    if source is not None:
        rows = [source.table.header, *source.table.rows]
        notes = [note.number for row in rows for note in row.notes]
        assert sorted(notes) == sorted(source.shown)
        assert len(set(notes)) == len(notes)
