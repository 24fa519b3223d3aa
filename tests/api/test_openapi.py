"""The contract in spec/openapi.json."""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from opads.api import openapi
from opads.api.app import create_app
from opads.api.problem import KINDS
from tests.api.conftest import Client


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(openapi.text())


def test_the_committed_document_is_the_generated_one(project: Path) -> None:
    committed = (project / "spec" / "openapi.json").read_bytes()
    assert committed == openapi.text(), "spec/openapi.json is stale: run python -m opads.api.openapi"


def test_it_is_valid(document: Any) -> None:
    validate(document)
    assert document["openapi"].startswith("3.1.")


def test_it_is_served(client: Client) -> None:
    served = client.get("/openapi.json")
    assert served.content == openapi.text("https://opads.example")
    assert served.json()["servers"] == [{"url": "https://opads.example"}]


def test_every_operation_is_named_summed_up_and_refuses_by_the_book(document: Any) -> None:
    seen = set()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert method in ("get", "post", "patch", "delete"), path
            seen.add(operation["operationId"])
            assert operation["summary"]
            assert operation["tags"]
            statuses = set(operation["responses"])
            assert {"400", "414", "431"} <= statuses, path
            assert any(status.startswith("2") for status in statuses), path
            assert "500" not in statuses
            if "requestBody" in operation:
                assert {"408", "413"} <= statuses, path
                assert operation["requestBody"]["required"]
    assert len(seen) == sum(len(item) for item in document["paths"].values())


def test_links_lead_to_operations_and_parameters_that_exist(document: Any) -> None:
    operations = {o["operationId"]: o for item in document["paths"].values() for o in item.values()}
    links = 0
    for operation in operations.values():
        answers = [operation["responses"].get(status, {}) for status in ("200", "201", "202")]
        for link in (link for answer in answers for link in answer.get("links", {}).values()):
            target = operations[link["operationId"]]
            names = {f"{p['in']}.{p['name']}" for p in target["parameters"]}
            assert set(link["parameters"]) <= names
            links += 1
    assert links >= 8


def test_no_parameter_can_be_null(document: Any) -> None:
    for item in document["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                assert "null" not in json.dumps(parameter["schema"]), parameter
                assert parameter["schema"]["type"] in ("string", "array", "boolean", "integer")


def test_examples_of_problems_are_problems(document: Any) -> None:
    told = set()
    for response in document["components"]["responses"].values():
        content = response["content"]["application/problem+json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
        for name, example in content["examples"].items():
            assert example["value"]["status"] == KINDS[name].status
            told.add(name)
    # What no operation of the document answers with, or what any of them answers with besides.
    assert set(KINDS) - told <= {"repeated-parameter", "bad-form", "method-not-allowed", "internal-error"}


def test_pages_are_not_in_it(document: Any) -> None:
    assert not {"/", "/check", "/convert", "/formats", "/rules"} & set(document["paths"])
    assert {route.path for route in create_app().routes} > {"/check", "/convert"}


def test_writing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "project"
    monkeypatch.setattr(openapi, "__file__", str(root / "service" / "opads" / "api" / "openapi.py"))
    root.mkdir()
    assert openapi.main() == 0
    assert (root / "spec" / "openapi.json").read_bytes() == openapi.text()
    assert "openapi.json" in capsys.readouterr().out
