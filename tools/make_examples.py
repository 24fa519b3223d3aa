"""Ask every operation of the interface once and keep what it answers, as the examples of the OpenAPI document.

Usage: python tools/make_examples.py   (after a change of what is answered; a test checks the examples against the contract)
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import httpx
from litestar.testing import TestClient

from opads.api import openapi
from opads.api.app import create_app
from opads.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent
TARGET = PROJECT / "service" / "opads" / "api" / "examples.json"
MOST = 2
"""Elements that are kept of each list: an example shows the shape."""
DISCLOSURE = PROJECT / "schema" / "formats" / "opads-disclosure" / "examples" / "valid" / "minimal.json"
SITUATION = {"countries": ["SE"], "media": ["online-platform"], "period": {"start": "2026-09-01"}}


class Call(NamedTuple):
    """One request, and the operation that it is an example of."""

    operation: str
    path: str
    body: Any = None
    headers: Mapping[str, str] = MappingProxyType({})
    """Besides the media type of JSON, which every body here has."""


def calls() -> Iterator[Call]:
    """Give a request for each operation that needs nothing to have happened before."""
    disclosure = json.loads(DISCLOSURE.read_text(encoding="utf-8"))
    yield Call("validate", "/v1/validate", disclosure)
    yield Call("validateLong", "/v1/bulk/validate", disclosure)
    yield Call("detect", "/v1/detect", disclosure)
    yield Call("convert", "/v1/convert?to=eu-repository", disclosure)
    yield Call("notice", "/v1/notices?to=json", disclosure)
    yield Call("label", "/v1/labels?to=json", disclosure)
    yield Call("obligations", "/v1/obligations", SITUATION)
    for operation, path in {
        "listElections": "/v1/elections",
        "listFormats": "/v1/formats",
        "getFormat": "/v1/formats/eu-repository",
        "getRecordSchema": "/v1/formats/au-authorisation/record.json",
        "getMatrix": "/v1/matrix",
        "getPair": "/v1/matrix/eu-ttpa/eu-repository",
        "listRules": "/v1/rules",
        "getRule": "/v1/rules/carrier-csv/cell-too-long",
        "listSchemas": "/v1/schemas",
        "getSchema": "/v1/schemas/1.0/retention.json",
        "listCodelists": "/v1/codelists",
        "getCodelist": "/v1/codelists/status",
        "listTerms": "/v1/terms",
        "getTerm": "/v1/terms/sponsor",
        "listProblems": "/problems",
        "getProblem": "/problems/busy",
        "live": "/health/live",
        "ready": "/health/ready",
    }.items():
        yield Call(operation, path)


def shortened(value: Any) -> Any:
    """Return a value with the first elements of each list alone."""
    if isinstance(value, list):
        return [shortened(one) for one in value[:MOST]]
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in value.items()}
    return value


def asked(client: Any, call: Call) -> dict[str, Any]:
    """Return the example that a request and its answer are; raises RuntimeError for an answer that is not hoped for."""
    if call.body is None:
        answer: httpx.Response = client.get(call.path, headers=dict(call.headers))
    else:
        text = json.dumps(call.body, ensure_ascii=False).encode()
        answer = client.post(call.path, content=text, headers={"Content-Type": "application/json", **call.headers})
    if not answer.is_success:
        raise RuntimeError(f"{call.operation}: {answer.status_code} {answer.text[:500]}")
    kind = answer.headers["content-type"].partition(";")[0]
    found: dict[str, Any] = {} if call.body is None else {"request": {"application/json": call.body}}
    found[str(answer.status_code)] = {kind: shortened(answer.json()) if kind.endswith("json") else answer.text}
    return found


def made(client: Any, log: Callable[[str], Any] = sys.stdout.write) -> dict[str, Any]:
    """Return the examples by operation, as a service answers."""
    examples = {call.operation: asked(client, call) for call in calls()}
    operations = {o["operationId"] for item in openapi.document()["paths"].values() for o in item.values()}
    for name in sorted(operations - set(examples) - openapi.ITSELF):
        log(f"no example of {name}\n")
    return examples


def main() -> None:
    """Write the file."""
    with TestClient(create_app(Settings())) as client:
        examples = made(client)
    TARGET.write_text(json.dumps(examples, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
