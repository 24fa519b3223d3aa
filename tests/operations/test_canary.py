"""Nothing of what clients send is in logs, figures or traces, whatever route it takes: a canary through every one of them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from opads.api import openapi, workshop
from opads.api.app import create_app
from opads.api.front import Service
from opads.operations.figures import figures
from opads.operations.spans import Spans, trace
from opads.settings import Settings
from tests.operations.conftest import Log

CANARY = "canary7f3a"
BODIES = (
    ("application/json", json.dumps({"standard": "1.0", CANARY: CANARY, "id": CANARY}).encode()),
    ("application/json", b'{"' + CANARY.encode() + b'": '),
    ("text/csv", f"{CANARY},b\n{CANARY},{CANARY}\n".encode()),
    ("application/xml", f"<!DOCTYPE {CANARY}><{CANARY}>{CANARY}</{CANARY}>".encode()),
    (f"application/{CANARY}", CANARY.encode()),
    ("application/x-www-form-urlencoded", f"text={CANARY}&{CANARY}={CANARY}".encode()),
    (
        "multipart/form-data; boundary=b",
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{CANARY}.json"\r\n\r\n{CANARY}\r\n--b--\r\n'.encode(),
    ),
)
HEADERS = {
    "Cookie": f"a={CANARY}",
    "User-Agent": CANARY,
    "Referer": f"https://{CANARY}.example/",
    "X-Forwarded-For": CANARY,
    "X-Request-Id": f"{CANARY} {CANARY}",
    "Idempotency-Key": CANARY,
    "If-None-Match": f'"{CANARY}"',
    "Accept-Language": CANARY,
    f"X-{CANARY}": CANARY,
}


def operations() -> list[tuple[str, str, tuple[str, ...]]]:
    """Give method, path and query parameters of every operation, and of the pages."""
    found = [
        (method.upper(), path, tuple(p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"))
        for path, item in openapi.document()["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]
    return [
        *found,
        ("POST", "/check", ()),
        ("POST", "/convert", ()),
        ("GET", f"/{CANARY}", ()),
        ("GET", f"/rules/{CANARY}/x", ()),
    ]


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace(Spans(provider))
    try:
        yield exporter
    finally:
        trace(None)
        provider.shutdown()


@pytest.fixture
def app(tmp_path: Any, log: Log) -> Service:
    return create_app(Settings(data=str(tmp_path / "data")))


def sent(app: Service) -> set[int]:
    """Send the canary in every way through every operation; give the statuses."""
    statuses = set()
    with TestClient(app, raise_server_exceptions=False) as client:
        for method, path, parameters in operations():
            address = "/".join(CANARY if piece.startswith("{") else piece for piece in path.split("/"))
            queries: list[dict[str, str]] = [{}, {CANARY: CANARY}, *({name: CANARY} for name in parameters)]
            for query in queries:
                bodies = BODIES[:1] if query else BODIES
                for kind, body in bodies if method != "GET" else ((None, b""),):
                    shown = {**HEADERS, **({"Content-Type": kind} if kind else {})}
                    answer = client.request(method, address, params=query, content=body, headers=shown)
                    statuses.add(answer.status_code)
            # What the gate refuses goes no further, so it is sent for itself.
            statuses.add(client.request(method, address, headers={"Authorization": f"Bearer {CANARY}"}).status_code)
    return statuses


def told(log: Log, spans: InMemorySpanExporter, app: Service) -> str:
    assert app.watch is not None
    figured = figures(app.watch.tally).decode()
    return (log.getvalue() + figured + "".join(span.to_json() for span in spans.get_finished_spans())).lower()


def test_no_operation_tells_what_it_was_sent(app: Service, log: Log, spans: InMemorySpanExporter) -> None:
    statuses = sent(app)
    assert {200, 400, 404, 415} <= statuses
    assert 500 not in statuses
    assert len(spans.get_finished_spans()) > 100
    assert CANARY not in told(log, spans, app)


def test_nor_does_one_that_fails(
    app: Service, log: Log, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*arguments: Any, **options: Any) -> Any:
        raise ValueError(f"cannot read {CANARY}: {arguments} {options}") from KeyError(CANARY)

    monkeypatch.setattr(workshop.Workshop, "run", failing)
    statuses = sent(app)
    assert 500 in statuses
    assert any("causes" in line for line in log.lines())
    assert CANARY not in told(log, spans, app)
