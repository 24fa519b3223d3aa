"""The reference of the interface: everything that the contract says, on pages that link to each other."""

import re
import shlex
from html.parser import HTMLParser
from typing import Any

import pytest

from opads.api import openapi
from opads.web.interface import Reference
from tests.api.conftest import Client

DOCUMENT = openapi.document("https://opads.example")
REFERENCE = Reference(DOCUMENT, "https://opads.example")


class Page(HTMLParser):
    """Addresses, ids and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.ids, self.words, self.foreign = list[str](), list[str](), "", list[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self.links.append(found["href"] or "")
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag in ("script", "style", "iframe", "img") or any(
            name.startswith("on") or name == "style" for name in found
        ):
            self.foreign.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def read(client: Any, path: str) -> Page:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["content-type"].startswith("text/html")
    assert "unsafe" not in answer.headers["content-security-policy"]
    page = Page(answer.text)
    assert not page.foreign
    assert len(set(page.ids)) == len(page.ids), path
    return page


def test_the_front_page_leads_to_every_operation_and_model(client: Client) -> None:
    page = read(client, "/docs")
    assert {f"/docs/{name}" for name in REFERENCE.operations} <= set(page.links)
    assert {f"/docs/models/{name}" for name in REFERENCE.models} <= set(page.links)
    assert {"/openapi.json", "/problems"} <= set(page.links)
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    for told in (one["told"] for one in REFERENCE.operations.values()):
        assert told["summary"] in page.words


@pytest.mark.parametrize("name", sorted(REFERENCE.operations))
def test_an_operation_is_told_in_full(client: Client, name: str) -> None:
    operation = REFERENCE.operations[name]
    told, page = operation["told"], read(client, f"/docs/{name}")
    assert operation["path"] in page.words
    for parameter in told.get("parameters", ()):
        assert f"{parameter['in']}.{parameter['name']}" in page.ids
    for _, kind, _ in REFERENCE.problems(told):
        assert f"/problems/{kind}" in page.links
    for status, answer in REFERENCE.answers(told):
        assert f"answer-{status}" in page.ids
        for link in answer.get("links", {}).values():
            assert f"/docs/{link['operationId']}" in page.links
    told_of = any(answer.get("content") for _, answer in REFERENCE.answers(told)) and name not in openapi.ITSELF
    assert ("Example of an answer" in page.words) == told_of
    assert ("Example of a body" in page.words) == ("requestBody" in told)


def test_every_link_leads_somewhere(client: Client) -> None:
    seen, left = set[str](), ["/docs"]
    while left:
        path = left.pop()
        seen.add(path)
        for link in read(client, path).links:
            target = link.partition("#")[0]
            if target.startswith("/docs") and target not in seen and target not in left:
                left.append(target)
            elif target and target not in seen and not target.startswith("/docs"):
                assert client.get(target).status_code in (200, 503)  # nothing is kept here, so there is no register
                seen.add(target)
    assert {f"/docs/models/{name}" for name in REFERENCE.models} <= seen


@pytest.mark.parametrize("name", sorted(REFERENCE.operations))
def test_the_command_line_is_one(name: str) -> None:
    operation = REFERENCE.operations[name]
    words = shlex.split(REFERENCE.curl(operation).replace("\\\n", ""))
    assert words[0] == "curl"
    address = words[-1]
    assert re.fullmatch(
        re.sub(r"\{[^}]*\}", "[A-Z-]+", "https://opads.example" + operation["path"].replace(".", r"\.")) + r"(\?.*)?",
        address,
    )
    assert ("--data-binary" in words) == ("requestBody" in operation["told"])


def test_the_command_line_says_who_asks_and_what_is_needed() -> None:
    told = {
        "security": [{"key": []}],
        "requestBody": {"content": {"text/csv": {}}},
        "parameters": [
            {"name": "batch_id", "in": "path", "required": True},
            {"name": "Idempotency-Key", "in": "header", "required": True},
            {"name": "to", "in": "query", "required": True},
            {"name": "from", "in": "query"},
        ],
    }
    line = REFERENCE.curl({"method": "PUT", "path": "/v1/x/{batch_id}", "told": told})
    assert shlex.split(line.replace("\\\n", "")) == [
        "curl", "-X", "PUT", "-H", "Idempotency-Key: IDEMPOTENCY-KEY", "-H", "Authorization: Bearer $OPADS_KEY",
        "-H", "Content-Type: text/csv", "--data-binary", "@FILE", "https://opads.example/v1/x/BATCH-ID?to=TO",
    ]  # fmt: skip


def words(schema: dict[str, Any]) -> str:
    return "".join(part.text for part in REFERENCE.kind(schema))


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "string"}, "string"),
        ({"type": ["string", "null"]}, "string or null"),
        ({"oneOf": [{"$ref": "#/components/schemas/Report"}, {"type": "null"}]}, "Report or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Report"}}, "list of Report"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "object of integer"),
        ({"type": "integer", "minimum": 1, "maximum": 5, "default": 2}, "integer, from 1, to 5, 2 when left out"),
        ({"type": "string", "enum": ["a", "b"]}, "one of a, b"),
        ({"type": "string", "format": "date", "maxLength": 10}, "string (date), at most 10 characters"),
        ({}, "any value"),
    ],
)
def test_what_a_schema_allows_in_words(schema: dict[str, Any], said: str) -> None:
    assert words(schema) == said


@pytest.mark.parametrize("path", ["/docs/none-such", "/docs/models/none-such", "/docs/models", "/docs/%3Cscript%3E"])
def test_what_is_not_there(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<script" not in answer.text


def test_it_is_kept_by_who_has_it(client: Client) -> None:
    tag = client.get("/docs/validate").headers["etag"]
    assert client.get("/docs/validate", headers={"If-None-Match": tag}).status_code == 304
