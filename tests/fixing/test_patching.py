"""The operations of JSON Patches that fixes are made of."""

from typing import Any

import pytest

from opads.fixing import Operation, PatchError, patched

RECORD: dict[str, Any] = {"a": 1, "b": {"c/d": [1, "x"]}, "e": None}


@pytest.mark.parametrize(
    ("operations", "after"),
    [
        ([Operation("test", "/a", 1), Operation("replace", "/a", "1")], {"a": "1", "b": {"c/d": [1, "x"]}, "e": None}),
        ([Operation("replace", "/b/c~1d/1", "y")], {"a": 1, "b": {"c/d": [1, "y"]}, "e": None}),
        ([Operation("remove", "/e")], {"a": 1, "b": {"c/d": [1, "x"]}}),
        ([Operation("move", "/f", origin="/a")], {"f": 1, "b": {"c/d": [1, "x"]}, "e": None}),
    ],
)
def test_operations(operations: list[Operation], after: dict[str, Any]) -> None:
    before = repr(RECORD)
    result = patched(RECORD, operations)
    assert result == after
    assert list(result) == list(after)
    assert repr(RECORD) == before


@pytest.mark.parametrize(
    "operation",
    [
        Operation("test", "/a", value=True),
        Operation("test", "/a", 2),
        Operation("replace", "/x", 1),
        Operation("replace", "/b/c~1d/2", 1),
        Operation("replace", "/a/b", 1),
        Operation("remove", ""),
        Operation("move", "/b", origin="/a"),
        Operation("move", "/b/f", origin="/a"),
    ],
)
def test_what_does_not_fit_is_refused(operation: Operation) -> None:
    with pytest.raises(PatchError):
        patched(RECORD, [operation])
