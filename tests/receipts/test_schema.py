"""receipt.json, the code and real receipts agree."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import msgspec
import pytest

from opads.formats import default_registry
from opads.receipts import claims
from opads.receipts.claims import Claims, codelists_digest, payload_of
from opads.standard import resources
from opads.standard.schemas import CompiledSchema
from tests.receipts import samples

SCHEMAS = default_registry().schemas
DOCUMENT = SCHEMAS.documents[f"https://opads.org/schema/{SCHEMAS.version}/receipt.json"]
STRUCTS: dict[str, type[msgspec.Struct]] = {
    "": Claims,
    "document": claims.Document,
    "engine": claims.Engine,
    "standard": claims.Standard,
    "format": claims.Format,
    "asOf": claims.Dates,
    "totals": claims.Counts,
    "ledger": claims.Outcomes,
    "entry": claims.Entry,
    "head": claims.Head,
}


@pytest.fixture(scope="module")
def schema() -> CompiledSchema:
    return SCHEMAS.compile(DOCUMENT)


def value() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(payload_of(samples.claims()))
    return found


def node_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["$defs"][name] if name else DOCUMENT
    return found


def objects(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found
    for child in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from objects(child)


def test_a_receipt_fits(schema: CompiledSchema) -> None:
    assert schema.validate(value()) == []


def test_a_member_too_many_or_too_few_does_not_fit(schema: CompiledSchema) -> None:
    for number in range(sum(1 for _ in objects(value()))):
        changed = value()
        list(objects(changed))[number]["unforeseen"] = 1
        assert not schema.is_valid(changed)
    for name in set(value()) - {"register"}:
        assert not schema.is_valid({key: found for key, found in value().items() if key != name}), name


@pytest.mark.parametrize("name", list(STRUCTS))
def test_schema_and_code_name_the_same_members(name: str) -> None:
    fields = msgspec.structs.fields(STRUCTS[name])
    assert set(node_of(name)["properties"]) == {field.encode_name for field in fields}
    assert set(node_of(name)["required"]) == {field.encode_name for field in fields if field.required}


@pytest.mark.parametrize("name", list(STRUCTS))
def test_every_property_is_titled_described_and_sourced(name: str) -> None:
    node = node_of(name)
    assert node["title"]
    assert node["description"].endswith(".")
    assert node["additionalProperties"] is False
    for key, child in node["properties"].items():
        assert child["title"], key
        assert child["description"].endswith("."), key
        assert child["x-source"], key
        assert "type" in child or "$ref" in child, key
        assert child.get("pattern", "^$")[0] + child.get("pattern", "^$")[-1] == "^$", key


def test_every_definition_is_used_and_the_file_is_in_form() -> None:
    used = {node["$ref"].rpartition("/")[2] for node in objects(DOCUMENT) if isinstance(node.get("$ref"), str)}
    assert used == set(DOCUMENT["$defs"]) == set(STRUCTS) - {""}
    text = (resources.version_folder() / "receipt.json").read_text("utf-8")
    assert text == json.dumps(DOCUMENT, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (("id",), "1"),
        (("chain",), "other"),
        (("issuedAt",), "2026-11-27T12:00:00Z"),
        (("issuedAt",), "2026-11-27 12:00:00.000000Z"),
        (("report",), "AB" * 32),
        (("document", "bytes"), -1),
        (("document", "bytes"), "31"),
        (("document", "format"), "../x"),
        (("verdict",), "Valid"),
        (("ledger", "due"), 1.5),
        (("entries",), {}),
        (("head", "hash"), "ab"),
        (("asOf", "first"), "yesterday"),
        (("asOf", "basis"), ["guess"]),
        (("engine", "name"), ""),
    ],
)
def test_schema_and_code_refuse_the_same_values(schema: CompiledSchema, at: tuple[str, ...], found: Any) -> None:
    changed: Any = value()
    parent = changed
    for step in at[:-1]:
        parent = parent[step]
    parent[at[-1]] = found
    assert not schema.is_valid(changed)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps(changed), type=Claims)


def test_the_receipt_of_a_step() -> None:
    document = SCHEMAS.documents[f"https://opads.org/schema/{SCHEMAS.version}/step-receipt.json"]
    compiled = SCHEMAS.compile(document)
    found = json.loads(payload_of(samples.step()))
    assert compiled.validate(found) == []
    fields = msgspec.structs.fields(claims.StepClaims)
    assert set(document["properties"]) == set(document["required"]) == {field.encode_name for field in fields}
    for name in found:
        less = {key: value for key, value in found.items() if key != name}
        assert not compiled.is_valid(less)
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(json.dumps(less), type=claims.StepClaims)
    assert not compiled.is_valid({**found, "unforeseen": 1})
    for name in ("entry", "head"):
        assert document["$defs"][name] == DOCUMENT["$defs"][name]
    for key, child in document["properties"].items():
        assert child["title"], key
        assert child["description"].endswith("."), key
        assert child["x-source"], key


def test_claims_say_what_the_report_says() -> None:
    made, digest = samples.report()
    found = value()
    told = json.loads(msgspec.json.encode(made))
    assert found["report"] == digest
    assert found["verdict"] == told["verdict"]
    assert found["engine"] == told["engine"]
    assert {k: v for k, v in found["standard"].items() if k != "codelists"} == told["standard"]
    assert found["formats"] == told["formats"]
    assert found["totals"] == told["totals"]
    assert found["ledger"] == {k: v for k, v in told["ledger"].items() if k != "rules"}
    assert found["asOf"] == told["asOf"]
    assert found["document"]["sha256"] == sha256(samples.DOCUMENT).hexdigest()
    assert found["document"]["bytes"] == len(samples.DOCUMENT)


def test_the_digest_of_the_code_lists_is_that_of_sha256sum() -> None:
    files = sorted(resources.codelists().glob("*.csv"), key=lambda path: path.stem)
    lines = "".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    assert codelists_digest() == sha256(lines.encode()).hexdigest()
