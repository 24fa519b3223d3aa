"""What the contract tells of each operation, for those who read it: words, examples, links, who may."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from tools import make_examples

from opads.api import openapi
from opads.api.problem import KINDS
from tests.api.conftest import Client

DOCUMENT = openapi.document()
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}
REGISTRY: Registry[Any] = Registry().with_resource("urn:document", DRAFT202012.create_resource(DOCUMENT))
EACH = pytest.mark.parametrize("name", sorted(OPERATIONS))


def resolved(answer: dict[str, Any]) -> dict[str, Any]:
    """Give what a reference within the document leads to."""
    if "$ref" not in answer:
        return answer
    found: Any = DOCUMENT
    for part in answer["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def absolute(schema: Any) -> Any:
    """Give a schema whose references name the document that they are in."""
    if isinstance(schema, dict):
        return {k: f"urn:document{v}" if k == "$ref" else absolute(v) for k, v in schema.items()}
    return [absolute(one) for one in schema] if isinstance(schema, list) else schema


def hoped_for(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the answers of success that have a body."""
    for status, answer in operation["responses"].items():
        if status.startswith("2") and resolved(answer).get("content"):
            yield resolved(answer)


@EACH
def test_every_operation_has_words(name: str) -> None:
    _, _, operation = OPERATIONS[name]
    assert re.fullmatch(r"[a-z][A-Za-z0-9]*", name)
    assert 3 <= len(operation["summary"]) <= 80
    assert operation["description"].strip()
    assert operation["description"] != operation["summary"]
    assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
    assert all(tag["description"] for tag in DOCUMENT["tags"])
    for parameter in operation.get("parameters", ()):
        assert parameter.get("description", "").strip() or parameter["in"] == "path", parameter["name"]
    for answer in operation["responses"].values():
        assert resolved(answer)["description"].strip()


@EACH
def test_every_body_and_answer_has_an_example_that_fits(name: str) -> None:
    _, _, operation = OPERATIONS[name]
    holders = [*hoped_for(operation), *([operation["requestBody"]] if "requestBody" in operation else [])]
    for holder in holders:
        found = 0
        for content in holder["content"].values():
            for example in content.get("examples", {}).values():
                Draft202012Validator(absolute(content["schema"]), registry=REGISTRY).validate(example["value"])
                found += 1
        assert found or name in openapi.ITSELF, "no example: add a call to tools/make_examples.py and run it"


def test_no_example_is_left_of_what_is_gone() -> None:
    kept = json.loads(openapi.EXAMPLES.read_text())
    assert set(kept) | openapi.ITSELF == set(OPERATIONS), "run python tools/make_examples.py"
    assert not re.search(r"opads_[A-Za-z0-9]{12}_", openapi.EXAMPLES.read_text()), "a key is in it"


def test_the_examples_can_be_made_again(client: Client) -> None:
    kept = json.loads(openapi.EXAMPLES.read_text())
    made = make_examples.made(client)
    assert len(made) > 20
    for name, example in made.items():
        assert {place: set(types) for place, types in example.items()} == {
            place: set(types) for place, types in kept[name].items()
        }, "stale: run python tools/make_examples.py"


def test_who_is_told_an_identifier_is_told_where_it_leads() -> None:
    """What an address has a parameter for can be found: a link leads there, or to what it is part of, or a list has it."""
    led_to = {
        OPERATIONS[link["operationId"]][1]
        for _, _, operation in OPERATIONS.values()
        for answer in operation["responses"].values()
        for link in resolved(answer).get("links", {}).values()
    }
    lists = {path for method, path, _ in OPERATIONS.values() if method == "get" and "{" not in path}
    for name, (_, path, _) in OPERATIONS.items():
        if "{" in path:
            parts = path.split("/")
            assert {"/".join(parts[:length]) for length in range(3, len(parts) + 1)} & (led_to | lists), name
    assert len(led_to) > 15


def test_every_operation_says_who_may() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert all(scheme["scheme"] == "bearer" and scheme["description"] for scheme in schemes.values())
    for name, (_, _, operation) in OPERATIONS.items():
        named = {scheme for requirement in operation["security"] for scheme in requirement}
        assert named in (set(), set(schemes)), name
        assert bool(named) == ("403" in operation["responses"]), name
        assert not named or "401" in operation["responses"], name


def test_every_type_of_problem_leads_somewhere(client: Client) -> None:
    types = set(re.findall(r'"(/problems/[^"{]+)"', json.dumps(DOCUMENT)))
    assert types >= {f"/problems/{name}" for name in ("unknown-parameter", "bad-parameter", "not-acceptable")}
    for path in types | {f"/problems/{name}" for name in KINDS}:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.json()["title"] == KINDS[path.rpartition("/")[2]].title
        assert "<h1" in client.get(path, headers={"Accept": "text/html"}).text
