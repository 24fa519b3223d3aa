"""GET /v1/formats: the formats at hand."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Link
from litestar.params import FromPath

from opads.api.answers import JSON, stored
from opads.api.contract import operation, problems, success
from opads.api.jobs import Jobs
from opads.api.models import FormatAnswer, FormatsAnswer, format_row
from opads.api.negotiation import negotiate

__all__ = ("get_format", "get_record_schema", "list_formats", "record_schema")

SCHEMA = "application/schema+json"
FIRST = {"path.format_id": "$response.body#/formats/0/id"}


@get(
    "/v1/formats",
    operation_id="listFormats",
    summary="List the formats",
    tags=["standard"],
    responses={**success(FormatsAnswer, "All formats."), **problems("not-acceptable")},
    operation_class=operation(
        links={
            "format": Link(operation_id="getFormat", parameters=FIRST),
            "record": Link(operation_id="getRecordSchema", parameters=FIRST),
            "rules": Link(operation_id="listRules", parameters={"query.format": "$response.body#/formats/0/id"}),
        }
    ),
)
async def list_formats(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """List all formats."""
    negotiate(request.headers.get("accept"), (JSON,))
    answer = FormatsAnswer(tuple(format_row(format_) for format_ in jobs.registry))
    return stored(request, msgspec.json.encode(answer))


@get(
    "/v1/formats/{format_id:str}",
    operation_id="getFormat",
    summary="Describe a format",
    tags=["standard"],
    responses={**success(FormatAnswer, "The format."), **problems("unknown-format", "not-acceptable")},
    operation_class=operation(
        links={"record": Link(operation_id="getRecordSchema", parameters={"path.format_id": "$response.body#/id"})}
    ),
)
async def get_format(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], format_id: FromPath[str]
) -> Response[bytes]:
    """Describe one format."""
    negotiate(request.headers.get("accept"), (JSON,))
    return stored(request, msgspec.json.encode(format_row(jobs.format(format_id))))


@get(
    "/v1/formats/{format_id:str}/record.json",
    operation_id="getRecordSchema",
    summary="JSON Schema of one record of a format",
    tags=["standard"],
    responses={
        **success(dict[str, Any], "The schema.", SCHEMA),
        **problems("unknown-format", "not-acceptable"),
    },
    operation_class=operation(),
)
async def get_record_schema(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], format_id: FromPath[str]
) -> Response[bytes]:
    """Return the file as it is."""
    return record_schema(request, jobs, format_id)


def record_schema(request: Request[Any, Any, Any], jobs: Jobs, format_id: str) -> Response[bytes]:
    """Return the answer with the schema of a format's record; raises Refusal (404) for an unknown format."""
    format_ = jobs.format(format_id)
    negotiate(request.headers.get("accept"), (SCHEMA, JSON))
    return stored(request, (format_.folder / "record.json").read_bytes(), SCHEMA)
