"""The schema keeps its own house rules: described, sourced, closed, coded, complete."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from opads.standard import codelists, resources
from opads.standard.jsonvalue import get
from tests.strategies import BASE, schema_documents

SUBJECTS = {
    *("identity", "advertisement", "party", "money", "process", "period", "event", "targeting", "delivery", "label"),
    *("notice", "evidence", "retention", "absence", "provenance", "common", "disclosure"),
}
QUESTIONS = {"situation"}
"""What the service is asked: schemas that the disclosure's do not refer to."""
ANSWERS = {"report", "account", "receipt", "step-receipt"}
"""What the service answers: schemas beside the disclosure's, linted with the renderings and the receipts."""
NODES: dict[str, dict[str, Any]] = {}
PROPERTIES: dict[str, dict[str, Any]] = {}

Visit = Iterator[tuple[str, dict[str, Any]]]


def _schemas_within(pointer: str, node: dict[str, Any]) -> Visit:
    """Yield every subschema with its pointer."""
    yield pointer, node
    for keyword in ("properties", "$defs", "patternProperties"):
        for name, child in node.get(keyword, {}).items():
            yield from _schemas_within(f"{pointer}/{keyword}/{name}", child)
    for keyword in ("items", "additionalProperties", "propertyNames", "if", "then", "else", "not", "contains"):
        if isinstance(node.get(keyword), dict):
            yield from _schemas_within(f"{pointer}/{keyword}", node[keyword])
    for keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
        for number, child in enumerate(node.get(keyword, ())):
            yield from _schemas_within(f"{pointer}/{keyword}/{number}", child)


for _uri, _document in schema_documents().items():
    if _uri in {f"{BASE}{name}.json" for name in ANSWERS}:
        continue
    for _pointer, _node in _schemas_within("", _document):
        NODES[f"{_uri}#{_pointer}"] = _node
        for _name, _child in _node.get("properties", {}).items():
            PROPERTIES[f"{_uri}#{_pointer}/properties/{_name}"] = _child


def _all(kind: str) -> list[tuple[str, dict[str, Any]]]:
    return [(where, node) for where, node in NODES.items() if kind in node]


def test_there_is_much_to_lint() -> None:
    assert len(PROPERTIES) > 250
    assert {path.stem for path in resources.schemas()} == SUBJECTS | QUESTIONS | ANSWERS


@pytest.mark.parametrize("path", resources.schemas(), ids=lambda path: path.stem)
def test_a_file_is_a_schema_of_the_dialect_under_its_own_id(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{BASE}{path.name}"
    assert schema["title"]
    assert schema["description"].endswith(".")
    jsonschema.Draft202012Validator.check_schema(schema)
    assert text == json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def test_every_property_is_described_and_sourced() -> None:
    for where, node in PROPERTIES.items():
        assert re.fullmatch(r"[A-Z][^.]{1,60}", node["title"]), where
        assert re.fullmatch(r"[\s\S]{8,400}\.", node["description"]), where
        assert node["description"].rstrip(".") != node["title"], where
        assert node["x-source"], where
        assert all(isinstance(source, str) and source for source in node["x-source"]), where
        assert len(set(node["x-source"])) == len(node["x-source"]), where


def test_every_definition_is_described() -> None:
    for where, node in NODES.items():
        if re.search(r"/\$defs/[^/]+$", where):
            assert node["title"], where
            assert node["description"].endswith("."), where


def test_property_names_are_in_camel_case() -> None:
    for where in PROPERTIES:
        assert re.fullmatch(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*", where.rpartition("/")[2]), where


def test_objects_are_closed_but_for_the_one_extension_point() -> None:
    opened = f"{BASE}disclosure.json#/properties/extensions"
    for where, node in NODES.items():
        if node.get("type") == "object" and not where.startswith(opened):
            assert node["additionalProperties"] is False, where
            assert set(node.get("required", ())) <= set(node["properties"]), where
    assert NODES[opened]["additionalProperties"]["additionalProperties"] is True


def test_every_schema_of_a_value_says_its_type() -> None:
    for where, node in NODES.items():
        conditional = re.search(r"/(allOf|if|then|propertyNames)(/|$)", where)
        if where != f"{BASE}common.json#" and not conditional:
            assert "type" in node or "$ref" in node, where


def test_references_stay_inside_and_lead_somewhere() -> None:
    used = set()
    for where, node in _all("$ref"):
        reference = node["$ref"]
        assert ":" not in reference, where
        file, _, pointer = reference.partition("#")
        document = f"{BASE}{file}" if file else where.partition("#")[0]
        assert isinstance(get(schema_documents()[document], pointer), dict), where
        used.add(f"{document}#{pointer}")
    definitions = {where for where in NODES if re.search(r"#/\$defs/[^/]+$", where)}
    files = {f"{BASE}{name}.json#" for name in SUBJECTS - {"common", "disclosure"}}
    assert definitions | files <= used, "nothing is defined in vain"


def test_patterns_are_anchored() -> None:
    for where, node in _all("pattern"):
        if "/if" not in where:
            assert node["pattern"].startswith("^"), where


def test_required_properties_are_few() -> None:
    """What is required forces invention where a source has it not: the list is short and written here."""
    required = {where.removeprefix(BASE): node["required"] for where, node in _all("required")}
    assert required == {
        "absence.json#": ["pointer", "reason"],
        "advertisement.json#/$defs/adText": ["text"],
        "advertisement.json#/$defs/adUrl": ["url"],
        "common.json#/$defs/identifier": ["value"],
        "common.json#/$defs/localText": ["text"],
        "delivery.json#/$defs/measure": ["metric"],
        "disclosure.json#": ["opads"],
        "event.json#": ["kind"],
        "evidence.json#": ["kind"],
        "identity.json#/$defs/historyEntry": ["event"],
        "identity.json#/$defs/scopedIdentifier": ["value"],
        "money.json#/$defs/amount": ["kind"],
        "party.json#/$defs/contribution": ["amount"],
        "retention.json#": ["until"],
    }


def test_closed_lists_and_enums_are_equal() -> None:
    for where, node in NODES.items():
        if "enum" in node:
            assert node["enum"] == list(codelists.load(node["x-codelist"])), where
            assert "x-codelist-open" not in node, where
    for where, node in _all("x-codelist"):
        assert ("enum" in node) != node.get("x-codelist-open", False), where


def test_every_code_list_is_used_and_there() -> None:
    used = {node["x-codelist"] for _, node in _all("x-codelist")}
    assert used == set(resources.codelist_names())


def test_the_paths_of_the_root() -> None:
    """The subjects that every mapping and rule builds on."""
    names = (
        "opads identity jurisdictions advertisement parties money processes periods events targeting delivery label "
        "notice evidence retention absences provenance extensions"
    )
    assert list(schema_documents()[f"{BASE}disclosure.json"]["properties"]) == names.split()
