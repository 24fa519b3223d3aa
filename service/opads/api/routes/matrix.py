"""GET /v1/matrix: what survives between any two formats."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Link
from litestar.params import FromPath, QueryParameter

from opads.api.answers import JSON, stored
from opads.api.contract import operation, problems, success
from opads.api.jobs import Jobs
from opads.api.negotiation import negotiate
from opads.api.parameters import FORMAT
from opads.matrix import Pair, Sums, matrix, pair

__all__ = ("get_matrix", "get_pair")

From = Annotated[
    str | None, QueryParameter(name="from", description="Only pairs from this format.", schema_extra=FORMAT)
]
To = Annotated[str | None, QueryParameter(name="to", description="Only pairs into this format.", schema_extra=FORMAT)]


@get(
    "/v1/matrix",
    operation_id="getMatrix",
    summary="What survives between the formats",
    tags=["standard"],
    responses={**success(Sums, "The pairs asked for."), **problems("unknown-format", "not-acceptable", "busy")},
    operation_class=operation(
        links={
            "pair": Link(
                operation_id="getPair",
                parameters={
                    "path.source": "$response.body#/pairs/0/source",
                    "path.target": "$response.body#/pairs/0/target",
                },
            )
        }
    ),
)
async def get_matrix(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], source: From = None, target: To = None
) -> Response[bytes]:
    """Count, for each pair of formats, the fields that survive, narrow, depend on the record, are carried, drop or lack."""
    negotiate(request.headers.get("accept"), (JSON,))
    for name, format_id in (("from", source), ("to", target)):
        if format_id is not None:
            jobs.format(format_id, name)
    whole = await jobs.workshop.run(partial(matrix, jobs.registry))  # seconds, the first time
    pairs = tuple(c for c in whole.pairs if source in (None, c.source) and target in (None, c.target))
    return stored(request, msgspec.json.encode(Sums(whole.formats, pairs)))


@get(
    "/v1/matrix/{source:str}/{target:str}",
    operation_id="getPair",
    summary="What survives between two formats, field by field",
    tags=["standard"],
    responses={**success(Pair, "The pair."), **problems("unknown-format", "not-acceptable", "busy")},
    operation_class=operation(),
)
async def get_pair(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], source: FromPath[str], target: FromPath[str]
) -> Response[bytes]:
    """Say of each field of one format what becomes of it in another, and what the other demands in vain."""
    negotiate(request.headers.get("accept"), (JSON,))
    formats = jobs.format(source).id, jobs.format(target).id
    found = await jobs.workshop.run(partial(pair, jobs.registry, *formats))
    return stored(request, msgspec.json.encode(found))
