"""GET /v1/schemas and /v1/codelists: the files of the standard."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.openapi.spec import Link
from litestar.params import FromPath

from opads.api.answers import JSON, stored
from opads.api.contract import operation, problems, success
from opads.api.models import CodelistAnswer, CodelistRow, CodelistsAnswer, CodeRow, SchemaRow, SchemasAnswer
from opads.api.negotiation import negotiate
from opads.api.problem import Refusal
from opads.standard import codelists, resources

__all__ = ("get_codelist", "get_schema", "list_codelists", "list_schemas", "standard_file")

MEDIA_TYPES = {
    ".json": "application/schema+json",
    ".csv": "text/csv; charset=utf-8",
    ".yaml": "application/yaml",
    ".jsonld": "application/ld+json",
}
CSV = "text/csv; charset=utf-8"


@lru_cache(maxsize=1)
def _files() -> dict[tuple[str, str], Path]:
    """Return the files that are served, by version and path: a request names one of them or nothing."""
    folder = resources.version_folder()
    return {
        (resources.VERSION, path.relative_to(folder).as_posix()): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in MEDIA_TYPES
    }


@get(
    "/v1/schemas",
    operation_id="listSchemas",
    summary="List the files of the standard",
    tags=["standard"],
    responses={**success(SchemasAnswer, "All files."), **problems("not-acceptable")},
    operation_class=operation(
        links={
            "file": Link(
                operation_id="getSchema",
                parameters={
                    "path.version": "$response.body#/files/0/version",
                    "path.path": "$response.body#/files/0/path",
                },
            )
        }
    ),
)
async def list_schemas(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List every file."""
    negotiate(request.headers.get("accept"), (JSON,))
    rows = tuple(
        SchemaRow(version, path, MEDIA_TYPES[file.suffix], file.stat().st_size)
        for (version, path), file in _files().items()
    )
    return stored(request, msgspec.json.encode(SchemasAnswer(rows)))


@get(
    "/v1/schemas/{version:str}/{path:path}",
    operation_id="getSchema",
    summary="A file of the standard",
    description="Schemas are application/schema+json, code lists text/csv, catalogues application/yaml, "
    "what is said in RDF application/ld+json.",
    tags=["standard"],
    responses={
        **success(dict[str, Any], "The file as it is.", MEDIA_TYPES[".json"]),
        **problems("not-found", "not-acceptable"),
    },
    operation_class=operation(
        also={"text/csv": "A code list.", "application/yaml": "A catalogue.", "application/ld+json": "Linked data."}
    ),
)
async def get_schema(request: Request[Any, Any, Any], version: FromPath[str], path: FromPath[Path]) -> Response[bytes]:
    """Return the bytes of a file."""
    return standard_file(request, version, path.as_posix())


def standard_file(request: Request[Any, Any, Any], version: str, path: str) -> Response[bytes]:
    """Return the answer with a file of the standard; raises Refusal (404) for a path that names none."""
    file = _files().get((version, path.lstrip("/")))
    if file is None:
        raise Refusal("not-found", "The standard has no such file; /v1/schemas lists all of them.")
    media_type = MEDIA_TYPES[file.suffix]
    negotiate(request.headers.get("accept"), (media_type, JSON) if file.suffix.startswith(".json") else (media_type,))
    return stored(request, file.read_bytes(), media_type, cache="public, max-age=3600")


@get(
    "/v1/codelists",
    operation_id="listCodelists",
    summary="List the code lists",
    tags=["standard"],
    responses={**success(CodelistsAnswer, "All code lists."), **problems("not-acceptable")},
    operation_class=operation(
        links={
            "codelist": Link(operation_id="getCodelist", parameters={"path.name": "$response.body#/codelists/0/name"})
        }
    ),
)
async def list_codelists(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List every code list."""
    negotiate(request.headers.get("accept"), (JSON,))
    rows = tuple(CodelistRow(name, len(codelists.load(name))) for name in resources.codelist_names())
    return stored(request, msgspec.json.encode(CodelistsAnswer(rows)))


@get(
    "/v1/codelists/{name:str}",
    operation_id="getCodelist",
    summary="A code list",
    description="As JSON, or with `Accept: text/csv` as the file of the standard.",
    tags=["standard"],
    responses={**success(CodelistAnswer, "The codes."), **problems("not-found", "not-acceptable")},
    operation_class=operation(also={"text/csv": "The file of the standard."}),
)
async def get_codelist(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Return one code list."""
    if name not in resources.codelist_names():
        raise Refusal("not-found", "There is no such code list; /v1/codelists lists all of them.")
    if negotiate(request.headers.get("accept"), (JSON, CSV)) == CSV:
        return stored(request, (resources.codelists() / f"{name}.csv").read_bytes(), CSV)
    codes = tuple(CodeRow(**msgspec.to_builtins(code)) for code in codelists.load(name).values())
    return stored(request, msgspec.json.encode(CodelistAnswer(name, codes)))
