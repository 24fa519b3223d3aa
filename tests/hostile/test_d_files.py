"""D: archives, spreadsheets, XML and tables (53 to 60)."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from opads import carriers
from opads.formats import default_registry
from tests.api.conftest import ANY, Client
from tests.hostile.asking import Ask, peak

FORMATS = default_registry()


def archive(**members: bytes) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return found.getvalue()


BOMB = """
import io, zipfile
from opads.formats import default_registry
from opads.validation import validate
registry, made = default_registry(), io.BytesIO()
with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
    for number in range(4):
        with packed.open(f"{number}.json", "w") as member:
            for _ in range(64):
                member.write(bytes(1 << 20))
data = made.getvalue()
validate(data[:1000], registry)
"""


def test_53_archives_are_not_unpacked_where_documents_are_expected() -> None:
    grown, said = peak(BOMB, "said = validate(data, registry).verdict")
    assert said == "invalid"
    assert grown < 32 * 1024 * 1024


@pytest.mark.parametrize("path", ["/v1/validate", "/v1/detect", "/v1/convert?to=eu-ttpa", "/v1/bulk/validate"])
def test_53_archives_sent_as_documents(door: Client, path: str) -> None:
    for data in (
        archive(a=b"{}"),
        archive(**{"../../etc/passwd": b"{}", "CON": b"x"}),
        b"PK\x03\x04" + bytes(100),
        b"PK\x05\x06" + bytes(18),
    ):
        answer = door.post(path, content=data, headers=ANY)
        assert answer.status_code in (200, 422)
        assert answer.json().get("verdict") != "valid"
        assert door.post(path, content=data, headers={"Content-Type": "application/zip"}).status_code == 415


LINES = '<?xml version="1.0"?>\n'
XML = {
    "document type": ("<!DOCTYPE a><a/>", "document-type"),
    "external entity": ('<!DOCTYPE a [<!ENTITY b SYSTEM "{file}">]><a>&b;</a>', "entity-declared"),
    "external entity by http": ('<!DOCTYPE a [<!ENTITY b SYSTEM "{http}/b">]><a>&b;</a>', "entity-declared"),
    "parameter entity": ('<!DOCTYPE a [<!ENTITY % p SYSTEM "{http}/p"> %p;]><a/>', "entity-declared"),
    "external subset": ('<!DOCTYPE a SYSTEM "{http}/a.dtd"><a/>', "external-reference"),
    "public subset": ('<!DOCTYPE a PUBLIC "x" "{http}/a.dtd"><a/>', "external-reference"),
    "laughs": (
        '<!DOCTYPE a [<!ENTITY b "hahaha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>',
        "entity-declared",
    ),
    "quadratic": (f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]><a>{"&b;" * 5_000}</a>', "entity-declared"),
    "unknown entity": ("<a>&b;</a>", "unknown-entity"),
    "attributes": ("<a " + " ".join(f'a{n}="1"' for n in range(10_000)) + "/>", "too-many-attributes"),
    "depth": ("<a>" * 10_000, "too-deep"),
}


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("source", [None, "eu-repository"])
def test_56_what_xml_can_ask_for(ask: Ask, lure: str, bait: Path, name: str, source: str | None) -> None:
    text, rule = XML[name]
    answer = ask(
        LINES + text.replace("{http}", lure).replace("{file}", bait.as_uri()), source, "xml" if source else None
    )
    faults = [told for told in answer.found if told.startswith("carrier-xml/")]
    assert faults[0].partition("@")[0] == f"carrier-xml/{rule}"
    assert "@2:" in faults[0]
    assert answer.verdict == "invalid"
    assert "the-secret-of-the-file" not in json.dumps(answer.body)


def test_56_inclusions_and_addresses_are_not_followed(ask: Ask, lure: str, bait: Path) -> None:
    for inside in (
        f'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{bait.as_uri()}" parse="text"/></a>',
        f'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{lure}/x"/></a>',
        f'<a xmlns:s="http://www.w3.org/2001/XMLSchema-instance" s:schemaLocation="x {lure}/x.xsd" s:noNamespaceSchemaLocation="{lure}/y"/>',
        f'<?xml-stylesheet href="{lure}/x" type="text/xsl"?><a/>',
    ):
        answer = ask(LINES + inside, "eu-repository", "xml")
        assert [told for told in answer.found if told.startswith("carrier-xml/")]
        assert "the-secret-of-the-file" not in json.dumps(answer.body)


def test_56_xml_is_taken_as_xml(door: Client) -> None:
    folder = FORMATS.get("eu-repository").folder / "examples" / "valid"
    path = next(path for path in sorted(folder.iterdir()) if path.suffix == ".xml")
    for kind in ("application/xml", "text/xml; charset=utf-8", "application/octet-stream"):
        answer = door.post("/v1/validate?from=eu-repository", content=path.read_bytes(), headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["verdict"], answer.json()["input"]["carrier"]) == (
            200,
            "valid",
            "xml",
        )


FORMULAS = (
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\tx",
    " =1",
    '=HYPERLINK("http://x","y")',
    "'=1",
    "a;b",
    "a\r\nb",
    'a"b',
    "01/02/2026",
)


def test_57_cells_are_data_on_the_way_in_and_out() -> None:
    """They come back to the byte; reports, which people open in spreadsheets, are made harmless instead (61 and 64)."""
    table = carriers.get("csv")
    rows = [{"a": text, "b": "x"} for text in FORMULAS]
    options: dict[str, object] = {"columns": {"a": {}, "b": {}}}
    written = table.write(rows, options)
    assert [record.value for record in table.read(written, options).records] == rows


@pytest.mark.parametrize(
    ("data", "rules"),
    [(b"a,b\n1\n1,2,3\n", {"missing-cells", "surplus-cells"}), (b'a,b\n"1,2\n', {"open-quote"}), (b"a,a\n1,2\n", {"duplicate-column"})],
)  # fmt: skip
def test_57_tables_that_are_none(data: bytes, rules: set[str]) -> None:
    reading = carriers.get("csv").read(data)
    list(reading.records)
    told = {trouble.rule.partition("/")[2] for trouble in reading.troubles}
    assert rules <= told or len(told) == len(rules)


def test_57_utf_16_from_a_spreadsheet(ask: Ask) -> None:
    source = next(format_.id for format_ in FORMATS if format_.carrier_options("csv") is not None)
    answer = ask("a;b\n1;2\n".encode("utf-16"), source, "csv")
    assert answer.found == ["carrier/wrong-encoding@1:1"]


@pytest.mark.parametrize(
    "kind", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/workbook.xml", "content.xml"]
)
def test_58_workbooks_are_not_read_as_documents(ask: Ask, kind: str) -> None:
    answer = ask(archive(**{"[Content_Types].xml": b"<Types/>", kind: b"<x>=1+1</x>"}), None)
    assert answer.verdict == "invalid"
    assert "opads/format-not-recognised" in answer.found
    assert answer.body["totals"]["records"] == 0


@pytest.mark.parametrize(
    "kind", ["text/csv", "application/xml", "text/plain", "application/x-ndjson", "application/json"]
)
def test_59_contents_count_whatever_is_said_of_them(door: Client, kind: str) -> None:
    answer = door.post("/v1/validate", content=b'{"opads": "1.0"}', headers={"Content-Type": kind})
    assert (answer.json()["verdict"], answer.json()["input"]["carrier"]) == ("valid", "json")


@pytest.mark.parametrize(
    "head",
    [b"PK\x03\x04", b"%PDF-1.7\n", b"GIF89a", b"\x1f\x8b\x08\x00", b"<html>", b"#!/bin/sh\n", b"PAR1", b"\x7fELF"],
)
def test_59_files_of_two_kinds(ask: Ask, head: bytes) -> None:
    answer = ask(head + b'{"opads": "1.0"}\n', None)
    assert answer.verdict == "invalid"
    assert answer.body["totals"]["records"] == 0
