"""The glossary, and what is made of it for RDF: SKOS and the JSON-LD context."""

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from opads.standard import codelists, resources
from opads.terms import Term, TermError, default_glossary, load_glossary

GLOSSARY = default_glossary()
ASKED = """
political-advertisement political-advertising sponsor payer controlling-entity publisher provider political-actor campaign
targeting-technique ad-delivery-technique transparency-notice label election referendum legislative-process
independent-expenditure electioneering-communication disclaimer imprint very-large-online-platform recipient reach
special-category profiling consent
"""
OFFICIAL = {
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
}
NS = "https://opads.org/ns/"


@pytest.fixture(scope="module")
def tool(project: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_terms", project / "tools" / "make_terms.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def skos() -> Any:
    return json.loads((resources.version_folder() / "terms" / "opads-terms.jsonld").read_bytes())


@pytest.fixture(scope="module")
def context() -> Any:
    return json.loads((resources.version_folder() / "context.jsonld").read_bytes())["@context"]


def test_the_words_that_matter_are_there() -> None:
    assert set(ASKED.split()) <= {term.id for term in GLOSSARY}
    assert len(GLOSSARY) >= 26


@pytest.mark.parametrize("term", list(GLOSSARY), ids=lambda term: term.id)
def test_a_term(term: Term) -> None:
    assert set(term.labels) <= OFFICIAL
    assert len({d.law for d in term.definitions}) == len(term.definitions)
    for definition in term.definitions:
        assert definition.text.endswith(".")
    for relation in term.relations:
        assert relation.concept != term.id
        if relation.iri and relation.iri.startswith(f"{NS}codelist/"):
            name, _, code = relation.iri.removeprefix(f"{NS}codelist/").partition("/")
            assert code in codelists.load(name) if code else len(codelists.load(name))


def test_relations_go_both_ways() -> None:
    turned = {"broader": "narrower", "narrower": "broader", "related": "related"}
    pairs = {(t.id, r.relation, r.concept) for t in GLOSSARY for r in t.relations if r.concept}
    lonely = {(b, turned[r], a) for a, r, b in pairs if r != "related"} - pairs
    assert lonely == set()


def test_what_the_acts_were_not_read_for_is_unverified() -> None:
    notice = GLOSSARY.get("transparency-notice")
    assert len(notice.labels) == 24
    assert {tag for tag, label in notice.labels.items() if label.verified} == {
        "en",
        "de",
        "fr",
        "it",
        "ro",
        "hu",
        "sl",
        "fi",
    }
    regulation = [d for t in GLOSSARY for d in t.definitions if d.law == "ttpa"]
    assert [d.verified for d in regulation if d.provision == "Article 3(10)"] == [True]
    assert {d.provision for d in regulation if not d.verified} == {"Article 3(4)"}


@pytest.mark.parametrize(
    ("name", "term_id"),
    [("sponsor", "sponsor"), ("Sponzor", "sponsor"), ("political actor", "political-actor"), ("avoimuusilmoitus", "transparency-notice"),
     (" PROMOTER ", "sponsor"), ("Paid for by", "payer")],
)  # fmt: skip
def test_a_term_is_found_by_any_of_its_words(name: str, term_id: str) -> None:
    found = GLOSSARY.get(name)
    words = {d.term for d in found.definitions} | {label.label for label in found.labels.values()} | {found.id}
    assert found.id == term_id or name.strip().casefold() in {str(word).casefold() for word in words}


def test_an_unknown_term_names_the_nearest() -> None:
    with pytest.raises(TermError, match="did you mean 'sponsor'"):
        GLOSSARY.get("sponsr")
    with pytest.raises(TermError, match=r"no term 'zzzzzz'$"):
        GLOSSARY.get("zzzzzz")


TERM = """
id: word
labels: {en: {label: word, verified: true}}
definitions: [{law: act, text: T., provision: "1", verified: true, match: exact}]
relations: [{relation: related, iri: "https://example.org/x"}]
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [("id: word", "id: other"), ("en:", "de:"), ("law: act", "law: bill"), ('iri: "https://example.org/x"', "concept: none"),
     ('iri: "https://example.org/x"', 'concept: word, iri: "https://example.org/x"'), ("exact", "equal"),
     ('related, iri: "https://example.org/x"', "exact, concept: word"), ("text: T.", "txt: T.")],
)  # fmt: skip
def test_mistakes_are_refused(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "laws.yaml").write_text("act: {name: Act, jurisdiction: EU}\n")
    (tmp_path / "word.yaml").write_text(TERM)
    assert [term.id for term in load_glossary(tmp_path)] == ["word"]
    assert old in TERM
    (tmp_path / "word.yaml").write_text(TERM.replace(old, new, 1))
    with pytest.raises(ValueError, match=r"."):
        load_glossary(tmp_path)


def test_what_is_generated_is_fresh(tool: ModuleType, tmp_path: Path) -> None:
    """Refresh with ``python tools/make_terms.py``."""
    tool.write(tmp_path)
    for name in ("context.jsonld", "terms/opads-terms.jsonld"):
        assert (tmp_path / name).read_bytes() == (resources.version_folder() / name).read_bytes(), name


def test_the_glossary_in_skos(skos: Any) -> None:
    graph = {node["id"]: node for node in skos["@graph"]}
    assert len(graph) == len(skos["@graph"])
    schemes = {key for key, node in graph.items() if node["type"] == "skos:ConceptScheme"}
    concepts = {key: node for key, node in graph.items() if node["type"] == "skos:Concept"}
    assert len(schemes) + len(concepts) == len(graph)
    assert len(schemes) == len(GLOSSARY.laws) + 1
    assert len(concepts) == len(GLOSSARY) + sum(len(term.definitions) for term in GLOSSARY)
    for node in concepts.values():
        assert node["inScheme"] in schemes
        assert node["prefLabel"]["en"]
        assert not set(node["prefLabel"]) & set(node.get("altLabel", ()))
        for name in ("broader", "narrower", "related"):
            assert set(node.get(name, ())) <= set(concepts)
        for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"):
            assert all(iri in concepts or iri.startswith(f"{NS}codelist/") for iri in node.get(name, ()))
        assert set(node) <= {*skos["@context"], "id", "type"}


def test_words_that_are_not_verified_are_no_preferred_labels(skos: Any) -> None:
    node = next(node for node in skos["@graph"] if node["id"].endswith("terms/transparency-notice"))
    assert "sv" in node["altLabel"]
    assert "sv" not in node["prefLabel"]
    assert "not verified" in node["editorialNote"]


def _properties(documents: dict[str, Any], node: Any, file: str, scope: Any, at: str) -> Iterator[tuple[str, Any, Any]]:
    """Walk the schema and the scoped context side by side."""
    while "$ref" in node:
        target, _, pointer = node["$ref"].partition("#")
        file = target or file
        node = documents[file]
        for step in pointer.split("/")[1:]:
            node = node[step]
    if node.get("type") == "array":
        yield from _properties(documents, node["items"], file, scope, at)
        return
    for name, child in node.get("properties", {}).items():
        yield f"{at}/{name}", child, scope.get(name) if scope else None
        yield from _properties(documents, child, file, (scope or {}).get(name, {}).get("@context"), f"{at}/{name}")


def test_every_property_of_the_schema_is_in_the_context(context: Any) -> None:
    documents = {path.name: json.loads(path.read_bytes()) for path in resources.schemas()}
    seen: dict[str, str] = {}
    for at, _, definition in _properties(documents, documents["disclosure.json"], "disclosure.json", context, ""):
        assert definition is not None, at
        assert re.fullmatch(r"https?://[^ ]+[#/][A-Za-z]+\w*", definition["@id"]), at
        seen[at] = definition["@id"]
    assert len(seen) > 300
    assert seen["/parties/givenName"] == "http://xmlns.com/foaf/0.1/givenName"
    assert seen["/money/amounts/exact"] == f"{NS}money/amount#exact"
    assert seen["/parties/kind"] != seen["/money/amounts/kind"]


def test_codes_are_iris_of_their_lists_and_numbers_are_numbers(context: Any) -> None:
    roles = context["parties"]["@context"]["roles"]
    assert roles["@type"] == "@vocab"
    assert roles["@context"] == {"@vocab": f"{NS}codelist/party-role/"}
    assert context["money"]["@context"]["amounts"]["@context"]["exact"]["@type"] == "xsd:decimal"
    assert context["extensions"]["@type"] == "@json"
    assert context["advertisement"]["@context"]["texts"]["@container"] == "@list"
    assert "@type" not in context["money"]["@context"]["amounts"]["@context"]["currency"]
