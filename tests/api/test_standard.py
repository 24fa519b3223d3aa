"""The resources that describe the standard: formats, rules, schemas, code lists, problems."""

import csv
import io
import json
from decimal import Decimal
from urllib.parse import urlsplit

import pytest

from opads.api.problem import KINDS
from opads.catalogue import catalogue_of
from opads.formats import default_registry
from opads.standard import resources
from tests.api.conftest import Check, Client

REGISTRY = default_registry()
CATALOGUE = catalogue_of(REGISTRY)


def test_every_format_is_listed_and_described(client: Client) -> None:
    rows = client.get("/v1/formats").json()["formats"]
    assert [row["id"] for row in rows] == list(REGISTRY.ids)
    for row in rows:
        assert client.get(f"/v1/formats/{row['id']}").json() == row
        format_ = REGISTRY.get(row["id"])
        assert row["digest"] == format_.digest
        assert row.get("rules", 0) == len(format_.rules)
        assert row["carriers"] == [use.carrier for use in format_.file.carriers]


def test_record_schemas_are_the_files(client: Client) -> None:
    for format_ in REGISTRY:
        response = client.get(f"/v1/formats/{format_.id}/record.json")
        assert response.headers["content-type"] == "application/schema+json"
        assert response.content == (format_.folder / "record.json").read_bytes()
        assert client.get(f"/formats/{format_.id}/record.json").content == response.content


@pytest.mark.parametrize(
    ("name", "media_type"), [("context.jsonld", "application/ld+json"), ("shapes.ttl", "text/turtle")]
)
def test_contexts_and_shapes_are_the_files(client: Client, problem: Check, name: str, media_type: str) -> None:
    files = {format_.id: format_.folder / name for format_ in REGISTRY}
    assert any(path.is_file() for path in files.values())
    for format_id, path in files.items():
        response = client.get(f"/formats/{format_id}/{name}")
        if path.is_file():
            assert response.headers["content-type"].partition(";")[0] == media_type
            assert response.content == path.read_bytes()
        else:
            problem(response, "not-found")
    problem(client.get(f"/formats/no-such/{name}"), "unknown-format")


def test_the_address_of_a_context_is_where_it_is_served(client: Client) -> None:
    linked = [options for f in REGISTRY if (options := f.carrier_options("jsonld")) is not None]
    assert linked
    for options in linked:
        path = urlsplit(options["address"]).path
        assert json.loads(client.get(path).content, parse_float=Decimal)["@context"] == options["context"]


def test_unknown_format(client: Client, problem: Check) -> None:
    problem(client.get("/v1/formats/no-such"), "unknown-format")
    problem(client.get("/v1/formats/no-such/record.json"), "unknown-format")


def test_rules_add_up(client: Client) -> None:
    everything = client.get("/v1/rules").json()
    assert everything["total"] == len(everything["rules"]) == len(CATALOGUE)
    by_severity = [client.get(f"/v1/rules?severity={s}").json()["total"] for s in ("error", "warning", "info")]
    assert sum(by_severity) == len(CATALOGUE)
    for format_ in REGISTRY:
        mine = client.get(f"/v1/rules?format={format_.id}").json()
        assert mine["total"] == len(format_.rules)
        assert all(row["format"] == format_.id for row in mine["rules"])


def test_every_rule_is_explained(client: Client) -> None:
    for row in client.get("/v1/rules").json()["rules"]:
        rule = client.get(f"/v1/rules/{row['group']}/{row['name']}").json()
        assert rule["id"] == row["id"]
        assert rule["text"]
        assert rule["fix"]
        assert rule["citations"]


def test_an_unknown_rule_is_told_its_nearest(client: Client, problem: Check) -> None:
    known = next(iter(CATALOGUE)).id
    body = problem(client.get(f"/v1/rules/{known}x"), "not-found")
    assert known in body["detail"]


def test_unknown_format_or_severity_of_rules(client: Client, problem: Check) -> None:
    assert problem(client.get("/v1/rules?format=no-such"), "unknown-format")["errors"][0]["parameter"] == "format"
    assert problem(client.get("/v1/rules?severity=fatal"), "bad-parameter")["errors"][0]["parameter"] == "severity"


