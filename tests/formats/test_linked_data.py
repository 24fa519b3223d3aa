"""JSON-LD and SHACL of the formats that name a context: judged by a JSON-LD processor and by a SHACL engine of others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from pyld import jsonld
from rdflib import RDF, SH, Graph

from opads import carriers
from opads.conversion import convert
from opads.formats import Format, default_registry
from opads.formats.check import expected_rule
from opads.standard.jsonvalue import leaves, unescape
from opads.validation import validate

REGISTRY = default_registry()
LINKED = [format_ for format_ in REGISTRY if format_.carrier_options("jsonld") is not None]
SHAPED = [format_ for format_ in LINKED if (format_.folder / "shapes.ttl").is_file()]
PLAIN = {"eu-repository": {"submitted-within-72-hours", "submission-follows-publication", "metadata-language-known"}}
"""Rules without a shape: they count days or look into code lists."""
SHAPES = {
    "notice-states-period": {"period-starts", "period-ends"},
    "notice-states-amount": {"amount-total", "amount-currency"},
}
"""The shapes of rules that are not called like their rule."""


def refuse(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    raise AssertionError(f"nothing is fetched, yet {url} was asked for")


def options_of(format_: Format) -> dict[str, Any]:
    return dict(format_.carrier_options("jsonld") or {})


def expanded(document: Any) -> list[Any]:
    found: list[Any] = jsonld.expand(document, {"documentLoader": refuse})
    return found


def quads(document: Any) -> str:
    """Give the canonical form of the graph, in which equal graphs are equal texts."""
    text: str = jsonld.normalize(
        document, {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": refuse}
    )
    return text


def linked(format_: Format, records: list[dict[str, Any]]) -> bytes:
    return carriers.get("jsonld").write(records, options_of(format_))


def examples(formats: list[Format], kind: str) -> list[Any]:
    return [
        pytest.param(format_, path, id=f"{format_.id}-{path.stem}")
        for format_ in formats
        for path in sorted((format_.folder / "examples" / kind).glob("*.json"))
    ]


def records_of(path: Path) -> list[dict[str, Any]]:
    return [record.value for record in carriers.get("json").read(path.read_bytes(), {}).records]


def results(format_: Format, document: Any) -> set[str]:
    """Give the names of the shapes that a document offends."""
    data = Graph().parse(data=quads(document), format="nt")
    shapes = Graph().parse(format_.folder / "shapes.ttl")
    conforms, report, text = pyshacl.validate(data, shacl_graph=shapes)
    found = {
        str(shape).rpartition("#")[2]
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for shape in report.objects(result, SH.sourceShape)
    }
    assert conforms == (not found), text
    return found


def test_there_are_formats_in_json_ld() -> None:
    assert LINKED
    assert SHAPED


@pytest.mark.parametrize("format_", LINKED, ids=lambda f: f.id)
def test_the_context_names_every_member_and_nothing_else(format_: Format) -> None:
    context = options_of(format_)["context"]
    members: set[str] = set()
    todo: list[Any] = [format_.record_schema]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            if isinstance(node.get("properties"), dict):
                members |= set(node["properties"])
            todo += node.values()
        elif isinstance(node, list):
            todo += node
    types = set(options_of(format_)["types"].values())
    terms = {name for name, entry in context.items() if isinstance(entry, dict)}
    assert terms == members | types
    prefixes = {name: entry for name, entry in context.items() if isinstance(entry, str)}
    meanings = [entry["@id"] for entry in (context[name] for name in terms)]
    assert len(set(meanings)) == len(meanings), "two members mean the same"
    assert {meaning.partition(":")[0] for meaning in meanings} <= set(prefixes)
    for path in options_of(format_)["types"]:
        pointer = ""
        for token in path.split("/")[1:]:
            below = f"{pointer}/{token}"
            pointer = below if format_.declared.unknown(below) is None else f"{pointer}/0/{token}"
            assert format_.declared.unknown(pointer) is None, path


@pytest.mark.parametrize(("format_", "path"), examples(LINKED, "valid"))
def test_no_value_is_lost_on_the_way_to_rdf(format_: Format, path: Path) -> None:
    records = records_of(path)
    document = json.loads(linked(format_, records))
    values = [
        (pointer, value)
        for record in records
        for pointer, value in leaves(record)
        if value is not None and value not in ([], {})
    ]
    found = [value for pointer, value in leaves(expanded(document)) if pointer.endswith("/@value")]
    assert sorted(map(str, found)) == sorted(str(value) for _, value in values)
    assert values
    for pointer, _ in values:
        for token in pointer.split("/")[1:]:
            assert token.isdigit() or unescape(token) in options_of(format_)["context"]
    compacted = jsonld.compact(
        expanded(document), {"@context": document["@context"]}, {"documentLoader": refuse, "compactArrays": True}
    )
    again = [value for pointer, value in leaves(compacted) if "/@" not in pointer]
    assert sorted(map(str, again)) == sorted(str(value) for _, value in values)


@pytest.mark.parametrize(("format_", "path"), examples(LINKED, "valid"))
def test_equal_records_are_equal_graphs_and_read_back_equal(format_: Format, path: Path) -> None:
    records = records_of(path)
    written = linked(format_, records)
    back = list(carriers.get("jsonld").read(written, options_of(format_)).records)
    assert [record.value for record in back] == records
    assert [record.troubles for record in back] == [[] for _ in records]
    turned = [
        json.loads(json.dumps(record, default=str), object_pairs_hook=lambda p: dict(p[::-1])) for record in records
    ]
    graph = quads(json.loads(written))
    assert graph == quads(json.loads(linked(format_, turned)))
    pointer, value = next((p, v) for p, v in leaves(records[0]) if isinstance(v, str))
    damaged = json.loads(written.replace(json.dumps(value).encode(), b'"something else"'))
    assert graph != quads(damaged), pointer


@pytest.mark.parametrize(("format_", "path"), examples(LINKED, "valid"))
def test_json_ld_is_recognised_and_judged_as_json_is(format_: Format, path: Path) -> None:
    plain = validate(path.read_bytes(), REGISTRY)
    report = validate(linked(format_, records_of(path)), REGISTRY)
    assert (report.input.format, report.input.carrier, report.verdict) == (format_.id, "jsonld", plain.verdict)
    assert [group.rule for group in report.groups] == [group.rule for group in plain.groups]


@pytest.mark.parametrize(("format_", "path"), examples(LINKED, "valid"))
def test_conversion_gives_the_same_graph_whatever_the_syntax(format_: Format, path: Path) -> None:
    done = convert(path.read_bytes(), REGISTRY, target=format_.id, target_carrier="jsonld")
    assert done.media_type == "application/ld+json"
    assert quads(json.loads(done.output)) == quads(json.loads(linked(format_, records_of(path))))
    back = convert(done.output, REGISTRY, target=format_.id, target_carrier="json")
    assert json.loads(back.output) == records_of(path)


@pytest.mark.parametrize(("format_", "path"), examples(SHAPED, "valid"))
def test_valid_examples_conform_to_the_shapes(format_: Format, path: Path) -> None:
    assert results(format_, json.loads(linked(format_, records_of(path)))) == set()


@pytest.mark.parametrize(("format_", "path"), examples(SHAPED, "invalid"))
def test_damaged_examples_offend_the_shape_of_their_rule(format_: Format, path: Path) -> None:
    group, _, name = expected_rule(format_.id, path).partition("/")
    found = results(format_, json.loads(linked(format_, records_of(path))))
    if group != format_.id or name in PLAIN[format_.id]:
        assert found == set()
    else:
        assert found
        assert found <= SHAPES.get(name, {name})


@pytest.mark.parametrize("format_", SHAPED, ids=lambda f: f.id)
def test_the_shapes_are_shapes(format_: Format) -> None:
    shapes = Graph().parse(format_.folder / "shapes.ttl")
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize("format_", SHAPED, ids=lambda f: f.id)
def test_every_rule_has_a_shape_or_is_named_as_one_without(format_: Format) -> None:
    shapes = {str(node).rpartition("#")[2] for node in Graph().parse(format_.folder / "shapes.ttl").subjects()}
    rules = {compiled.rule.id.partition("/")[2] for compiled in format_.rules}
    assert PLAIN[format_.id] <= rules
    for rule in rules - PLAIN[format_.id]:
        assert SHAPES.get(rule, {rule}) <= shapes


DAMAGE = [
    ("identification/identifiers/0/notation", None, "identifier-has-notation"),
    ("transparencyNotice/sponsor/postalAddress/fullAddress", None, "address-is-one-text"),
    ("transparencyNotice/adAmount/total", "much", "amount-is-decimal"),
    ("transparencyNotice/adAmount/cash/value", "1.500,00", "value-is-decimal"),
    ("transparencyNotice/adAmount/currency", "euro", "currency-is-code"),
    ("identification/status", "gone", "status-known"),
    ("identification", None, "identification-present"),
    ("transparencyNotice", None, "notice-present"),
]


@pytest.mark.parametrize(("place", "value", "shape"), DAMAGE)
def test_what_no_rule_but_the_schema_forbids_offends_a_shape(place: str, value: str | None, shape: str) -> None:
    format_ = next(f for f in SHAPED if "eu-repository" in f.id)
    [record] = records_of(format_.folder / "examples" / "valid" / "all-elements.json")
    *way, last = place.split("/")
    node: Any = record
    for token in way:
        node = node[int(token)] if isinstance(node, list) else node[token]
    assert node.pop(last) is not None
    if value is not None:
        node[last] = value
    assert results(format_, json.loads(linked(format_, [record]))) == {shape}


@pytest.mark.parametrize("format_", SHAPED, ids=lambda f: f.id)
def test_the_command_of_the_handbook_works(format_: Format, tmp_path: Path) -> None:
    for kind, name, code in (("valid", "correction", 0), ("invalid", "version-rises", 1)):
        export = tmp_path / f"{name}.jsonld"
        export.write_bytes(linked(format_, records_of(format_.folder / "examples" / kind / f"{name}.json")))
        command = ["-s", str(format_.folder / "shapes.ttl"), "-df", "json-ld", str(export)]
        done = subprocess.run([sys.executable, "-m", "pyshacl", *command], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        assert f"Conforms: {code == 0}" in done.stdout
