"""GET /problems: what the ``type`` of a problem leads to."""

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
from opads.api.models import KindRow, KindsAnswer
from opads.api.negotiation import negotiate
from opads.api.problem import KINDS, Kind, Refusal
from opads.settings import Settings
from opads.web.answering import stored_page
from opads.web.render import HTML

__all__ = ("get_problem", "list_problems")


@get(
    "/problems",
    operation_id="listProblems",
    summary="List the kinds of problems",
    tags=["operation"],
    responses={**success(KindsAnswer, "All kinds."), **problems("not-acceptable")},
    operation_class=operation(
        also={"text/html": "The same for people."},
        links={"kind": Link(operation_id="getProblem", parameters={"path.name": "$response.body#/problems/0/name"})},
    ),
)
async def list_problems(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """List every kind."""
    rows = tuple(_row(kind, jobs.settings) for kind in KINDS.values())
    if negotiate(request.headers.get("accept"), (JSON, HTML)) == HTML:
        return stored_page(request, "problems.html", kinds=rows)
    return stored(request, msgspec.json.encode(KindsAnswer(rows)))


@get(
    "/problems/{name:str}",
    operation_id="getProblem",
    summary="Explain a kind of problem",
    tags=["operation"],
    responses={**success(KindRow, "The kind."), **problems("not-found", "not-acceptable")},
    operation_class=operation(also={"text/html": "The same for people."}),
)
async def get_problem(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], name: FromPath[str]
) -> Response[bytes]:
    """Explain one kind."""
    if name not in KINDS:
        raise Refusal("not-found", "There is no such kind of problem; /problems lists all of them.")
    row = _row(KINDS[name], jobs.settings)
    if negotiate(request.headers.get("accept"), (JSON, HTML)) == HTML:
        return stored_page(request, "problems.html", kinds=(row,))
    return stored(request, msgspec.json.encode(row))


def _row(kind: Kind, settings: Settings) -> KindRow:
    return KindRow(settings.link(f"/problems/{kind.name}"), kind.name, kind.status, kind.title, kind.description)
