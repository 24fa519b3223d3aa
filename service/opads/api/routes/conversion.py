"""POST /v1/convert: a document in another format, with the account of every value."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency

from opads import carriers
from opads.account import AccountTotals
from opads.api import parameters as query
from opads.api.answers import JSON, fresh
from opads.api.body import DOCUMENT_TYPES, media_type_of, read_body
from opads.api.contract import operation, problems, success
from opads.api.jobs import Jobs, Wish
from opads.api.models import ConversionAnswer
from opads.api.negotiation import negotiate
from opads.api.problem import Fault, Refusal
from opads.conversion import Conversion
from opads.standard.jsonvalue import canonical

__all__ = ("convert", "convert_answer")

RAW = "application/octet-stream"


@post(
    "/v1/convert",
    status_code=200,
    operation_id="convert",
    summary="Convert a document",
    description="Answers with the output, the account of what became of every value, and the report on the output by "
    "the target's own rules. `Accept: application/octet-stream`, or the target's media type where that is not JSON, "
    "gives the bytes of the output alone; the headers Opads-Account and Opads-Verdict then sum up the rest.",
    tags=["jobs"],
    responses={
        **success(ConversionAnswer, "The output, its account and the report on it."),
        **problems("bad-parameter", "unknown-format", "not-acceptable", "not-convertible", body=True),
    },
    operation_class=operation(
        body=True,
        also=dict.fromkeys(
            (RAW, "text/plain", "text/csv", "application/x-ndjson", "application/ld+json", "application/xml"),
            "The output alone.",
        ),
    ),
)
async def convert(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    *,
    target: query.Target = None,
    source: query.Source = None,
    carrier: query.Carrier = None,
    target_carrier: query.TargetCarrier = None,
    carry: query.CarryOver = None,
    on_date: query.OnDate = None,
) -> Response[bytes]:
    """Convert the document in the body."""
    if target is None:
        fault = Fault("is required", parameter="to")
        raise Refusal("bad-parameter", "Name the format to write in the parameter 'to'.", errors=(fault,))
    wish = Wish(
        source,
        carrier=query.one_of(carrier, "carrier", carriers.IDS),
        as_of=query.day(on_date),
        to=target,
        to_carrier=query.one_of(target_carrier, "to-carrier", carriers.IDS),
        carry=query.one_of(carry, "carry", ("true", "false")) != "false",
    )
    media_type = jobs.carrier_of(wish)[1]
    offered = tuple(dict.fromkeys((JSON, RAW, media_type)))
    chosen = negotiate(request.headers.get("accept"), offered)
    media_type_of(request.headers.get("content-type"), DOCUMENT_TYPES)
    conversion = await jobs.convert(await read_body(request, jobs.settings), wish)
    summary = {"Opads-Verdict": conversion.report.verdict, "Opads-Account": _summary(conversion.account.totals)}
    if chosen == JSON:
        return fresh(convert_answer(conversion), JSON, summary)
    return fresh(conversion.output, chosen, summary)


def convert_answer(conversion: Conversion) -> bytes:
    """Return output, account and report as one JSON text in the canonical form of RFC 8785."""
    answer = ConversionAnswer(conversion.text, conversion.media_type, conversion.account, conversion.report)
    return canonical(answer, str)


def _summary(totals: AccountTotals) -> str:
    """Return the totals as a dictionary of RFC 9651."""
    return ", ".join(f"{name}={count}" for name, count in msgspec.to_builtins(totals).items())
