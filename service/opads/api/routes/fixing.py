"""POST /v1/fixes: how a document reads with what can be mended mended, as a dry run."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from opads import carriers
from opads.api import parameters as query
from opads.api.answers import JSON, fresh
from opads.api.body import DOCUMENT_TYPES, media_type_of, read_body
from opads.api.contract import operation, problems, success
from opads.api.jobs import Jobs, Wish
from opads.api.models import FixesAnswer, FixRow
from opads.api.negotiation import negotiate
from opads.api.problem import Fault, Refusal
from opads.fixing import Fix, fixes_of, mended
from opads.rendering.mending import why
from opads.standard.jsonvalue import dumps

__all__ = ("fixes",)

ID = re.compile(r"[0-9a-f]{12}")
Chosen = Annotated[
    list[str] | None,
    QueryParameter(
        name="with",
        description="Suggestions that are put in besides the safe fixes, by their ids; give it once for each. Ids that the "
        "document does not have are passed over.",
        schema_extra={"items": {"type": "string", "pattern": "^[0-9a-f]{12}$"}},
    ),
]


@post(
    "/v1/fixes",
    status_code=200,
    operation_id="fixes",
    summary="Find fixes of a document",
    description="A safe fix changes how something is written and nothing of what it says; a suggestion is what was probably meant. "
    "The answer has both, the document with the safe ones and the chosen suggestions put in, and the report on that. "
    "No rule has more findings by a safe fix than without it, and all bytes that no fix names stay as they are.",
    tags=["jobs"],
    responses={
        **success(FixesAnswer, "The fixes, and what the document is with them."),
        **problems("bad-parameter", "unknown-format", "not-acceptable", body=True),
    },
    operation_class=operation(body=True),
)
async def fixes(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    *,
    source: query.Source = None,
    judged_for: query.JudgedFor = None,
    carrier: query.Carrier = None,
    on_date: query.OnDate = None,
    chosen: Chosen = None,
) -> Response[bytes]:
    """Find the fixes of the document in the body."""
    wish = Wish(source, judged_for or (), query.one_of(carrier, "carrier", carriers.IDS), query.day(on_date))
    negotiate(request.headers.get("accept"), (JSON,))
    media_type_of(request.headers.get("content-type"), DOCUMENT_TYPES)
    jobs.look_at(wish)
    if any(ID.fullmatch(one) is None for one in chosen or ()):
        fault = Fault("is not the id of a fix, such as 3f0c2a91b7de", parameter="with")
        raise Refusal("bad-parameter", "The parameter 'with' is not the id of a fix.", errors=(fault,))
    data = await read_body(request, jobs.settings)
    text = await jobs.workshop.run(partial(_answer, data, jobs, wish, chosen or []), size=len(data))
    return fresh(text, JSON)


def _answer(data: bytes, jobs: Jobs, wish: Wish, chosen: list[str]) -> bytes:
    asked: dict[str, Any] = {
        "source": wish.source,
        "targets": tuple(wish.targets),
        "carrier": wish.carrier,
        "as_of": wish.as_of,
        "limits": jobs.limits,
    }
    found = fixes_of(data, jobs.registry, **asked)
    ids = {*chosen, *(fix.id for fix in found.safe)} if chosen else None
    result = mended(data, jobs.registry, chosen=ids, found=found, **asked)
    try:
        output = result.data.decode()
    except UnicodeDecodeError:
        output = None
    answer = FixesAnswer(
        tuple(map(_row, found.fixes)),
        found.more,
        tuple(fix.id for fix in result.fixes),
        tuple(patch for fix in result.fixes for patch in fix.patches),
        output,
        result.report,
    )
    return dumps(msgspec.to_builtins(answer, builtin_types=(Decimal,)))


def _row(fix: Fix) -> FixRow:
    return FixRow(
        fix.id,
        fix.rule,
        fix.kind,
        fix.reason,
        why(fix.reason),
        fix.before,
        fix.after,
        fix.edit,
        fix.record,
        fix.native,
        fix.place,
        fix.patches,
    )
