"""Ask every operation of the interface once and keep what it answers, as the examples of the OpenAPI document.

Usage: python tools/make_examples.py   (after a change of what is answered; a test checks the examples against the contract)
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
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
PATIENCE = 200
"""Tenths of a second that a batch may take."""
STATED = {
    "getMetrics": {"200": {"text/plain": "# TYPE opads_requests_total counter\nopads_requests_total 7.0\n"}},
    "getDumpFile": {"200": {"application/octet-stream": '{"id":"…","version":1}\n'}},
}
"""Examples of what is open to few, or too long."""
HIDDEN = "opads_…"
"""Stands where a secret is told."""
RESOLVED, NAMED = "1.1.1.1", "hooks.example.com"
"""An address that needs no resolver, never called, and the name that is shown in its place."""
SITUATION = {"countries": ["SE"], "media": ["online-platform"], "period": {"start": "2026-09-01"}}


class Call(NamedTuple):
    """One request, and the operation that it is an example of."""

    operation: str
    path: str
    body: Any = None
    headers: Mapping[str, str] = MappingProxyType({})
    """Besides the media type of JSON, which every body here has."""
    method: str = ""
    """GET where empty, POST where there is a body."""


def calls() -> Iterator[Call]:
    """Give a request for each operation that needs nothing to have happened before."""
    disclosure = json.loads(DISCLOSURE.read_text(encoding="utf-8"))
    yield Call("validate", "/v1/validate", disclosure)
    yield Call("validateLong", "/v1/bulk/validate", disclosure)
    yield Call("detect", "/v1/detect", disclosure)
    yield Call("fixes", "/v1/fixes", {**disclosure, "identity": {"version": 1}})
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


def things_kept(client: Any, key: str) -> Iterator[tuple[Call, Any]]:
    """Give each request about what a service keeps, one that needs it by another's answer, with the answer that it got."""
    disclosure = json.loads(DISCLOSURE.read_text(encoding="utf-8"))
    told: list[Any] = []

    def ask(operation: str, path: str, body: Any = None, *, once: str = "", method: str = "") -> tuple[Call, Any]:
        headers = {"Authorization": f"Bearer {key}", **({"Idempotency-Key": once} if once else {})}
        call = Call(operation, path, body, headers, method)
        answer = sent(client, call)
        told[:] = [answer.json() if answer.headers.get("content-type", "") == "application/json" else None]
        return call, answer

    yield ask("getMe", "/v1/me")
    yield ask("addAccount", "/v1/accounts", {"name": "Example Daily", "roles": ["submitter"]})
    account = told[0]["id"]
    yield ask("getAccount", f"/v1/accounts/{account}")
    yield ask("changeAccount", f"/v1/accounts/{account}", {"name": "Example Weekly"}, method="PATCH")
    yield ask("listAccounts", "/v1/accounts")
    yield ask("addKey", f"/v1/accounts/{account}/keys", {"name": "nightly export", "scopes": ["submit", "read"]})
    own = f"/v1/accounts/{account}/keys/{told[0]['key']['id']}"
    yield ask("getKey", own)
    yield ask("listKeys", f"/v1/accounts/{account}/keys")
    yield ask("rotateKey", f"{own}/rotate", {"overlap": 3600})
    yield ask("revokeKey", f"{own}/revoke", method="POST")
    yield ask("submit", "/v1/submissions?publisher-id=notice-7", disclosure, once="first")
    submission, entered = told[0]["id"], told[0]["records"][0]["disclosure"]
    yield ask("submit", "/v1/submissions?publisher-id=notice-7", disclosure, once="second")
    yield ask("listSubmissions", "/v1/submissions")
    yield ask("getSubmission", f"/v1/submissions/{submission}")
    yield ask("getSubmissionReport", f"/v1/submissions/{submission}/report")
    yield from disclosures(ask, entered)
    for operation, step in (("suspend", "suspension"), ("resume", "resumption"), ("withdraw", "withdrawal")):
        yield ask(f"{operation}Disclosure", f"/v1/disclosures/{entered}/{step}", {"reason": "An example."}, once=step)
    yield ask("getStep", f"/v1/steps/{told[0]['id']}")
    yield ask("getLog", "/v1/log")
    yield ask("getLogHead", "/v1/log/head")
    yield ask("listSigningKeys", "/v1/signing-keys")
    yield ask("getJwks", "/.well-known/jwks.json")
    yield ask("createWebhook", "/v1/webhooks", {"url": f"https://{RESOLVED}/opads"})
    hook = f"/v1/webhooks/{told[0]['webhook']['id'] if 'webhook' in told[0] else told[0]['id']}"
    yield ask("getWebhook", hook)
    yield ask("listWebhooks", "/v1/webhooks")
    yield ask("deleteWebhook", hook, method="DELETE")
    yield from batches(ask, told, disclosure)


