"""Tables: cells put at once where they go give the records that all cells give one by one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opads.carriers.table.columns import Naming, Table, lay_out
from tests.carriers.helpers import read

OPTIONS: dict[str, Any] = {
    "nested": ".",
    "aliases": {"low": "/spend/lower", "id": "/ad", "spend": "/spend"},
    "templates": {"paid ({/money})": "/paid", "x ({/a/b})": "/x"},
    "structured": ["/list"],
    "structured_single": True,
    "lists": {"/parts": ";"},
    "spreadsheet_ids": ["/ad", "/b"],
}
NAMES = st.lists(
    st.sampled_from(
        [
            "a",
            "a.b",
            "b",
            "id",
            "ad",
            "low",
            "spend",
            "spend.upper",
            "paid",
            "paid (EUR)",
            "paid (USD)",
            "money",
            "x (1)",
            "x",
            "list",
            "parts",
            "",
            "A",
        ]
    ),
    max_size=6,
)
CELLS = st.lists(st.sampled_from(["", "", "1", "1E+15", "x;y", "['x']", "EUR", "٣", '"q"', '"', "a\rb"]), max_size=7)


def said(data: bytes, options: dict[str, Any]) -> list[Any]:
    """Return all that is read and said, with places."""
    found = read("csv", data, options)
    own = [
        (record.index, repr(record.value), record.troubles, record.locate(""), record.locate("/a"), record.locate("/x"))
        for record in found.records
    ]
    return [*own, found.troubles]


@settings(max_examples=400)
@given(
    NAMES,
    st.lists(CELLS, max_size=5),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([{}, OPTIONS, OPTIONS | {"header_fold": "lower"}, {"structured": ["/a"]}]),
)
def test_at_once_is_one_by_one(names: list[str], rows: list[list[str]], end: str, options: dict[str, Any]) -> None:
    data = end.join(",".join(row) for row in (names, *rows)).encode()
    found = said(data, options)
    with pytest.MonkeyPatch.context() as patch:
        steps = Table.steps.func  # type: ignore[attr-defined]  # what the cached property computes
        patch.setattr(Table, "steps", property(lambda table: [(None, column) for _, column in steps(table)]))
        assert said(data, options) == found


def test_which_cells_are_put_at_once() -> None:
    naming = Naming.of(OPTIONS)
    names = ["a", "x (1)", "b", "id", "paid (EUR)", "paid (USD)", "money", "list", "parts", "free", "free2", "free2"]
    table = lay_out(names, naming)
    assert [name for name, _ in table.steps] == [None] * 9 + ["free", None, None]
    assert [column.name if column else None for _, column in table.steps] == [*names[:10], None, None]
    assert table.plain is None
    assert lay_out(["x", "y"], Naming()).plain == ["x", "y"]
