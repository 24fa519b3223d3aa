"""Traces: spans of requests, of judging and of transactions, where the operator asks for them (OpenTelemetry, an extra).

Nothing of a request's content is in a span: names of routes, methods, statuses and formats are all of short lists. Exceptions are told by
their type alone, since their messages may quote what was sent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from opads.storage.database import Database, Transaction

__all__ = ("MissingError", "Spans", "TracedDatabase", "exporting", "span", "trace", "tracing")

T = TypeVar("T")


class MissingError(Exception):
    """Traces are asked for, and the packages that make them are not installed."""


class Spans:
    """Makes spans by a provider of OpenTelemetry."""

    def __init__(self, provider: Any) -> None:
        try:
            from opentelemetry import trace as api  # noqa: PLC0415 - an extra
            from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415 - the same
                TraceContextTextMapPropagator,
            )
        except ImportError as error:
            raise MissingError("traces need OpenTelemetry: pip install 'opads[otel]'") from error
        self.provider = provider
        self._api = api
        self._tracer = provider.get_tracer("opads")
        self._from = TraceContextTextMapPropagator().extract

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Any]:
        """Open the span of a request, within the trace that its header ``traceparent`` names (W3C Trace Context)."""
        with self._open(
            method, {"http.request.method": method}, self._api.SpanKind.SERVER, self._from(headers)
        ) as opened:
            yield opened

    @contextmanager
    def within(self, name: str, attributes: Mapping[str, str]) -> Iterator[Any]:
        """Open a span within the present one."""
        with self._open(name, attributes, self._api.SpanKind.INTERNAL, None) as opened:
            yield opened

    @contextmanager
    def _open(self, name: str, attributes: Mapping[str, str], kind: Any, context: Any) -> Iterator[Any]:
        with self._tracer.start_as_current_span(
            name, context, kind, dict(attributes), record_exception=False, set_status_on_exception=False
        ) as opened:
            try:
                yield opened
            except BaseException as error:
                opened.set_attribute("error.type", type(error).__qualname__)
                opened.set_status(self._api.StatusCode.ERROR)
                raise

    def failed(self, opened: Any) -> None:
        """Mark a span as that of a failure."""
        opened.set_status(self._api.StatusCode.ERROR)

    def close(self) -> None:
        """Send what is not sent yet."""
        self.provider.shutdown()


_installed: Spans | None = None


def trace(spans: Spans | None) -> None:
    """Make spans from now on in this process; none any more where None."""
    global _installed  # noqa: PLW0603 - as with logs, there is one for a process
    _installed = spans


def tracing() -> Spans | None:
    """Return what makes spans in this process, None where nothing does."""
    return _installed


@contextmanager
def span(name: str, **attributes: str) -> Iterator[None]:
    """Open a span within the present one, where traces are asked for."""
    if _installed is None:
        yield
        return
    with _installed.within(name, {f"opads.{key}": value for key, value in attributes.items()}):
        yield


class TracedDatabase(Database):
    """A database whose transactions are spans."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.dialect = database.dialect

    def write(self, job: Callable[[Transaction], T]) -> T:
        """See ``Database.write``."""
        with span("write", database=self.dialect):
            return self._database.write(job)

    def read(self, job: Callable[[Transaction], T]) -> T:
        """See ``Database.read``."""
        with span("read", database=self.dialect):
            return self._database.read(job)

    def close(self) -> None:
        """See ``Database.close``."""
        self._database.close()

    def __getattr__(self, name: str) -> Any:
        """Return what only one kind of database has."""
        return getattr(self._database, name)


def exporting() -> Spans:
    """Return what sends spans by OTLP over HTTP, as the variables OTEL_* say; raises MissingError."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - the same
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - the same
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - the same
    except ImportError as error:
        raise MissingError("traces need OpenTelemetry: pip install 'opads[otel]'") from error
    provider = TracerProvider(resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", "opads")}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Spans(provider)
