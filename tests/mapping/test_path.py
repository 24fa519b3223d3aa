"""The path language: what it selects, what it blames, what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.mapping.path import PathError, compile_path
from opads.standard.jsonvalue import escape, get, leaves

DOCUMENT = {
    "parties": [
        {"roles": ["sponsor", "payer"], "name": "A", "kind": "legal-entity"},
        {"roles": ["payee"], "name": "B"},
        {"roles": ["payer"], "name": "C", "public": True},
    ],
    "form": "F24N",
    "a/b": {"~": [1, 2]},
    "tags": ["x", "y", "x"],
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", [("", DOCUMENT)]),
        ("/form", [("/form", "F24N")]),
        ("/parties[roles=sponsor]/name", [("/parties/0/name", "A")]),
        ("/parties[roles=payer]/name", [("/parties/0/name", "A"), ("/parties/2/name", "C")]),
        ("/parties[roles=payer,roles!=sponsor]/name", [("/parties/2/name", "C")]),
        ("/parties[roles=sponsor,roles=payer]/name", [("/parties/0/name", "A")]),
        ("/parties[kind=legal-entity]/name", [("/parties/0/name", "A")]),
        ("/parties[public=true]/name", [("/parties/2/name", "C")]),
        ("/parties[]/name", [("/parties/0/name", "A"), ("/parties/1/name", "B"), ("/parties/2/name", "C")]),
        ("/parties[1]/name", [("/parties/1/name", "B")]),
        ("/parties/1/name", [("/parties/1/name", "B")]),
        ("/parties[9]/name", []),
        ("/tags[=x]", [("/tags/0", "x"), ("/tags/2", "x")]),
        ("/form{F24N|F24A}", [("/form", "F24N")]),
        ("/form{F24*}", [("/form", "F24N")]),
        ("/form{F9*}", []),
        ("/a~1b/~0[0]", [("/a~1b/~0/0", 1)]),
        ("/form/deeper", []),
        ("/nothing[x=y]/name", []),
    ],
)
def test_selects(path: str, found: list[tuple[str, object]]) -> None:
    assert compile_path(path).find(DOCUMENT) == found


@pytest.mark.parametrize("path", ["parties", "/parties[roles=sponsor", "/parties[roles]", "/form{F24N", "/a]b[x"])
def test_refuses(path: str) -> None:
    with pytest.raises(PathError, match="path"):
        compile_path(path)


@pytest.mark.parametrize(
    ("path", "pointers"),
    [
        ("/parties[roles=sponsor]/name", ["/parties/0/name"]),
        ("/parties[roles=sponsor]/email", ["/parties/0/email"]),
        ("/parties[roles=funder]/email", ["/parties/email"]),
        ("/money/amounts[scope=ad]/range", ["/money/amounts/range"]),
        ("", [""]),
    ],
)
def test_blames_what_is_or_where_it_is_missing(path: str, pointers: list[str]) -> None:
    assert compile_path(path).blame(DOCUMENT) == pointers


def test_names_the_leaves_that_selectors_compared() -> None:
    (hit,) = compile_path("/parties[roles=sponsor,kind=legal-entity]/name").trace(DOCUMENT)
    assert hit.via == ("/parties/0/roles/0", "/parties/0/kind")


names = st.text(min_size=1, max_size=4).filter(lambda name: not set(name) & set("[{"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(names, json_values, min_size=1, max_size=4))
def test_every_pointer_is_a_path_that_selects_its_leaf(document: dict[str, object]) -> None:
    for pointer, leaf in leaves(document):
        assert compile_path(pointer).find(document) == [(pointer, leaf)]
        assert get(document, pointer) == leaf


@given(st.text(max_size=30))
def test_any_text_compiles_or_is_refused_with_a_reason(text: str) -> None:
    try:
        compile_path(text).find(DOCUMENT)
    except PathError as error:
        assert "column" in str(error)  # noqa: PT017 - the refusal is one of two right outcomes


def test_escaping_follows_rfc_6901() -> None:
    assert escape("a/b~c") == "a~1b~0c"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/form", "/form"),
        ("/nowhere/at/all", "/nowhere/at/all"),
        ("/parties[roles=sponsor]/email", "/parties/0/email"),
        ("/parties[roles=payer]/name", "/parties/0/name"),
        ("/parties[roles=agent]/name", "/parties/[roles=agent]/name"),
        ("/parties[7]/name", "/parties/7/name"),
        ("/gone[]/name", "/gone/name"),
    ],
)
def test_a_missing_place_keeps_the_selectors_of_missing_elements(path: str, place: str) -> None:
    assert compile_path(path).expected(DOCUMENT) == place
