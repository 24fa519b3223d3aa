"""report.json and account.json: real answers fit them, and nothing else does."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opads import account, catalogue, findings, report
from opads.carriers import Place
from opads.conversion import canonical_account, convert
from opads.formats import Format, default_registry
from opads.report import canonical_report
from opads.standard.schemas import CompiledSchema
from opads.validation import validate
from tests.rendering import builders

REGISTRY = default_registry()
BASE = f"https://opads.org/schema/{REGISTRY.schemas.version}"
NAMES = ("report", "account")


@cache
def schema(name: str) -> CompiledSchema:
    return REGISTRY.schemas.compile(REGISTRY.schemas.documents[f"{BASE}/{name}.json"])


def examples(format_: Format, kind: str, most: int) -> list[Path]:
    """Return examples spread over the folder, so that the tests stay fast."""
    paths = sorted((format_.folder / "examples" / kind).glob("*"))
    return paths[:: max(1, len(paths) // most)][:most]


@pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: f.id)
def test_real_reports_fit(format_: Format) -> None:
    paths = examples(format_, "valid", 4) + examples(format_, "invalid", 12)
    assert paths
    for path in paths:
        made = validate(path.read_bytes(), REGISTRY, targets=REGISTRY.ids[:1])
        assert schema("report").validate(json.loads(canonical_report(made))) == [], path.name


def test_reports_on_anything_fit() -> None:
    for data in (b"", b"{", b"[]", b"\xff\xfe", b"a,b\r\n1,2\r\n", b"HDR\x1cFEC", b'{"a": 1, "a": 2}', b"\x00" * 99):
        made = validate(data, REGISTRY)
        assert schema("report").validate(json.loads(canonical_report(made))) == [], data


@pytest.mark.parametrize("name", builders.ALL)
def test_reports_made_by_hand_fit(name: str) -> None:
    if name != "hostile":
        assert schema("report").validate(json.loads(canonical_report(builders.ALL[name]().report))) == []


@pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: f.id)
def test_real_accounts_fit(format_: Format) -> None:
    for path in examples(format_, "valid", 1) + examples(format_, "invalid", 1):
        for target in REGISTRY.ids:
            done = convert(path.read_bytes(), REGISTRY, source=format_.id, target=target)
            assert schema("account").validate(json.loads(canonical_account(done.account))) == [], (path.name, target)


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(child)


def test_a_member_too_many_does_not_fit() -> None:
    whole = json.loads(canonical_report(builders.table().report))
    count = sum(1 for _ in objects(whole))
    parameters = 0
    for number in range(count):
        changed = copy.deepcopy(whole)
        list(objects(changed))[number]["unforeseen"] = 1
        parameters += schema("report").is_valid(changed)
    assert parameters == sum(len(group["samples"]) for group in whole["groups"]), "params alone are open"


def test_a_member_too_few_does_not_fit() -> None:
    whole = json.loads(canonical_report(builders.table().report))
    for name in whole:
        assert not schema("report").is_valid({key: value for key, value in whole.items() if key != name}), name


STRUCTS: dict[str, type[msgspec.Struct]] = {
    "report#": report.Report,
    "report#/$defs/format": report.FormatInfo,
    "report#/$defs/input": report.InputInfo,
    "report#/$defs/asOf": report.AsOf,
    "report#/$defs/totals": report.Totals,
    "report#/$defs/group": report.Group,
    "report#/$defs/finding": findings.Finding,
    "report#/$defs/place": Place,
    "report#/$defs/citation": catalogue.Citation,
    "report#/$defs/ledger": report.Ledger,
    "report#/$defs/ledgerRow": report.LedgerRow,
    "account#": account.Account,
    "account#/$defs/totals": account.AccountTotals,
    "account#/$defs/record": account.RecordAccount,
    "account#/$defs/leaf": account.LeafRow,
    "account#/$defs/constant": account.ConstantRow,
    "account#/$defs/missing": account.MissingRow,
    "account#/$defs/place": Place,
}


@pytest.mark.parametrize("where", list(STRUCTS))
def test_schema_and_code_name_the_same_members(where: str) -> None:
    name, _, pointer = where.partition("#")
    node = REGISTRY.schemas.documents[f"{BASE}/{name}.json"]
    for token in pointer.split("/")[1:]:
        node = node[token]
    fields = msgspec.structs.fields(STRUCTS[where])
    assert list(node["properties"]) == [field.encode_name for field in fields]
    omitted = STRUCTS[where].__struct_config__.omit_defaults
    always = {f.encode_name for f in fields if not omitted or f.required}
    assert set(node["required"]) == always


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_titled_described_and_sourced(name: str) -> None:
    document = REGISTRY.schemas.documents[f"{BASE}/{name}.json"]
    text = (REGISTRY.schemas._folder / f"{name}.json").read_text(encoding="utf-8")
    assert text == json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    nodes = [document, *document["$defs"].values()]
    for node in nodes:
        assert node["title"]
        assert node["description"].endswith(".")
        assert node["type"] == "object"
        assert node["additionalProperties"] is False
        assert set(node["required"]) <= set(node["properties"])
        for key, child in node["properties"].items():
            assert child["title"], key
            assert child["description"].endswith("."), key
            assert child["x-source"], key
            assert "type" in child or "$ref" in child, key
            assert all(p.startswith("^") and p.endswith("$") for p in (child.get("pattern", "^$"),))
    used = {node["$ref"].rpartition("/")[2] for node in objects(document) if isinstance(node.get("$ref"), str)}
    assert used == set(document["$defs"])
