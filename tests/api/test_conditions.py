"""Changes that are made only to what was seen."""

from typing import Any

import pytest
from litestar.testing import RequestFactory

from opads.api.conditions import tag_of, unless_changed
from opads.api.problem import Refusal

TAG = tag_of("a", 3)


def asking(header: str | None) -> Any:
    return RequestFactory().put("/", headers={} if header is None else {"If-Match": header})


@pytest.mark.parametrize("header", [None, "*", " * ", TAG, f'"other", {TAG}', f'"a,b",{TAG} , "c"', f'W/"x", {TAG}'])
def test_what_was_seen_may_be_changed(header: str | None) -> None:
    unless_changed(asking(header), TAG)


@pytest.mark.parametrize(
    "header",
    ["", '"other"', f"W/{TAG}", TAG.strip('"'), TAG[:-1], '""', "**", f'"x{TAG[1:-1]}"', '"' * 2000, "," * 500],
)
def test_what_was_not_seen_may_not(header: str) -> None:
    with pytest.raises(Refusal) as caught:
        unless_changed(asking(header), TAG)
    assert caught.value.kind.name == "changed-meanwhile"
    assert caught.value.kind.status == 412
    assert caught.value.headers == {"ETag": TAG}
    assert caught.value.errors[0].header == "If-Match"


def test_every_state_has_its_own_tag() -> None:
    states: list[tuple[Any, ...]] = [
        ("a", 3),
        ("a", 4),
        ("a3",),
        ("a", "3"),
        ("a", None),
        ("a",),
        ("", "a"),
        ("a", ""),
        ("ü", 3),
    ]
    tags = {tag_of(*state) for state in states}
    assert len(tags) == len(states)
    assert tag_of("a", 3) == TAG
    assert all(tag.isascii() and tag[0] == tag[-1] == '"' for tag in tags)
