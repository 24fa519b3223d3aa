"""Write what RDF needs of the standard: the glossary in SKOS and the JSON-LD context of the disclosure.

Usage: python tools/make_terms.py [FOLDER]   (default: schema/1.0; a test fails until it is run after a change)

Every property of the schema has an IRI in the namespace of OPADS, or that of terms/properties.csv where an existing
vocabulary means the same. Codes are IRIs of their code lists.
"""

import csv
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "service"))

from opads.terms import Glossary, Term, load_glossary  # noqa: E402 - the source root is known only now

STANDARD = ROOT / "schema" / "1.0"
BASE = "https://opads.org/ns/"
TERMS = f"{BASE}terms/"
CODES = f"{BASE}codelist/"
PREFIXES = {
    "opads": BASE,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
UNVERIFIED = "not verified"
SCALARS = {"common/decimal": "xsd:decimal", "common/url": "@id"}
PLAIN = {"countries", "currencies", "languages"}
"""Lists whose codes are strings of a standard, not concepts of ours."""


def skos(glossary: Glossary) -> dict[str, Any]:
    """Return the glossary as SKOS: a concept for each term, and one for each law's own meaning of it."""
    context = {
        **PREFIXES,
        "id": "@id",
        "type": "@type",
        **{name: {"@id": f"skos:{name}", "@container": "@language"} for name in ("prefLabel", "altLabel")},
        **{name: {"@id": f"skos:{name}", "@language": "en"} for name in ("definition", "editorialNote", "scopeNote")},
        **{f"{name}Match": {"@id": f"skos:{name}Match", "@type": "@id"}
           for name in ("exact", "close", "broad", "narrow", "related")},
        **{name: {"@id": f"skos:{name}", "@type": "@id"} for name in ("broader", "narrower", "related", "inScheme")},
        "source": "dct:source",
        "title": {"@id": "dct:title", "@language": "en"},
        "url": {"@id": "dct:references", "@type": "@id"},
    }  # fmt: skip
    schemes: list[dict[str, Any]] = [{"id": TERMS, "type": "skos:ConceptScheme", "title": "OPADS terms"}]
    for key, law in glossary.laws.items():
        row = {"id": f"{TERMS}law/{key}", "type": "skos:ConceptScheme", "title": law.name}
        schemes.append({**row, "url": law.url} if law.url else row)
    graph = schemes + [concept for term in glossary for concept in _concepts(term, glossary)]
    return {"@context": context, "@graph": graph}


def _concepts(term: Term, glossary: Glossary) -> list[dict[str, Any]]:
    here = f"{TERMS}{term.id}"
    whole: dict[str, Any] = {"id": here, "type": "skos:Concept", "inScheme": TERMS}
    whole["prefLabel"] = {tag: label.label for tag, label in term.labels.items() if label.verified or tag == "en"}
    unverified = {tag: label.label for tag, label in term.labels.items() if not label.verified and tag != "en"}
    if unverified:
        whole["altLabel"] = unverified
        whole["editorialNote"] = f"The words given as alternative labels are {UNVERIFIED}."
    matches: dict[str, list[str]] = {}
    own = []
    for definition in term.definitions:
        there = f"{TERMS}law/{definition.law}/{term.id}"
        matches.setdefault(f"{definition.match}Match", []).append(there)
        concept: dict[str, Any] = {
            "id": there,
            "type": "skos:Concept",
            "inScheme": f"{TERMS}law/{definition.law}",
            "prefLabel": {"en": definition.term or term.label},
            "definition": definition.text,
            "source": f"{glossary.laws[definition.law].name}, {definition.provision}",
        }
        own.append(concept if definition.verified else {**concept, "editorialNote": f"The definition is {UNVERIFIED}."})
    for relation in term.relations:
        if relation.concept is not None:
            matches.setdefault(relation.relation, []).append(f"{TERMS}{relation.concept}")
        else:
            matches.setdefault(f"{relation.relation}Match", []).append(str(relation.iri))
    return [{**whole, **matches}, *own]


class Context:
    """Builds the JSON-LD context of the disclosure from its schema, with one scope for each object."""

    def __init__(self, folder: Path) -> None:
        self.documents = {path.name: json.loads(path.read_bytes()) for path in folder.glob("*.json")}
        with (folder / "terms" / "properties.csv").open(encoding="utf-8", newline="") as stream:
            self.equal = {row["property"]: row["iri"] for row in csv.DictReader(stream)}
        self.used: set[str] = set()

    def whole(self) -> dict[str, Any]:
        """Return the document."""
        scope = self.scope("disclosure", self.documents["disclosure.json"], "disclosure.json")
        unknown = set(self.equal) - self.used
        if unknown:
            raise ValueError(f"properties.csv: the schema has no {', '.join(sorted(unknown))}")
        # `opads` is a property there, the version of the standard, so the namespace has no prefix.
        prefixes = {name: iri for name, iri in PREFIXES.items() if name not in scope}
        return {"@context": {"@version": 1.1, **prefixes, **scope}}

    def scope(self, name: str, node: dict[str, Any], file: str) -> dict[str, Any]:
        """Return the definitions of an object's properties; ``name`` is that of its class."""
        return {key: self.term(name, key, child, file) for key, child in node["properties"].items()}

    def term(self, owner: str, key: str, node: dict[str, Any], file: str) -> dict[str, Any]:
        """Return the definition of one property."""
        path = f"{owner}#{key}"
        made: dict[str, Any] = {"@id": self.equal.get(path, f"{BASE}{path}")}
        if path in self.equal:
            self.used.add(path)
        name, node, file = self.resolved(f"{owner}/{key}", node, file)
        if node.get("type") == "array":
            made["@container"] = "@list" if key in {"lines", "texts"} else "@set"
            name, node, file = self.resolved(name, node["items"], file)
        if "properties" in node:
            made["@context"] = self.scope(name, node, file)
        elif node.get("type") == "object":
            made["@type"] = "@json"
        elif "x-codelist" in node and node["x-codelist"] not in PLAIN:
            made |= {"@type": "@vocab", "@context": {"@vocab": f"{CODES}{node['x-codelist']}/"}}
        elif name in SCALARS:
            made["@type"] = SCALARS[name]
        return made

    def resolved(self, name: str, node: dict[str, Any], file: str) -> tuple[str, dict[str, Any], str]:
        """Follow references; a definition gives its own name to the class."""
        while "$ref" in node:
            target, _, pointer = node["$ref"].partition("#")
            file = target or file
            node = self.documents[file]
            name = file.removesuffix(".json")
            for step in pointer.split("/")[1:]:
                node = node[step]
            if pointer:
                name = f"{name}/{pointer.rpartition('/')[2]}"
        return name, node, file


def write(folder: Path) -> None:
    """Write terms/opads-terms.jsonld and context.jsonld into the folder."""
    text = partial(json.dumps, indent=1, ensure_ascii=False)
    (folder / "terms").mkdir(exist_ok=True)
    glossary = load_glossary(STANDARD / "terms")
    (folder / "terms" / "opads-terms.jsonld").write_text(text(skos(glossary)) + "\n", encoding="utf-8")
    (folder / "context.jsonld").write_text(text(Context(STANDARD).whole()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else STANDARD)
