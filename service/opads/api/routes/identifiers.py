"""The paths that schemas (``$id``), contexts and shapes have: where the service is the standard's home, they resolve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.answers import stored
from opads.api.jobs import Jobs
from opads.api.negotiation import negotiate
from opads.api.problem import Refusal
from opads.api.routes.formats import record_schema
from opads.api.routes.standard import standard_file

__all__ = ("get_context_by_address", "get_record_by_id", "get_schema_by_id", "get_shapes_by_address")

CONTEXT = ("context.jsonld", "application/ld+json")
SHAPES = ("shapes.ttl", "text/turtle")


@get("/schema/{version:str}/{path:path}", include_in_schema=False)
async def get_schema_by_id(
    request: Request[Any, Any, Any], version: FromPath[str], path: FromPath[Path]
) -> Response[bytes]:
    """Return a file of the standard."""
    return standard_file(request, version, path.as_posix())


@get("/formats/{format_id:str}/record.json", include_in_schema=False)
async def get_record_by_id(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], format_id: FromPath[str]
) -> Response[bytes]:
    """Return the schema of a format's record."""
    return record_schema(request, jobs, format_id)


@get("/formats/{format_id:str}/context.jsonld", include_in_schema=False)
async def get_context_by_address(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], format_id: FromPath[str]
) -> Response[bytes]:
    """Return the JSON-LD context of a format."""
    return _file(request, jobs, format_id, CONTEXT)


@get("/formats/{format_id:str}/shapes.ttl", include_in_schema=False)
async def get_shapes_by_address(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], format_id: FromPath[str]
) -> Response[bytes]:
    """Return the SHACL shapes of a format."""
    return _file(request, jobs, format_id, SHAPES)


def _file(request: Request[Any, Any, Any], jobs: Jobs, format_id: str, wanted: tuple[str, str]) -> Response[bytes]:
    name, media_type = wanted
    path = jobs.format(format_id).folder / name
    if not path.is_file():
        raise Refusal("not-found", f"This format has no {name}.")
    negotiate(request.headers.get("accept"), (media_type,))
    return stored(request, path.read_bytes(), media_type, cache="public, max-age=3600")
