"""Traces: what spans there are, within which trace, and that they are off unless asked for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from opads.api import jobs
from opads.api.app import create_app
from opads.operations import spans
from opads.operations.spans import MissingError, Spans, TracedDatabase, exporting, span, trace, tracing
from opads.settings import Settings
from opads.storage import Database

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def exported() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    made = Spans(provider)
    trace(made)
    try:
        yield exporter
    finally:
        trace(None)
        made.close()


def by_name(exporter: InMemorySpanExporter) -> dict[str, Any]:
    return {span.name: span for span in exporter.get_finished_spans()}


def test_a_request_and_the_judging_within_it(exported: InMemorySpanExporter) -> None:
    with TestClient(create_app(Settings())) as client:
        client.post("/v1/validate", content=b" " * 9000 + b"{}", headers=JSON)
    found = by_name(exported)
    request, judged = found["POST /v1/validate"], found["judge"]
    assert request.kind is SpanKind.SERVER
    assert dict(request.attributes) == {
        "http.request.method": "POST", "http.route": "/v1/validate", "http.response.status_code": 200,
    }  # fmt: skip
    assert judged.parent.span_id == request.context.span_id


def test_it_is_within_the_trace_of_the_client(exported: InMemorySpanExporter) -> None:
    with TestClient(create_app(Settings())) as client:
        client.get("/v1/formats/eu-ttpa", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
        client.get("/", headers={"traceparent": "nonsense"})
    found = by_name(exported)
    request = found["GET /v1/formats/{format_id}"]
    assert f"{request.context.trace_id:032x}" == TRACE
    assert f"{request.parent.span_id:016x}" == PARENT
    assert found["GET /"].parent is None


def test_a_failure_is_one_of_the_span_and_says_nothing(
    exported: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*arguments: Any, **options: Any) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr(jobs, "validate", failing)
    with TestClient(create_app(Settings()), raise_server_exceptions=False) as client:
        client.post("/v1/validate", content=b"{}", headers=JSON)
    found = by_name(exported)
    assert found["POST /v1/validate"].status.status_code is StatusCode.ERROR
    assert found["judge"].attributes["error.type"] == "RuntimeError"
    assert not found["judge"].events
    assert "canary" not in "".join(span.to_json() for span in exported.get_finished_spans())


def test_transactions(exported: InMemorySpanExporter, opened: Callable[[], Database]) -> None:
    inner = opened()
    database = TracedDatabase(inner)
    assert database.write(lambda transaction: transaction.one("SELECT 1")) == (1,)
    assert database.read(lambda transaction: transaction.one("SELECT 'canary'")) == ("canary",)
    written, read = exported.get_finished_spans()
    assert (written.name, read.name) == ("write", "read")
    assert dict(written.attributes or {}) == {"opads.database": inner.dialect}
    assert "canary" not in read.to_json()


def test_the_database_of_an_installation_is_traced(exported: InMemorySpanExporter, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(data=str(tmp_path)))) as client:
        assert client.get("/health/ready").status_code == 200
    assert {"write", "GET /health/ready"} <= set(by_name(exported))


def test_what_only_one_database_has_is_still_there(tmp_path: Path) -> None:
    app = create_app(Settings(data=str(tmp_path)))
    try:
        inner = app.installation.database
        assert TracedDatabase(inner).path == inner.path  # type: ignore[attr-defined]  # of SQLite
    finally:
        app.installation.close()


def test_they_are_off_unless_asked_for() -> None:
    assert tracing() is None
    with span("judge", format="x"):
        assert tracing() is None


def test_without_the_extra_it_is_said_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(MissingError, match=r"opads\[otel\]"):
        exporting()


def test_the_exporter_goes_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "of-the-test")
    made = exporting()
    try:
        assert made.provider.resource.attributes["service.name"] == "of-the-test"
    finally:
        made.close()
    assert spans.tracing() is None
