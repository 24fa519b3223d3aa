"""Which findings a reader asks for."""

from typing import Any

import pytest

from opads.web.filters import EVERYTHING, Filters


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, EVERYTHING),
        ({"severity": "fatal", "record": "-1", "rule": "", "words": ""}, EVERYTHING),
        ({"severity": "error", "record": "12"}, Filters("error", "", 12)),
        ({"severity": "error", "words": "x", "all": "1"}, EVERYTHING),
        ({"record": "²"}, EVERYTHING),
        ({"record": "9" * 30}, EVERYTHING),
    ],
)
def test_what_fields_ask_for(fields: Any, expected: Any) -> None:
    assert Filters.of(fields) == expected
    assert Filters.of(fields).given is (expected != EVERYTHING)


@pytest.mark.parametrize(
    ("filters", "kept"),
    [(EVERYTHING, True), (Filters("error"), True), (Filters("info"), False), (Filters(rule="a/b"), True), (Filters(rule="a/c"), False),
     (Filters(record=3), True), (Filters(record=4), False), (Filters(words="AMOUNT"), True), (Filters(words="date"), False),
     (Filters("error", "a/b", 3, "amount"), True), (Filters("error", "a/b", 3, "date"), False)],
)  # fmt: skip
def test_what_is_kept(filters: Any, kept: Any) -> None:
    assert filters.keeps("error", "a/b", 3, "The amount is missing") is kept
