"""The search over the standard."""

import pytest

from opads.catalogue import catalogue_of
from opads.formats import default_registry
from opads.reference.index import KINDS, LONGEST, folded, index_of

REGISTRY = default_registry()
INDEX = index_of(REGISTRY, "en")


@pytest.mark.parametrize(
    ("query", "kind", "key"),
    [
        ("sponsor", "term", "sponsor"),
        ("Sponsor", "term", "sponsor"),
        ("parraineur", "term", "sponsor"),
        ("us-fec", "format", "us-fec"),
        ("/parties/name", "field", "/parties/name"),
        ("eu-ttpa/amount-is-one-figure", "rule", "eu-ttpa/amount-is-one-figure"),
        ("party-role", "codelist", "party-role"),
        ("newspaper-magazine", "code", "medium/newspaper-magazine"),
        ("Priekšvēlēšanu", "rule", "lv-campaign-notice/"),
        ("priekSvelesanu", "rule", "lv-campaign-notice/"),
    ],
)
def test_the_best_comes_first(query: str, kind: str, key: str) -> None:
    (found,) = [group for group in INDEX.search(query) if group.kind == kind]
    assert found.entries[0].key.startswith(key)
    assert found.total >= len(found.entries)


def test_everything_has_an_entry_and_is_found_by_its_key() -> None:
    for info in catalogue_of(REGISTRY):
        (group,) = [group for group in INDEX.search(info.id) if group.kind == "rule"]
        assert info.id in [entry.key for entry in group.entries]


def test_all_words_must_be_there() -> None:
    kinds = [group.kind for group in INDEX.search("minors targeting")]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert INDEX.search("sponsor xyzzyx") == []
    assert INDEX.search("   ") == []
    assert INDEX.search("x" * 10_000) == []
    assert INDEX.search("sponsor " + " " * LONGEST + "xyzzyx") == INDEX.search("sponsor")


def test_it_speaks_the_language_of_who_asks() -> None:
    spanish = index_of(REGISTRY, "es")
    (terms,) = [group for group in spanish.search("patrocinador") if group.kind == "term"]
    assert (terms.entries[0].title, terms.entries[0].tongue) == ("patrocinador", "es")
    (rules,) = [group for group in spanish.search("eu-ttpa/amount-is-one-figure") if group.kind == "rule"]
    assert rules.entries[0].tongue == "es"
    assert len(spanish) == len(INDEX)


def test_folding() -> None:
    assert folded("Úřad Ϊ ﬁn") == "urad \N{GREEK SMALL LETTER IOTA} fin"
