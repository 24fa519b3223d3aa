"""/v1/batches: long files, judged later."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Link
from litestar.params import HeaderParameter, PathParameter
from litestar.response import Stream

from opads import carriers
from opads.access.caller import Caller, UnknownCallerError
from opads.api import batches as door
from opads.api import parameters as query
from opads.api.answers import fresh, stored
from opads.api.batches import BatchAnswer, answer_of, asked, who
from opads.api.body import BATCH_TYPES, DOCUMENT_TYPES, PACKED_TYPES, media_type_of
from opads.api.contract import ANYTHING, OPTIONAL, PACKED, TEXT, operation, problems, success
from opads.api.jobs import Jobs
from opads.api.jobs import Wish as Asked
from opads.api.negotiation import negotiate
from opads.api.paging import Cursor, Limit, Page, paged, wished
from opads.api.problem import Fault, Refusal
from opads.api.routes.validation import OFFERED, Rendering, rendering_of
from opads.batches.model import Batch, Wish
from opads.batches.service import read_report
from opads.installation import Installation
from opads.rendering import RENDERINGS

__all__ = (
    "create_batch",
    "delete_batch",
    "get_batch",
    "get_batch_events",
    "get_batch_outcomes",
    "get_batch_rejects",
    "get_batch_report",
    "list_batches",
)

LINES = "application/x-ndjson"
EVENTS = "text/event-stream"
Id = Annotated[
    str,
    PathParameter(
        description="The id of the batch.",
        schema_extra={"pattern": "^[0-9a-f-]{36}$", "maxLength": 36},
    ),
]
LINKS = {
    name: Link(operation_id=operation, parameters={"path.batch_id": "$response.body#/id"})
    for name, operation in (
        ("status", "getBatch"),
        ("report", "getBatchReport"),
        ("outcomes", "getBatchOutcomes"),
        ("events", "getBatchEvents"),
        ("cancel", "deleteBatch"),
    )
}
KEPT = ("not-found", "gone", "unauthenticated", "forbidden", "no-storage", "storage-unavailable")


@post(
    "/v1/batches",
    status_code=202,
    operation_id="createBatch",
    summary="Have a long file judged later",
    description="Takes a file of any carrier, packed with gzip or zstd, in a zip archive of one file, or as Parquet. It is on the disk, and put down "
    "in the database, when this is answered; from then on it is judged whatever happens to the service. The results are kept for a time that the "
    "status states, then deleted. The same Idempotency-Key with the same file and parameters gives the same batch.",
    tags=["batches"],
    security=OPTIONAL,
    responses={
        202: ResponseSpec(BatchAnswer, description="The batch, as it stands.", generate_examples=False),
        **problems(
            *("bad-parameter", "unknown-format", "not-acceptable", "bad-archive", "no-idempotency-key", "key-reused"),
            *("too-many-requests", "unauthenticated", "forbidden", "no-storage", "storage-unavailable"),
            body=True,
        ),
    },
    response_headers=[
        ResponseHeader(
            name="Location", description="Address of the batch.", value="/v1/batches/{id}", documentation_only=True
        )
    ],
    operation_class=operation(
        takes={
            **{kind: ANYTHING if "json" in kind else TEXT for kind in DOCUMENT_TYPES},
            **dict.fromkeys((*PACKED_TYPES, *BATCH_TYPES), PACKED),
        },
        links=LINKS,
        taken="The document, as it is. It is kept until it is judged; the results until the time that the status states.",
    ),
)
async def create_batch(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    *,
    source: query.Source = None,
    judged_for: query.JudgedFor = None,
    carrier: query.Carrier = None,
    on_date: query.OnDate = None,
    idempotency_key: Annotated[
        str | None,
        HeaderParameter(
            name="Idempotency-Key",
            required=True,
            description="Chosen by the client, the same when the request is sent again.",
            schema_extra={"pattern": "^[!-~]{1,255}$", "minLength": 1, "maxLength": 255},
        ),
    ] = None,
) -> Response[bytes]:
    """Take a file in."""
    del idempotency_key  # read strictly below: as it was sent, and whether it was sent once
    negotiate(request.headers.get("accept"), ("application/json",))
    account = who(caller, jobs.settings)
    door.key_of(request)
    asked_ = Asked(source, judged_for or (), query.one_of(carrier, "carrier", carriers.IDS), query.day(on_date))
    jobs.look_at(asked_)
    media_type_of(request.headers.get("content-type"), (*DOCUMENT_TYPES, *PACKED_TYPES, *BATCH_TYPES))
    wish = Wish(asked_.source, tuple(asked_.targets), asked_.carrier, asked_.as_of)
    batches = await asked(lambda: installation.batches)
    batch = await door.upload(request, batches, account, wish, jobs.settings)
    headers = {"Location": jobs.settings.link(f"/v1/batches/{batch.id}"), "Retry-After": "1"}
    answer = fresh(msgspec.json.encode(answer_of(batch, jobs.settings)), headers=headers)
    answer.status_code = 202
    return answer


@get(
    "/v1/batches",
    operation_id="listBatches",
    summary="List your batches",
    description="Those of the account that asks, the newest first. What was sent without an account is found by its id alone.",
    tags=["batches"],
    security=OPTIONAL,
    responses={
        **success(Page[BatchAnswer], "The batches."),
        **problems("bad-parameter", "bad-cursor", "not-acceptable", *KEPT[2:]),
    },
    operation_class=operation(pages=True),
)
async def list_batches(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    *,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Response[bytes]:
    """List batches."""
    negotiate(request.headers.get("accept"), ("application/json",))
    if not caller.account:
        raise UnknownCallerError("say who asks: send an API key or a bearer token")
    account = who(caller, jobs.settings)
    page = wished(request, limit, cursor, str, owner=account)
    after = None if page.after is None else str(page.after[0])
    batches = await asked(lambda: installation.batches)
    rows = await asked(lambda: batches.store.owned(account, page.fetch, after))
    answer = paged(request, jobs.settings, page, rows, lambda b: (b.id,), lambda b: answer_of(b, jobs.settings))
    return fresh(answer.body, headers=answer.headers)


@get(
    "/v1/batches/{batch_id:str}",
    operation_id="getBatch",
    summary="See how far a batch is",
    tags=["batches"],
    security=OPTIONAL,
    responses={**success(BatchAnswer, "The batch, as it stands."), **problems("not-acceptable", *KEPT)},
    operation_class=operation(links={name: link for name, link in LINKS.items() if name != "status"}),
)
async def get_batch(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    batch_id: Id,
) -> Response[bytes]:
    """Return the status."""
    negotiate(request.headers.get("accept"), ("application/json",))
    batch = await _found(installation, caller, batch_id)
    waits = {"Retry-After": "1"} if batch.state in ("waiting", "running") else {}
    return fresh(msgspec.json.encode(answer_of(batch, jobs.settings)), headers=waits)


@delete(
    "/v1/batches/{batch_id:str}",
    status_code=204,
    operation_id="deleteBatch",
    summary="Cancel a batch, or delete its results",
    description="What waits or is judged is cancelled; what has ended is forgotten. The files are gone from the disk when this is answered.",
    tags=["batches"],
    security=OPTIONAL,
    responses={204: ResponseSpec(None, description="It is gone.", generate_examples=False), **problems(*KEPT)},
)
async def delete_batch(
    installation: NamedDependency[Installation], caller: NamedDependency[Caller], batch_id: Id
) -> None:
    """Cancel or delete."""
    batch = await _found(installation, caller, batch_id)
    await asked(partial(installation.batches.drop, batch))


@get(
    "/v1/batches/{batch_id:str}/report",
    operation_id="getBatchReport",
    summary="Get the report on a batch",
    description="In every rendering; the JSON is the canonical report (RFC 8785), the same bytes that other doors give for the file. 409 until it is done.",
    tags=["batches"],
    security=OPTIONAL,
    responses={
        **success(Any, "The report."),
        304: ResponseSpec(None, description="It is what you have.", generate_examples=False),
        **problems("bad-parameter", "not-acceptable", "conflict", "busy", *KEPT),
    },
    operation_class=operation(
        also={k: f"The report {RENDERINGS[v].purpose}." for k, v in OFFERED.items() if v != "json"}
    ),
)
async def get_batch_report(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    batch_id: Id,
    *,
    rendering: Rendering = None,
) -> Response[bytes]:
    """Return the report."""
    name = rendering_of(request, rendering)
    batch = await _found(installation, caller, batch_id)
    text = await asked(partial(installation.batches.report, batch))
    if name != "json":
        report = await asked(partial(read_report, text))
        text = await jobs.rendered(name, report)
    headers = {"Opads-Verdict": str(batch.verdict)}
    return stored(request, text, RENDERINGS[name].media_type, cache="private, no-cache", headers=headers)


def _lines(what: str, operation_id: str, summary: str, description: str) -> Callable[..., Any]:
    return get(
        f"/v1/batches/{{batch_id:str}}/{what}",
        operation_id=operation_id,
        summary=summary,
        description=description + " While the batch is judged, those of the records judged so far.",
        tags=["batches"],
        security=OPTIONAL,
        media_type=LINES,
        responses={
            200: ResponseSpec(str, description="One JSON object a line.", media_type=LINES, generate_examples=False),
            **problems("not-acceptable", "conflict", *KEPT),
        },
    )


@_lines(
    "outcomes",
    "getBatchOutcomes",
    "Get how each record was judged",
    "One line for each record: its number from 0, the line where it begins, the verdict, and the rules that found something with their severity. "
    "What rules say of several records together is in the report alone.",
)
async def get_batch_outcomes(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    batch_id: Id,
) -> Stream:
    """Return the outcomes."""
    return await _streamed(request, installation, caller, batch_id, "outcomes")


@_lines(
    "rejects",
    "getBatchRejects",
    "Get the records that are not acceptable",
    "One line for each record that is invalid: its number, line, native value and findings, as `opads bulk validate --rejects` writes them.",
)
async def get_batch_rejects(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    batch_id: Id,
) -> Stream:
    """Return the rejects."""
    return await _streamed(request, installation, caller, batch_id, "rejects")


@get(
    "/v1/batches/{batch_id:str}/events",
    operation_id="getBatchEvents",
    summary="Follow a batch",
    description="Server-sent events: `progress` with the status whenever it changes, `done` when there will be no more. A listener that was cut off sends the "
    "header Last-Event-ID, as browsers do, and misses nothing that still holds; who has heard the last event already is answered 204, so that "
    "browsers ask no more.",
    tags=["batches"],
    security=OPTIONAL,
    media_type=EVENTS,
    responses={
        # What the schema of a stream describes, the stream or one event, tools see differently (OpenAPI 3.2 has a word for it): it says neither.
        200: ResponseSpec(Any, description="The events.", media_type=EVENTS, generate_examples=False),
        204: ResponseSpec(None, description="There will be no more events.", generate_examples=False),
        **problems("not-acceptable", "bad-parameter", *KEPT),
    },
)
async def get_batch_events(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    batch_id: Id,
    last_event_id: Annotated[
        str | None,
        HeaderParameter(
            name="Last-Event-ID",
            description="The number of the last event that was heard.",
            schema_extra={"pattern": "^[0-9]{0,15}$"},
        ),
    ] = None,
) -> Response[Any]:
    """Follow a batch."""
    del last_event_id
    negotiate(request.headers.get("accept"), (EVENTS,))
    last = request.headers.get("last-event-id", "")
    if last and not (last.isascii() and last.isdigit() and len(last) <= 15):
        fault = Fault("is not a number that an event had", header="Last-Event-ID")
        raise Refusal("bad-parameter", "The header Last-Event-ID is not a number that an event had.", errors=(fault,))
    batch = await _found(installation, caller, batch_id)
    if batch.state in door.ENDED and last == str(batch.version):
        return Response(b"", status_code=204, headers={"Cache-Control": "no-store"})
    if request.scope["state"].get("headless"):  # nobody would hear them
        return Response(b"", media_type=EVENTS, headers={"Cache-Control": "no-store"})
    account = who(caller, jobs.settings) if caller.account else ""
    told = door.events(installation.batches, batch, account, int(last) if last else None, jobs.settings)
    return Stream(told, media_type=EVENTS, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


async def _found(installation: Installation, caller: Caller, id_: str) -> Batch:
    """Return a batch that the caller may see; raises Refusal."""
    account = who(caller, installation.settings) if caller.account else ""
    return await asked(lambda: installation.batches.store.get(id_, account))


async def _streamed(
    request: Request[Any, Any, Any], installation: Installation, caller: Caller, id_: str, what: str
) -> Stream:
    negotiate(request.headers.get("accept"), (LINES,))
    batch = await _found(installation, caller, id_)
    length, chunks = await asked(lambda: installation.batches.lines(batch, what))
    headers = {"Cache-Control": "no-store", "Content-Length": str(length)}
    return Stream(door.pieces(chunks), media_type=LINES, headers=headers)
