"""CSV: what must hold of every table and of all bytes."""

import csv
import io
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from tests.carriers.helpers import read

NAMES = st.text(st.sampled_from("abcXYZ _é"), min_size=1, max_size=4)
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=8)
STRUCTURES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.sampled_from("ab'\"\\é,"), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.sampled_from("ab'\""), max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
OPTIONS = {
    "nested": ".",
    "aliases": {"ad id": "/id", "low": "/spend/lower"},
    "structured": ["/lists", "/deep/list"],
    "templates": {"paid ({/money})": "/paid"},
    "columns": ["ad id", "low"],
}


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a record that these options can hold."""
    record: dict[str, Any] = draw(st.dictionaries(NAMES, CELLS, max_size=3))
    record = {name: cell for name, cell in record.items() if name not in {"low", "ad id"}}
    parts: dict[str, Any] = {
        "id": CELLS,
        "spend": st.dictionaries(st.sampled_from(["lower", "upper"]), CELLS, min_size=1),
        "paid": CELLS,
        "money": CELLS,
        "lists": st.lists(STRUCTURES, max_size=3),
        "deep": st.fixed_dictionaries({"list": st.dictionaries(st.sampled_from("ab"), STRUCTURES)}),
    }
    for name, strategy in parts.items():
        if draw(st.booleans()):
            record[name] = draw(strategy)
    return record


@settings(max_examples=150)
@given(st.lists(records(), min_size=1, max_size=4), st.sampled_from([",", ";", "\t", "|"]))
def test_what_is_written_is_read_back(many: list[dict[str, Any]], delimiter: str) -> None:
    options = OPTIONS | {"delimiter": delimiter}
    found = read("csv", carriers.get("csv").write(many, options), options)
    assert found.values == many
    assert found.troubles == []


@settings(max_examples=150)
@given(
    st.lists(st.lists(CELLS | st.just(""), min_size=3, max_size=3), max_size=5),
    st.sampled_from([("\r\n", False), ("\r\n", True), ("\n", True)]),
)
def test_every_cell_is_found_where_it_stands(rows: list[list[str]], style: tuple[str, bool]) -> None:
    target = io.StringIO(newline="")
    end, quoted = style
    writer = csv.writer(target, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    raw = target.getvalue().encode()
    found = read("csv", raw)
    assert found.values == [{k: cell for k, cell in zip("abc", row, strict=True) if cell} for row in rows]
    for record, row in zip(found.records, rows, strict=True):
        for name, cell in zip("abc", row, strict=True):
            place = record.locate(f"/{name}")
            assert place.row == record.index + 2
            assert place.field == name
            assert place.offset is not None
            rest = raw[place.offset :].decode()
            first = next(csv.reader(io.StringIO(rest, newline="")), [])
            assert (first or [""])[0] == cell
            before = raw[: place.offset].decode()
            lines = io.StringIO(before + "x", newline="").readlines()
            assert (place.line, place.column) == (len(lines), len(lines[-1]))


FRAGMENTS = st.lists(
    st.sampled_from(
        ["a", "b", ",", ";", "\t", '"', '""', "\n", "\r\n", "\r", "\x00", "é", "[", "]", "'", "sep=;", "1E+15", "."]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=500)
@given(st.binary(max_size=60) | FRAGMENTS.map(str.encode))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    options = OPTIONS | {
        "header_fold": "lower",
        "structured": ["a", "b"],
        "structured_single": True,
        "spreadsheet_ids": ["a"],
    }
    for chosen in ({}, options):
        found = read("csv", data, chosen)
        for record in found.records:
            for name in (*record.value, "nowhere"):
                assert record.locate(f"/{name}").row
        assert [record.index for record in found.records] == sorted({record.index for record in found.records})
