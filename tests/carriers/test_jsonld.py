"""The carrier ``jsonld``: records under the one context that is known; anything else is told, nothing is fetched."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads import carriers
from opads.carriers import Limits, WriteError
from tests.carriers.helpers import at, read

ADDRESS = "https://example.org/context.jsonld"
CONTEXT: dict[str, Any] = {"@version": Decimal("1.1"), "name": {"@id": "https://example.org/ns#name"}}
OPTIONS: dict[str, Any] = {
    "context": CONTEXT,
    "address": ADDRESS,
    "types": {"": "Ad", "/by": "Agent", "/by/at": "Place"},
}

SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text("abc @é", max_size=5)
NAMES = st.sampled_from(["a", "by", "at", "type", "context", "x@", "ü/~"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=12
)
RECORDS = st.lists(st.dictionaries(NAMES, VALUES, max_size=4), max_size=3)


def document(**members: Any) -> str:
    return json.dumps({"@context": ADDRESS, "@type": "Ad", **members})


def test_one_record_is_written_under_the_context() -> None:
    written = carriers.get("jsonld").write([{"name": "n", "by": [{"at": {}}, {"name": "m"}]}], OPTIONS)
    assert json.loads(written, parse_float=Decimal) == {
        "@context": CONTEXT,
        "@type": "Ad",
        "name": "n",
        "by": [{"@type": "Agent", "at": {"@type": "Place"}}, {"@type": "Agent", "name": "m"}],
    }
    assert list(json.loads(written))[:2] == ["@context", "@type"]


def test_several_records_are_a_graph() -> None:
    written = carriers.get("jsonld").write([{"name": "n"}, {"name": "m"}], OPTIONS)
    assert json.loads(written, parse_float=Decimal) == {
        "@context": CONTEXT,
        "@graph": [{"@type": "Ad", "name": "n"}, {"@type": "Ad", "name": "m"}],
    }


@given(RECORDS)
def test_what_was_written_is_read_back(records: list[dict[str, Any]]) -> None:
    found = read("jsonld", carriers.get("jsonld").write(records, OPTIONS), OPTIONS)
    assert found.values == records
    assert found.rules == []


@pytest.mark.parametrize("context", [ADDRESS, json.loads(json.dumps(CONTEXT, default=float))])
@pytest.mark.parametrize("shape", ["one", "graph", "list", "graph of contexts"])
def test_the_context_may_be_its_address_and_stand_where_json_ld_allows(context: Any, shape: str) -> None:
    own = {"@context": context, "@type": "Ad", "name": "n"}
    bare = {"@type": "Ad", "name": "n"}
    shapes = {
        "one": own,
        "graph": {"@context": context, "@graph": [bare]},
        "list": [own],
        "graph of contexts": {"@graph": [own]},
    }
    found = read("jsonld", json.dumps(shapes[shape]), OPTIONS)
    assert found.values == [{"name": "n"}]
    assert found.rules == []


@pytest.mark.parametrize(
    ("context", "shown"),
    [
        ("https://example.com/other", "https://example.com/other"),
        (None, "null"),
        ([ADDRESS], "an array"),
        ({"name": {"@id": "https://example.org/ns#other"}}, "an object"),
    ],
)
def test_another_context_is_told_and_the_members_are_read(context: Any, shown: str) -> None:
    found = read("jsonld", json.dumps({"@context": context, "@type": "Ad", "name": "n"}, indent=1), OPTIONS)
    trouble = found.trouble("other-context")
    assert (trouble.params, trouble.record, trouble.pointer) == ({"found": shown, "expected": ADDRESS}, 0, "/@context")
    assert at(trouble.place) == (2, 14)
    assert found.values == [{"name": "n"}]
    graph = read("jsonld", json.dumps({"@context": context, "@graph": [{"@type": "Ad"}, {"@type": "Ad"}]}), OPTIONS)
    assert graph.rules == ["other-context"] * 2


@pytest.mark.parametrize("data", ['{"@type": "Ad"}', '[{"@type": "Ad"}]', '{"@graph": [{"@type": "Ad"}]}'])
def test_without_context_nothing_is_known(data: str) -> None:
    found = read("jsonld", data, OPTIONS)
    assert found.rules == ["other-context"]
    assert found.trouble("other-context").params["found"] == "none"
    assert found.values == [{}]


@pytest.mark.parametrize(
    ("members", "pointer", "expected", "shown"),
    [
        ({"@type": "Other"}, "/@type", "Ad", "Other"),
        ({"@type": ["Ad"]}, "/@type", "Ad", "an array"),
        ({"by": {}}, "/by", "Agent", "none"),
        ({"by": [{"@type": "Agent"}, {"@type": "Ad"}]}, "/by/1/@type", "Agent", "Ad"),
        ({"by": {"@type": "Agent", "at": [{"@type": "place"}]}}, "/by/at/0/@type", "Place", "place"),
    ],
)
def test_types_are_those_of_the_format(members: dict[str, Any], pointer: str, expected: str, shown: str) -> None:
    found = read("jsonld", document(**members), OPTIONS)
    trouble = found.trouble("other-type")
    assert (trouble.pointer, trouble.params) == (pointer, {"found": shown, "expected": expected})


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"@id": "https://example.org/1"}, "/@id"),
        ({"a": {"@type": "Ad"}}, "/a/@type"),
        ({"a": {"@context": ADDRESS}}, "/a/@context"),
        ({"a": [{"@value": "x"}]}, "/a/0/@value"),
        ({"by": {"@type": "Agent", "@reverse": {}}}, "/by/@reverse"),
    ],
)
def test_keywords_in_other_places_are_told_and_left_out(members: dict[str, Any], pointer: str) -> None:
    found = read("jsonld", document(**members), OPTIONS)
    assert found.trouble("keyword").pointer == pointer
    assert "@" not in json.dumps(found.values)


def test_what_stands_beside_a_graph_is_told() -> None:
    graph = {"@context": ADDRESS, "@graph": [{"@type": "Ad"}], "name": "n"}
    found = read("jsonld", json.dumps(graph), OPTIONS)
    assert [(t.params, t.record, t.pointer) for t in found.troubles] == [({"name": "name"}, None, "/name")]
    assert at(found.troubles[0].place) == (1, json.dumps(graph).index('"n"') + 1)


def test_of_a_broken_document_the_other_records_are_read() -> None:
    data = '{"@context": "' + ADDRESS + '", "@graph": [{"@type": "Ad", "a": 1}, {"@type": "Ad", "a": }]}'
    found = read("jsonld", data, OPTIONS)
    assert found.values == [{"a": 1}]
    assert found.rules == ["syntax"]


def test_without_a_known_context_keywords_are_passed_over() -> None:
    found = read("jsonld", '{"@context": "https://schema.org", "@type": "Thing", "name": "n"}')
    assert found.values == [{"name": "n"}]
    assert found.rules == []


def test_the_limits_are_those_of_json() -> None:
    assert read("jsonld", document(), OPTIONS, Limits(max_bytes=10)).rules == ["too-large"]


def test_members_called_like_keywords_are_not_written() -> None:
    with pytest.raises(WriteError, match="@id") as caught:
        carriers.get("jsonld").write([{"a": 1}, {"a": [{"@id": "x"}]}], OPTIONS)
    assert (caught.value.record, caught.value.pointer) == (1, "/a/0/@id")
