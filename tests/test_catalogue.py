"""The catalogue: every id has law and words, and the words take their values."""

import re

import pytest

from opads.catalogue import RuleInfo, catalogue_of, fill
from opads.formats import default_registry

CATALOGUE = catalogue_of(default_registry())


@pytest.mark.parametrize("info", list(CATALOGUE), ids=lambda info: info.id)
def test_every_entry_says_what_is_wrong_how_to_mend_it_and_by_which_law(info: RuleInfo) -> None:
    entry = CATALOGUE.get(info.id)
    assert entry is not None
    assert entry.text
    assert entry.fix
    assert entry.citations
    assert all(citation.instrument for citation in entry.citations)
    assert entry.severity in ("error", "warning", "info")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*", entry.id)


def test_values_take_their_place_and_a_missing_one_is_seen() -> None:
    assert fill("{a} of {b}", {"a": 1, "b": ["x", "y"]}) == "1 of x, y"
    assert fill("{a} of {b}", {"a": 1}) == "1 of …"
    assert fill("no {a}[[; did you mean {b}]].", {"a": "x"}) == "no x."
    assert fill("no {a}[[; did you mean {b}]].", {"a": "x", "b": "y"}) == "no x; did you mean y."


def test_an_unknown_id_is_answered_with_similar_ones() -> None:
    some = next(iter(CATALOGUE)).id
    assert some in CATALOGUE.near(some + "x")
    assert CATALOGUE.get("nothing/at-all") is None
