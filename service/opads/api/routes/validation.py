"""POST /v1/validate and POST /v1/detect: what a document is, and what is wrong with it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Link
from litestar.params import QueryParameter

from opads import carriers
from opads.api import parameters as query
from opads.api.answers import fresh
from opads.api.body import DOCUMENT_TYPES, PACKED_TYPES, media_type_of, read_body
from opads.api.bulk import Bulk
from opads.api.contract import ANYTHING, PACKED, TEXT, operation, problems, success
from opads.api.jobs import Jobs, Wish
from opads.api.models import DetectionAnswer
from opads.api.negotiation import negotiate
from opads.rendering import RENDERINGS, SPOKEN
from opads.report import Report

__all__ = ("OFFERED", "Rendering", "detect", "rendering_of", "validate", "validate_long")

_BY_TYPE = {r.media_type.partition(";")[0]: name for name, r in reversed(RENDERINGS.items())}
OFFERED = {"application/json": "json", **{k: v for k, v in reversed(_BY_TYPE.items()) if k != "application/json"}}
"""Media types in which a report can be had, and the rendering that each is."""

Rendering = Annotated[
    str | None,
    QueryParameter(
        name="format",
        description="Rendering of the report; what the header Accept says when left out.",
        schema_extra={"enum": list(RENDERINGS)},
    ),
]


def rendering_of(request: Request[Any, Any, Any], named: str | None) -> str:
    """Return the rendering that is named, or else the one that the header Accept asks for; raises Refusal."""
    name = query.one_of(named, "format", tuple(RENDERINGS))
    return name or OFFERED[negotiate(request.headers.get("accept"), tuple(OFFERED))]


def _told(name: str, lang: str | None) -> dict[str, str]:
    """Return the header that tells the language of a report, where one was asked for and the rendering has one."""
    return {"Content-Language": lang} if lang and name in SPOKEN else {}


@post(
    "/v1/validate",
    status_code=200,
    operation_id="validate",
    summary="Check a document",
    description="Answers 200 with a report whenever the check was carried out, whatever the verdict: also for bytes that "
    "cannot be read at all. The JSON is the canonical report (RFC 8785), the same bytes that every door gives.",
    tags=["jobs"],
    responses={
        **success(Report, "The report."),
        **problems("bad-parameter", "unknown-format", "not-acceptable", body=True),
    },
    operation_class=operation(
        body=True, also={k: f"The report {RENDERINGS[v].purpose}." for k, v in OFFERED.items() if v != "json"}
    ),
)
async def validate(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    *,
    source: query.Source = None,
    judged_for: query.JudgedFor = None,
    carrier: query.Carrier = None,
    on_date: query.OnDate = None,
    rendering: Rendering = None,
    lang: query.Lang = None,
) -> Response[bytes]:
    """Check the document in the body."""
    wish = Wish(source, judged_for or (), query.one_of(carrier, "carrier", carriers.IDS), query.day(on_date))
    name, tag = rendering_of(request, rendering), query.language(lang)
    media_type_of(request.headers.get("content-type"), DOCUMENT_TYPES)
    data = await read_body(request, jobs.settings)
    verdict, text = await jobs.checked(data, wish, name, tag)
    return fresh(text, RENDERINGS[name].media_type, {"Opads-Verdict": verdict, **_told(name, lang)})


@post(
    "/v1/bulk/validate",
    status_code=200,
    operation_id="validateLong",
    summary="Check a long file",
    description="As /v1/validate, for files of any length up to the limit of the service: lines, tables, filings and arrays are judged "
    "block by block while they arrive, and nothing is kept. gzip and zstd are unpacked. The report is that of `opads bulk validate`.",
    tags=["jobs"],
    responses={
        **success(Report, "The report."),
        **problems("bad-parameter", "unknown-format", "not-acceptable", body=True),
    },
    operation_class=operation(
        takes={
            **{kind: ANYTHING if "json" in kind else TEXT for kind in DOCUMENT_TYPES},
            **dict.fromkeys(PACKED_TYPES, PACKED),
        },
        also={k: f"The report {RENDERINGS[v].purpose}." for k, v in OFFERED.items() if v != "json"},
    ),
)
async def validate_long(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    bulk: NamedDependency[Bulk],
    *,
    source: query.Source = None,
    judged_for: query.JudgedFor = None,
    carrier: query.Carrier = None,
    on_date: query.OnDate = None,
    rendering: Rendering = None,
    lang: query.Lang = None,
) -> Response[bytes]:
    """Check the file in the body."""
    wish = Wish(source, judged_for or (), query.one_of(carrier, "carrier", carriers.IDS), query.day(on_date))
    name, tag = rendering_of(request, rendering), query.language(lang)
    media_type_of(request.headers.get("content-type"), (*DOCUMENT_TYPES, *PACKED_TYPES))
    report = await bulk.check(request, wish)
    text = await jobs.rendered(name, report, tag)
    return fresh(text, RENDERINGS[name].media_type, {"Opads-Verdict": report.verdict, **_told(name, lang)})


@post(
    "/v1/detect",
    status_code=200,
    operation_id="detect",
    summary="Recognise the format of a document",
    description="Looks at the first records only. A format is null where none is recognised.",
    tags=["jobs"],
    responses={**success(DetectionAnswer, "What it is."), **problems("bad-parameter", "not-acceptable", body=True)},
    operation_class=operation(
        body=True,
        links={
            "validate": Link(operation_id="validate", parameters={"query.from": "$response.body#/format"}),
            "format": Link(operation_id="getFormat", parameters={"path.format_id": "$response.body#/format"}),
        },
    ),
)
async def detect(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], carrier: query.Carrier = None
) -> Response[bytes]:
    """Recognise the document in the body."""
    named = query.one_of(carrier, "carrier", carriers.IDS)
    negotiate(request.headers.get("accept"), ("application/json",))
    media_type_of(request.headers.get("content-type"), DOCUMENT_TYPES)
    found = await jobs.detect(await read_body(request, jobs.settings), named)
    best = found.best
    answer = DetectionAnswer(
        best.format if best else None, best.carrier if best else None, found.candidates, found.carriers
    )
    return fresh(msgspec.json.encode(answer))
