"""XML: what must hold of every record and of all bytes."""

import xml.etree.ElementTree as ET
from contextlib import suppress
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import WriteError
from opads.standard.jsonvalue import leaves
from tests.carriers.helpers import read
from tests.strategies import json_values

OPTIONS: dict[str, Any] = {
    "records": ["/p:all/p:one"],
    "namespaces": {"p": "urn:example:p"},
    "arrays": ["list", "/deep/p:many"],
    "numbers": ["count", "@number"],
    "booleans": ["flag", "/deep/flag"],
}
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\t\n\r &<>\"']"), max_size=8)
NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.builds(Decimal, st.sampled_from(["0.10", "-1.5", "1E+3", "8.9E-5"]))
ATTRIBUTES = st.fixed_dictionaries({}, optional={"@plain": TEXTS, "@number": NUMBERS, "@xml:lang": st.just("de")})


SHARES = st.builds(lambda a, text: {**a, "#": text}, ATTRIBUTES.filter(bool), TEXTS.filter(bool))


@st.composite
def objects(draw: st.DrawFn, depth: int = 0) -> dict[str, Any]:
    """Draw an object, not empty, as these options can express it."""
    inner = st.none() | TEXTS | SHARES | (objects(depth + 1) if depth < 3 else st.nothing())
    makers: dict[str, st.SearchStrategy[Any]] = {
        "a": inner,
        "p:b": inner,
        "list": st.lists(inner, min_size=1, max_size=3),
    }
    makers |= {"count": NUMBERS, "flag": st.booleans(), "two": st.lists(inner, min_size=2, max_size=3)}
    chosen = draw(st.lists(st.sampled_from(sorted(makers)), unique=True, max_size=3))
    return {**draw(ATTRIBUTES), **{name: draw(makers[name]) for name in chosen}} or {"a": "b"}


@settings(max_examples=200)
@given(st.lists(objects() | st.just({}), max_size=3))
def test_what_is_written_is_read_back(records: list[dict[str, Any]]) -> None:
    data = carriers.get("xml").write(records, OPTIONS)
    found = read("xml", data, OPTIONS)
    assert found.values == records
    assert found.rules == []
    tree = ET.fromstring(data)  # noqa: S314 - our own output
    assert len(tree) == len(records)
    for record in found.records:
        for pointer, _ in leaves(record.value):
            place = record.locate(pointer)
            assert place.offset is not None
            begin = data[place.offset :]
            name = pointer.rpartition("/")[2]
            assert begin.startswith(b"<") or (name.startswith("@") and begin.startswith(name[1:].encode()))


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(["a", "list", "count", "flag", "@b", "#", "x y"]), json_values, max_size=3))
def test_any_record_is_written_so_that_it_comes_back_or_refused(record: dict[str, Any]) -> None:
    with suppress(WriteError):
        data = carriers.get("xml").write([record], OPTIONS)
        found = read("xml", data, OPTIONS)
        assert found.values == [record]


FRAGMENTS = st.lists(
    st.sampled_from(
        "<a> </a> <a/> <p:all·xmlns:p='urn:example:p'> </p:all> <p:one> </p:one> < > & ; ' \" ] ?> --> ]]> &amp; &#0; &x; "
        "<!-- <![CDATA[ <?xml·version='1.0'?> <?p·q <!DOCTYPE·a [<!ENTITY·x·'y'>] ·b='c' <a·b=\"'>\"> · text xmlns='u' é "
        "\x00".replace("·", "\u2003").split(" ")
    ),
    max_size=12,
).map(lambda parts: "".join(parts).replace("\u2003", " "))


@settings(max_examples=500)
@given(st.binary(max_size=60) | FRAGMENTS.map(str.encode))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for options in ({}, OPTIONS):
        found = read("xml", data, options)
        for record in found.records:
            for pointer, _ in leaves(record.value):
                assert record.locate(pointer).line
            with suppress(WriteError):
                again = carriers.get("xml").write([record.value], OPTIONS)
                assert read("xml", again, OPTIONS).values == [record.value] or options == {}


@settings(max_examples=300)
@given(FRAGMENTS)
def test_what_is_read_whole_is_well_formed_for_the_standard_library(text: str) -> None:
    found = read("xml", text)
    if found.records:
        if not found.troubles:
            assert ET.fromstring(text) is not None  # noqa: S314 - a document type was refused before
    else:
        assert found.troubles
