"""Which media type an answer is in."""

import time
from typing import Any

import pytest

from opads.api.negotiation import choose, negotiate, prefers_html
from opads.api.problem import Refusal

OFFERED = ("application/json", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("  ", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/html", "text/html"),
        ("TEXT/HTML", "text/html"),
        ("text/html;q=0.5, text/csv;q=0.9", "text/csv"),
        ("text/html;q=0.5, */*;q=0.1", "text/html"),
        ("*/*, application/json;q=0", "text/csv"),
        ("text/*;q=1, text/csv;q=0", "text/html"),
        ("application/json;version=1", "application/json"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("application/json;q=0, text/*;q=0.0", None),
        ("application/json;q=2", None),
        ("application/json;q=-1", None),
        ("application/json;q=nan", None),
        ("application/json;q=x", None),
        ("application/json;q=1_0, text/csv;q=1e-1", None),
        ("application/json;q=.5, text/csv;q=0.1234", None),
        ("application/json;q=1.000, text/csv;q=0.", "application/json"),
        ("json", None),
        ("/", None),
        ("*/json", None),
        (";;;,,,", None),
        ("image/png, text/html;q=0.001", "text/html"),
    ],
)
def test_choice(accept: str, expected: Any) -> None:
    assert choose(accept, OFFERED) == expected


def test_refusal_lists_what_there_is() -> None:
    with pytest.raises(Refusal) as caught:
        negotiate("image/png", OFFERED)
    assert caught.value.kind.status == 406
    assert "text/csv" in caught.value.detail
    assert caught.value.errors[0].header == "Accept"


def test_endless_headers_are_quick() -> None:
    started = time.perf_counter()
    assert choose("image/png," * 500_000 + "text/html", OFFERED) is None
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("image/png", False),
    ],
)
def test_people_and_programs(accept: str, expected: Any) -> None:
    assert prefers_html(accept) is expected