def test_every_file_of_the_standard_is_served_as_it_is(client: Client) -> None:
    rows = client.get("/v1/schemas").json()["files"]
    assert {"disclosure.json", "codelists/status.csv", "findings/engine.yaml"} <= {row["path"] for row in rows}
    for row in rows:
        response = client.get(f"/v1/schemas/{row['version']}/{row['path']}")
        assert response.status_code == 200, row
        assert response.content == (resources.version_folder() / row["path"]).read_bytes()
        assert response.headers["content-type"] == row["mediaType"]
        assert len(response.content) == row["bytes"]


def test_identifiers_of_schemas_resolve_where_the_service_is_their_home(client: Client) -> None:
    for path in resources.schemas():
        identifier = json.loads(path.read_bytes())["$id"]
        response = client.get(identifier.removeprefix("https://opads.org"))
        assert response.content == path.read_bytes(), identifier
        assert response.headers["content-type"] == "application/schema+json"
        assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/schemas/9.9/disclosure.json",
        "/v1/schemas/1.0/none.json",
        "/v1/schemas/1.0/%2e%2e/formats/README",
        "/v1/schemas/1.0/..%2f..%2fpyproject.toml",
        "/v1/schemas/1.0//etc/passwd",
        "/v1/schemas/1.0/disclosure.json%00",
        "/v1/schemas/1.0/disclosure.json/",
        "/schema/1.0/none.json",
    ],
)
def test_no_other_file_is_served(client: Client, path: str) -> None:
    response = client.get(path)
    if response.status_code == 200:
        assert path.endswith("disclosure.json/")
        assert response.content == (resources.version_folder() / "disclosure.json").read_bytes()
    else:
        assert response.status_code == 404


def test_code_lists_as_json_and_as_csv(client: Client) -> None:
    for row in client.get("/v1/codelists").json()["codelists"]:
        codes = client.get(f"/v1/codelists/{row['name']}").json()["codes"]
        table = client.get(f"/v1/codelists/{row['name']}", headers={"Accept": "text/csv"})
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        assert table.content == (resources.codelists() / f"{row['name']}.csv").read_bytes()
        read = list(csv.DictReader(io.StringIO(table.text)))
        assert [r["code"] for r in read] == [c["code"] for c in codes]
        assert len(codes) == row["codes"]


def test_unknown_code_list(client: Client, problem: Check) -> None:
    problem(client.get("/v1/codelists/..%2fdisclosure"), "not-found")
    problem(client.get("/v1/codelists/no-such"), "not-found")


def test_every_kind_of_problem_resolves_for_programs_and_for_people(client: Client) -> None:
    rows = client.get("/problems").json()["problems"]
    assert [row["name"] for row in rows] == list(KINDS)
    for row in rows:
        path = row["type"].removeprefix("https://opads.example")
        assert client.get(path).json() == row
        shown = client.get(path, headers={"Accept": "text/html"})
        assert shown.headers["content-type"] == "text/html; charset=utf-8"
        assert row["title"] in shown.text
    assert "Problems" in client.get("/problems", headers={"Accept": "text/html"}).text


def test_unknown_kind_of_problem(client: Client, problem: Check) -> None:
    problem(client.get("/problems/no-such"), "not-found")


@pytest.mark.parametrize(
    "path", ["/v1/formats", "/v1/rules", "/v1/schemas", "/v1/codelists", "/problems", "/openapi.json", "/health/live"]
)
def test_what_is_not_offered_is_not_given(client: Client, problem: Check, path: str) -> None:
    body = problem(client.get(path, headers={"Accept": "image/png"}), "not-acceptable")
    assert "application/json" in body["detail"]


def test_the_matrix_is_served(client: Client) -> None:
    whole = client.get("/v1/matrix").json()
    assert whole["formats"] == list(REGISTRY.ids)
    assert len(whole["pairs"]) == len(REGISTRY) ** 2
    some = client.get("/v1/matrix", params={"from": "us-fec", "to": "eu-ttpa"}).json()["pairs"]
    assert [(cell["source"], cell["target"]) for cell in some] == [("us-fec", "eu-ttpa")]
    found = client.get("/v1/matrix/us-fec/eu-ttpa").json()
    assert found["counts"] == some[0]
    assert "/amountMethodology" in found["missing"]
    assert client.get("/v1/matrix/us-fec/eu-tpa").status_code == 404
    assert client.get("/v1/matrix", params={"from": "nothing"}).status_code == 404
