"""The OpenAPI document, generated from the handlers. ``python -m opads.api.openapi`` writes spec/openapi.json."""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import License, Server, Tag

import opads
from opads.api.lifecycle import Lifecycle
from opads.api.problem import MEDIA_TYPE
from opads.api.routes import HANDLERS

__all__ = ("document", "main", "text")

DESCRIPTION = (
    "Checks disclosures of political advertising by the law they are made under, and converts them from any known format "
    "into any other, accounting for every value. What is only checked or converted is never stored; what is handed in to the register, or as a batch, is. Refusals are problem details (RFC 9457); "
    "every GET is also a HEAD; what does not change has an ETag."
)
TAGS = (
    Tag("jobs", "What can be done with a document."),
    Tag("register", "What was handed in and disclosed, what became of it, and the proof of it."),
    Tag("batches", "Long files that are judged later, their results kept for a stated time."),
    Tag("standard", "Formats, rules, schemas and code lists."),
    Tag("access", "Accounts and API keys."),
    Tag("operation", "For those who run or call the service."),
)
PROVIDED = ("jobs", "bulk", "contract", "installation", "caller", "watch")
"""What handlers are given besides what is in the request."""
CURRENT = Lifecycle()
EXAMPLES = Path(__file__).with_name("examples.json")
"""What each operation was once asked and answered; ``python tools/make_examples.py`` asks again."""
ITSELF = frozenset({"getContract"})
"""Operations of which the document can hold no example, because they answer with it."""
SHORTENED = "Of each list the first elements."
SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "API key",
        "description": "A key that the operator has given: `Authorization: Bearer …`. It may do what its scopes name.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of an OpenID Connect issuer that the operator trusts: `Authorization: Bearer …`.",
    },
}
"""Ways to say who asks."""


@lru_cache(maxsize=4)
def text(base_url: str = "", lifecycle: Lifecycle = CURRENT) -> bytes:
    """Return the document as JSON text, for a service known under an address or under any."""
    return (json.dumps(document(base_url, lifecycle), indent=2, ensure_ascii=False) + "\n").encode()


def document(base_url: str = "", lifecycle: Lifecycle = CURRENT) -> dict[str, Any]:
    """Return the document. It is made by an application that never serves, so no page of the framework is open."""
    config = OpenAPIConfig(
        title="OPADS",
        version=opads.__version__,
        summary="Open Political Ad Disclosure Standard: validation and conversion",
        description=DESCRIPTION,
        license=License("Apache-2.0", identifier="Apache-2.0"),
        servers=[Server(url=base_url or "/")],
        tags=list(TAGS),
        render_plugins=[JsonRenderPlugin()],
        use_handler_docstrings=True,
    )
    unset = {name: Provide(lambda: None, sync_to_thread=False) for name in PROVIDED}
    app = Litestar(list(HANDLERS), dependencies=unset, openapi_config=config, logging_config=None)
    made: dict[str, Any] = app.openapi_schema.to_schema()
    shared: dict[str, Any] = {}
    for item in made["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                _plain(parameter)
            operation["responses"] = {
                status: _shared(response, shared) for status, response in operation["responses"].items()
            }
            optional = [one for one in operation.get("security") or () if one == {}]
            named: tuple[Any, ...] = ({"key": []}, {"token": []}) if _needs_caller(operation, shared) else ()
            operation["security"] = [*optional, *named]
    made["components"]["responses"] = shared
    made["components"]["securitySchemes"] = SCHEMES
    _exemplify(made)
    lifecycle.describe(made)
    return made


def _needs_caller(operation: dict[str, Any], shared: dict[str, Any]) -> bool:
    """Whether nobody may ask without saying who: then a caller may also be one who may not."""
    answer = operation["responses"].get("403", {})
    return (
        "$ref" in answer and "forbidden" in shared[answer["$ref"].rpartition("/")[2]]["content"][MEDIA_TYPE]["examples"]
    )


def _exemplify(made: dict[str, Any]) -> None:
    """Put the examples where the document has them: with the body, and with the answer that is hoped for."""
    known = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    for item in made["paths"].values():
        for operation in item.values():
            for place, by_type in known.get(operation["operationId"], {}).items():
                holder = operation.get("requestBody") if place == "request" else operation["responses"].get(place)
                for media_type, value in by_type.items():
                    content = (holder or {}).get("content", {}).get(media_type)
                    if content is not None:
                        content["examples"] = {"one": {"summary": SHORTENED, "value": value}}


def _plain(parameter: dict[str, Any]) -> None:
    """Leave null out of a parameter's schema: a query has no way to say it."""
    schema = parameter["schema"]
    options = [s for s in schema.pop("oneOf", ()) if s.get("type") != "null"]
    for option in options:
        schema.update({k: v for k, v in option.items() if k not in schema})
    if isinstance(schema.get("type"), list):
        schema["type"] = next(t for t in schema["type"] if t != "null")
    if "enum" in schema:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    if schema.get("default", ...) is None:
        del schema["default"]
    schema.pop("description", None)
    for name in ("deprecated", "allowEmptyValue", "allowReserved"):
        if not parameter.get(name):
            parameter.pop(name, None)


def _shared(response: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """Return a response by reference if it is a problem: many operations have the same."""
    if not response.get("headers"):
        response.pop("headers", None)
    content = response.get("content", {}).get(MEDIA_TYPE)
    if content is None:
        return response
    for example in content["examples"].values():
        example.pop("id", None)
    name = "_".join(content["examples"])
    shared[name] = response
    return {"$ref": f"#/components/responses/{name}"}


def main() -> int:
    """Write the document into the repository."""
    target = Path(__file__).resolve().parents[3] / "spec" / "openapi.json"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(text())
    sys.stdout.write(f"wrote {target.name}, {len(text())} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
