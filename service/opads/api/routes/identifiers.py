"""The paths that the schemas' own ``$id`` have: where the service is the standard's home, they resolve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.jobs import Jobs
from opads.api.routes.formats import record_schema
from opads.api.routes.standard import standard_file

__all__ = ("get_record_by_id", "get_schema_by_id")


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
