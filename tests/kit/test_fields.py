"""Lists of fields: tolerant of names of columns, strict about cells, all mistakes at once."""

import datetime as dt
import sys
from pathlib import Path

import openpyxl
import pytest

from opads.kit.errors import KitError
from opads.kit.fields import Code, parse_fields, read_fields
from opads.kit.propose import propose
from opads.kit.table import read_table


def _problems(*rows: list[str]) -> str:
    with pytest.raises(KitError) as caught:
        parse_fields("fields.csv", list(enumerate(rows, 1)))
    return "\n".join(caught.value.problems)


@pytest.mark.parametrize("header", [["Field name", "Mandatory", "Data type"], ["name", "REQUIRED?", "Type"]])
def test_names_of_columns_are_tolerant(header: list[str]) -> None:
    (field,) = parse_fields("f", [(1, header), (2, ["paidBy", "X", "String"])])
    assert (field.name, field.required, field.type, field.title) == ("paidBy", True, "text", "Paid by")
    assert field.description == "Paid by."


def test_every_mistake_is_told_at_once_with_row_and_column() -> None:
    told = _problems(
        ["name", "type", "required", "canonical", "codes"],
        ["a", "strng", "perhaps", "no-slash", ""],
        ["b", "code", "", "", ""],
        ["", "text", "", "", ""],
        ["a", "", "", "", ""],
    )
    assert "row 2, column type: 'strng' is no type; did you mean 'text'?" in told
    assert "row 2, column required: 'perhaps' is neither yes nor no" in told
    assert "row 2, column canonical: path 'no-slash'" in told
    assert "row 3, column codes: 'b' is a code and no codes are given" in told
    assert "row 4, column name: is empty" in told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["title"], ["x"]], "no column gives the fields' names"),
        ([["name", "canonicl"], ["x", ""]], "column 'canonicl' is not known; did you mean 'canonical'?"),
        ([["name", "label", "title"], ["x", "", ""]], "two columns give the title"),
        ([["name"]], "has no field below its header"),
        ([["name"], ["x"], ["x"]], "row 3: the field 'x' stands in row 2 too"),
        ([["name", "path"], ["x", "/a"], ["y", "/a"]], "row 3: the canonical path /a stands in row 2 too"),
        ([["name"], ["/a"], ["/a/b"]], "/a/b lies within /a"),
        ([["name"], ["x", "y"]], "has more cells than columns"),
        ([["name", "type", "codes"], ["x", "date", "a; b"]], "has codes but its type is date"),
        ([["name", "codes"], ["x", "a; a"]], "the code stands there twice"),
        ([["name", "pattern"], ["x", "("]], "is no regular expression"),
        ([["name", "type", "pattern"], ["x", "date", "DD.MM"]], "is no form of a date"),
        ([["name", "type", "pattern"], ["x", "integer", "[0-9]"]], "a pattern is for texts and dates"),
    ],
)
def test_what_does_not_fit_is_refused(rows: list[list[str]], told: str) -> None:
    assert told in _problems(*rows)


def test_codes_have_titles_and_counterparts() -> None:
    (field,) = parse_fields("f", [(1, ["name", "codes"]), (2, ["m", "P=Press->newspaper-magazine; T: Television | x"])])
    assert field.type == "code"
    assert field.codes == (Code("P", "Press", "newspaper-magazine"), Code("T", "Television | x"))
    (field,) = parse_fields("f", [(1, ["name", "codes"]), (2, ["m", "a|b"])])
    assert [code.code for code in field.codes] == ["a", "b"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_write_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes("\ufeffname,title\r\n\r\nfår,Får\r\n".replace(",", delimiter).encode())
    (field,) = read_fields(path)
    assert (field.name, field.title, field.row) == ("får", "Får", 3)


def test_other_encodings_are_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes("name\nok\nfår\n".encode("latin-1"))
    with pytest.raises(KitError, match=r"f\.csv, line 3: is not UTF-8; save it as 'CSV UTF-8'"):
        read_table(path)


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["name", "required", "description", "example"])
    sheet.append(["count", True, "How many", 12.0])
    sheet.append([None, None, None, None])
    sheet.append(["day", 0, dt.date(2026, 1, 2), None])
    book.save(path)


def test_a_workbook_gives_the_same(tmp_path: Path) -> None:
    _workbook(tmp_path / "f.xlsx")
    first, second = read_fields(tmp_path / "f.xlsx")
    assert (first.name, first.required, first.example) == ("count", True, "12")
    assert (second.row, second.required, second.description) == (4, False, "2026-01-02.")


def test_without_the_library_a_workbook_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _workbook(tmp_path / "f.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(KitError, match=r"pip install 'opads\[kit\]'"):
        read_table(tmp_path / "f.xlsx")


@pytest.mark.parametrize("data", [b"no workbook", b"PK\x03\x04 broken"])
def test_a_broken_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "f.xlsx").write_bytes(data)
    with pytest.raises(KitError, match="is no workbook that can be read"):
        read_table(tmp_path / "f.xlsx")
    (tmp_path / "f.csv").write_bytes(data)
    with pytest.raises(KitError, match=r"workbook|is empty|no column"):
        read_fields(tmp_path / "f.csv")


def test_an_unreadable_or_empty_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="cannot be read"):
        read_table(tmp_path / "none.csv")
    (tmp_path / "e.csv").write_text("\n\n")
    with pytest.raises(KitError, match="is empty"):
        read_table(tmp_path / "e.csv")


def test_a_proposal_copies_names_and_no_value(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("adId,Start_Date,spend_eur,note\nSECRET-1,2026-01-01,12,SECRET-2\n")
    proposed = propose(path).decode()
    assert "SECRET" not in proposed
    (tmp_path / "fields.csv").write_text(proposed)
    fields = read_fields(tmp_path / "fields.csv")
    assert [(f.name, f.type) for f in fields] == [
        ("adId", "text"),
        ("Start_Date", "date"),
        ("spend_eur", "decimal"),
        ("note", "text"),
    ]


@pytest.mark.parametrize(
    ("text", "told"), [("1,2,3\n", "holds numbers"), ("a,,b\n", "column 2 has no name"), ("", "no name")]
)
def test_a_file_without_header_gives_no_proposal(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.csv").write_text(text)
    with pytest.raises(KitError, match=told):
        propose(tmp_path / "x.csv")
