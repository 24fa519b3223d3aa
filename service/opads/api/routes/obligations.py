"""POST /v1/obligations and GET /v1/elections: which laws and duties apply in a situation."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIType, Schema

from opads.api.answers import JSON, fresh, stored
from opads.api.body import media_type_of, read_body
from opads.api.contract import operation, problems, success
from opads.api.jobs import Jobs
from opads.api.negotiation import negotiate
from opads.api.problem import Refusal
from opads.obligations import Answer, Election, SituationError, default_calendar, resolve
from opads.obligations.reading import MOST, read_situation

__all__ = ("ElectionsAnswer", "list_elections", "obligations")


SITUATION = Schema(
    type=OpenAPIType.OBJECT,
    description="A situation: https://opads.org/schema/1.0/situation.json, also at `/v1/schemas/1.0/situation.json`.",
)


class ElectionsAnswer(msgspec.Struct, frozen=True):
    """The election calendar, in the order of the days."""

    elections: tuple[Election, ...]


@post(
    "/v1/obligations",
    status_code=200,
    operation_id="obligations",
    summary="Resolve who has which duty",
    description="The body is a situation (`/v1/schemas/1.0/situation.json`), every fact of which may be left out. What is "
    "missing is unknown: a duty that hangs on it is undetermined, and the answer says which facts are wanted.",
    tags=["jobs"],
    responses={
        **success(Answer, "Regimes and duties, with why."),
        **problems("not-a-situation", "not-acceptable", body=True),
    },
    operation_class=operation(takes={JSON: SITUATION}),
)
async def obligations(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Resolve the situation in the body."""
    negotiate(request.headers.get("accept"), (JSON,))
    media_type_of(request.headers.get("content-type"), (JSON,))
    data = await read_body(request, jobs.settings, limit=min(MOST, jobs.settings.max_bytes))
    try:
        answer = await jobs.workshop.run(lambda: resolve(read_situation(data)))
    except SituationError as error:
        text = str(error)[:500]
        raise Refusal("not-a-situation", f"{text[:1].upper()}{text[1:]}.") from None
    return fresh(msgspec.json.encode(answer))


@get(
    "/v1/elections",
    operation_id="listElections",
    summary="The election calendar",
    tags=["standard"],
    responses={**success(ElectionsAnswer, "Polls by date."), **problems("not-acceptable")},
    operation_class=operation(),
)
async def list_elections(request: Request[Any, Any, Any]) -> Response[bytes]:
    """List the polls that a situation can name by id."""
    negotiate(request.headers.get("accept"), (JSON,))
    return stored(request, msgspec.json.encode(ElectionsAnswer(tuple(default_calendar()))))
