"""The reference of the interface for programs, made from the OpenAPI document: what can be asked, how, and what is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.jobs import Jobs
from opads.api.problem import MEDIA_TYPE, Refusal
from opads.speech import mark
from opads.web.answering import stored_page

__all__ = ("Reference", "show_interface", "show_model", "show_operation")

SCHEMAS = "#/components/schemas/"
PLACES = {"path": mark("in the path"), "query": mark("in the query"), "header": mark("header")}


class Part(NamedTuple):
    """A piece of what a schema says: words, and the model that they link to."""

    text: str
    model: str = ""


class Reference:
    """An OpenAPI document as the pages show it."""

    def __init__(self, document: dict[str, Any], server: str) -> None:
        self.document = document
        self.server = server
        self.models: dict[str, Any] = document["components"]["schemas"]
        self.operations = {
            told["operationId"]: {"id": told["operationId"], "method": method.upper(), "path": path, "told": told}
            for path, item in document["paths"].items()
            for method, told in item.items()
        }

    def by_tag(self) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
        """Yield each tag with the operations that have it first."""
        for tag in self.document["tags"]:
            found = [one for one in self.operations.values() if one["told"]["tags"][0] == tag["name"]]
            if found:
                yield tag, found

    def resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        """Return what a reference leads to, or the node itself."""
        if "$ref" not in node:
            return node
        found: Any = self.document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return dict(found)

    def answers(self, told: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        """Return the answers that are hoped for, by status."""
        return [(status, self.resolved(one)) for status, one in told["responses"].items() if status.startswith("2")]

    def problems(self, told: dict[str, Any]) -> list[tuple[str, str, str]]:
        """Return status, name and title of each problem that an operation can answer with."""
        return [
            (status, name, example["summary"])
            for status, one in told["responses"].items()
            for name, example in self.resolved(one).get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}).items()
        ]

    def curl(self, operation: dict[str, Any]) -> str:
        """Return a command line that asks for it; what has to be filled in is in capitals."""
        told, path, query = operation["told"], operation["path"], {}
        lines = []
        for one in told.get("parameters", ()):
            filled = one["name"].replace("_", "-").upper()
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", filled)
            elif one.get("required") and one["in"] == "query":
                query[one["name"]] = filled
            elif one.get("required"):
                lines.append(f"-H '{one['name']}: {filled}'")
        if told.get("security"):
            lines.append('-H "Authorization: Bearer $OPADS_KEY"')
        if "requestBody" in told:
            lines += [f"-H 'Content-Type: {next(iter(told['requestBody']['content']))}'", "--data-binary @FILE"]
        address = f"'{self.server}{path}{'?' + urlencode(query) if query else ''}'"
        method = [] if operation["method"] in ("GET", "POST") else [f"-X {operation['method']}"]
        return " \\\n  ".join(["curl", *method, *lines, address]).replace("curl \\\n  ", "curl ", 1)

    def kind(self, schema: dict[str, Any]) -> list[Part]:
        """Return what a schema allows, in words."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(SCHEMAS)
            return [Part(name, name)]
        options = schema.get("oneOf") or schema.get("anyOf")
        if options:
            found: list[Part] = []
            for option in options:
                found += [*([Part(" or ")] if found else []), *self.kind(option)]
            return found
        if schema.get("type") == "array":
            return [Part("list of "), *self.kind(schema.get("items", {}))]
        if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
            return [Part("object of "), *self.kind(schema["additionalProperties"])]
        return [Part(_plain(schema))]

    def rows(self, schema: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the properties of a model."""
        required = schema.get("required", ())
        return [
            {"name": name, "kind": self.kind(inner), "always": name in required, "words": inner.get("description", "")}
            for name, inner in schema.get("properties", {}).items()
        ]

    def used_by(self, name: str) -> list[str]:
        """Return the models that have a model in them."""
        return sorted(other for other, schema in self.models.items() if f'"{SCHEMAS}{name}"' in json.dumps(schema))


def _plain(schema: dict[str, Any]) -> str:
    kind = schema.get("type", "any value")
    words = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if "enum" in schema:
        words = "one of " + ", ".join(str(one) for one in schema["enum"])
    elif "format" in schema:
        words = f"{words} ({schema['format']})"
    bounds = [f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema]
    if "maxLength" in schema:
        bounds.append(f"at most {schema['maxLength']} characters")
    if "default" in schema:
        bounds.append(f"{schema['default']} when left out")
    return ", ".join([words, *bounds])


@lru_cache(maxsize=4)
def _reference(contract: bytes, server: str) -> Reference:
    return Reference(msgspec.json.decode(contract), server)


def _of(jobs: Jobs, contract: bytes) -> Reference:
    settings = jobs.settings
    return _reference(contract, settings.base_url or f"http://{settings.host}:{settings.port}")


def _pretty(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


@get("/docs", include_in_schema=False)
async def show_interface(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], contract: NamedDependency[bytes]
) -> Response[bytes]:
    """List what can be asked."""
    return stored_page(request, "interface.html", reference=_of(jobs, contract))


@get("/docs/{name:str}", include_in_schema=False)
async def show_operation(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], contract: NamedDependency[bytes], name: FromPath[str]
) -> Response[bytes]:
    """Describe one operation."""
    reference = _of(jobs, contract)
    if name not in reference.operations:
        raise Refusal("not-found", "The interface has no operation of this name; /docs lists all of them.")
    operation = reference.operations[name]
    return stored_page(
        request, "operation.html", reference=reference, operation=operation, places=PLACES, pretty=_pretty
    )


@get("/docs/models/{name:str}", include_in_schema=False)
async def show_model(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], contract: NamedDependency[bytes], name: FromPath[str]
) -> Response[bytes]:
    """Describe one shape of what is sent or answered."""
    reference = _of(jobs, contract)
    if name not in reference.models:
        raise Refusal("not-found", "The interface has no model of this name; /docs lists all of them.")
    return stored_page(request, "model.html", reference=reference, model=name, schema=reference.models[name])