def batches(ask: Callable[..., tuple[Call, Any]], told: list[Any], document: Any) -> Iterator[tuple[Call, Any]]:
    """Give the requests about a batch, from its beginning to its end."""
    yield ask("createBatch", "/v1/batches", document, once="batch")
    batch = f"/v1/batches/{told[0]['id']}"
    for _ in range(PATIENCE):
        time.sleep(0.1)
        one = ask("getBatch", batch)
        if told[0]["state"] not in ("accepted", "waiting", "running"):
            break
    yield one
    yield ask("listBatches", "/v1/batches")
    yield ask("getBatchReport", f"{batch}/report")
    yield ask("getBatchOutcomes", f"{batch}/outcomes")
    yield ask("getBatchRejects", f"{batch}/rejects")
    yield ask("getBatchEvents", f"{batch}/events")
    yield ask("deleteBatch", batch, method="DELETE")


def disclosures(ask: Callable[..., tuple[Call, Any]], entered: str) -> Iterator[tuple[Call, Any]]:
    """Give the requests that read the register."""
    yield ask("searchDisclosures", "/v1/disclosures?limit=2")
    yield ask("getFigures", "/v1/figures")
    one = f"/v1/disclosures/{entered}"
    yield ask("getDisclosure", one)
    yield ask("listVersions", f"{one}/versions")
    yield ask("getVersion", f"{one}/versions/1")
    yield ask("getOriginal", f"{one}/original")
    yield ask("getDisclosureInFormat", f"{one}/as/eu-repository")
    yield ask("listDumps", "/v1/dumps")


def shortened(value: Any) -> Any:
    """Return a value with the first elements of each list alone."""
    if isinstance(value, list):
        return [shortened(one) for one in value[:MOST]]
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in value.items()}
    return value


def sent(client: Any, call: Call) -> httpx.Response:
    """Return what is answered; raises RuntimeError for an answer that is not hoped for."""
    typed = {} if call.body is None else {"Content-Type": "application/json"}
    text = None if call.body is None else json.dumps(call.body, ensure_ascii=False).encode()
    method = call.method or ("GET" if call.body is None else "POST")
    answer: httpx.Response = client.request(method, call.path, content=text, headers={**typed, **call.headers})
    if not answer.is_success:
        raise RuntimeError(f"{call.operation}: {answer.status_code} {answer.text[:500]}")
    return answer


def example(call: Call, answer: httpx.Response) -> dict[str, Any]:
    """Return the example that a request and its answer are; a secret in it is none."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    found: dict[str, Any] = {} if call.body is None else {"request": {"application/json": call.body}}
    if kind:
        shown = shortened(answer.json()) if kind.endswith("json") and not kind.endswith("ndjson") else answer.text
        if isinstance(shown, dict) and isinstance(shown.get("secret"), str):
            shown["secret"] = HIDDEN
        found[str(answer.status_code)] = {kind: shown}
    return found


def made(client: Any) -> dict[str, Any]:
    """Return the examples of what needs nothing kept, by operation, as a service answers."""
    return {call.operation: example(call, sent(client, call)) for call in calls()}


def all_made() -> dict[str, Any]:
    """Return the examples of every operation, as a service of its own answers that keeps things."""
    with TemporaryDirectory() as folder, TestClient(create_app(Settings(data=folder))) as client:
        access = client.app.installation.access
        account = access.accounts.add("Authority", ["admin", "regulator", "submitter"])
        _, key = access.keys.new(account.id, "examples")
        kept: dict[str, Any] = dict(STATED)
        for call, answer in things_kept(client, key):
            kept.setdefault(call.operation, {}).update(example(call, answer))
        return {**made(client), **kept}


def main() -> None:
    """Write the file."""
    examples = all_made()
    operations = {o["operationId"] for item in openapi.document()["paths"].values() for o in item.values()}
    for name in sorted(operations - set(examples) - openapi.ITSELF):
        sys.stdout.write(f"no example of {name}: add a call\n")
    text = json.dumps(examples, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    TARGET.write_text(text.replace(RESOLVED, NAMED), encoding="utf-8")


if __name__ == "__main__":
    main()
