"""/v1/submissions: documents handed in to the register, and what became of them."""

from __future__ import annotations

import re
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias, cast

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Link
from litestar.params import FromPath, HeaderParameter, QueryParameter

from opads import carriers
from opads.access.caller import Caller, Role
from opads.api import parameters as query
from opads.api.again import IdempotencyKey, answered, key_of, sent
from opads.api.answers import JSON, fresh
from opads.api.body import DOCUMENT_TYPES, media_type_of, read_body
from opads.api.contract import BEARER, operation, problems, success
from opads.api.jobs import Jobs, Wish
from opads.api.negotiation import negotiate
from opads.api.paging import Cursor, Limit, Page, paged, wished
from opads.api.problem import Fault, Refusal
from opads.api.registering import STORED, SubmissionAnswer, asked, chain_of, may_read, refusal, submission_answer
from opads.installation import Installation
from opads.register import Document, Intent, Register, RegisterError, Submitted
from opads.replays import Answer
from opads.settings import Settings

__all__ = ("get_submission", "get_submission_report", "list_submissions", "submit")

ACTIONS = {"amend": "amended", "correct": "corrected"}
ID = {"pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
ENDPOINT = "POST /v1/submissions"

PublisherId: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="publisher-id",
        description="What its publisher calls the disclosure, for a document of one record. Left out, the identifier of scope "
        "`disclosure` in each record counts.",
        schema_extra={"minLength": 1, "maxLength": 255, "pattern": "^[^\\x00-\\x1f\\x7f]*\\S[^\\x00-\\x1f\\x7f]*$"},
    ),
]
Named: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="publisher-id",
        description="Only submissions that brought a version of the disclosure which its publisher calls so; 404 where there is none.",
        schema_extra={"minLength": 1, "maxLength": 255},
    ),
]
Action: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="action",
        description="What a record with a known identifier and other content is: an amendment (the facts changed) or a correction (what "
        "was handed in was wrong). It is a conflict when left out. Records with new identifiers are new disclosures either way.",
        schema_extra={"enum": list(ACTIONS)},
    ),
]
Amends: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="amends",
        description="Id of the disclosure of which the one record is a new version.",
        schema_extra=ID,
    ),
]
IfMatch: TypeAlias = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        description='The version that the one record builds on, in quotes (`"1"`): 412 where there is a newer one.',
        schema_extra={"pattern": '^("[1-9][0-9]{0,8}"|\\*)$'},
    ),
]


@post(
    "/v1/submissions",
    status_code=201,
    operation_id="submit",
    summary="Hand in a document",
    description="The document is checked as by /v1/validate. If its report is not `invalid`, all of its records enter the register, or, where "
    "one of them is in conflict with what is there, none. The answer has a signed receipt. What the register holds already "
    "is answered with 200 and the receipt of then. No member of the document assigns a status, an owner or a time.",
    tags=["register"],
    security=BEARER,
    responses={
        **success(SubmissionAnswer, "The register holds it already; the receipt is that of then."),
        201: ResponseSpec(
            SubmissionAnswer, description="It has entered the register.", media_type=JSON, generate_examples=False
        ),
        **problems(
            *("bad-parameter", "no-idempotency-key", "unknown-format", "not-found", "conflict", "in-progress"),
            *("changed-meanwhile", "key-reused", "not-accepted", *STORED),
            body=True,
        ),
    },
    operation_class=operation(
        body=True,
        taken="The document, as it is. It is kept with the register.",
        links={
            "submission": Link(operation_id="getSubmission", parameters={"path.submission_id": "$response.body#/id"})
        },
    ),
)
async def submit(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    *,
    source: query.Source = None,
    judged_for: query.JudgedFor = None,
    carrier: query.Carrier = None,
    publisher_id: PublisherId = None,
    action: Action = None,
    amends: Amends = None,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response[bytes]:
    """Hand in the document in the body."""
    del if_match, idempotency_key  # read from the headers themselves, where one that is sent twice shows
    register, replays = await asked(lambda: (installation.register, installation.replays))
    caller.need("submit", Role.SUBMITTER)
    negotiate(request.headers.get("accept"), (JSON,))
    key = key_of(request, required=True)
    wish = Wish(source, judged_for or (), query.one_of(carrier, "carrier", carriers.IDS))
    jobs.look_at(wish)
    intent = _intent(request, publisher_id, action, amends)
    media_type = media_type_of(request.headers.get("content-type"), DOCUMENT_TYPES)
    data = await read_body(request, jobs.settings)
    known = sent(request, caller, ENDPOINT, key, data)
    if known is not None and (before := await asked(partial(replays.found, known))) is not None:
        return answered(before, again=True)
    document = Document(data, media_type, wish.source, wish.carrier, tuple(wish.targets))
    accepted = await _judged(jobs, register, document, intent)

    def whole() -> tuple[Answer, bool]:
        job = register.entering(accepted, intent, account=caller.account, chain=chain_of(caller))
        return replays.once(known, job, partial(_answer, jobs.settings))

    answer, again = await asked(whole)
    return answered(answer, again=again)


async def _judged(jobs: Jobs, register: Register, document: Document, intent: Intent) -> Any:
    try:
        return await jobs.workshop.run(partial(register.judge, document, intent), size=len(document.data))
    except RegisterError as error:
        raise refusal(error, jobs.catalogue) from None


def _answer(settings: Settings, found: Submitted) -> Answer:
    told = submission_answer(found.submission, settings)
    headers = {"Location": told.url, "Opads-Verdict": told.verdict}
    return Answer(201 if found.fresh else 200, msgspec.json.encode(told), headers)


def _intent(
    request: Request[Any, Any, Any], publisher_id: str | None, action: str | None, amends: str | None
) -> Intent:
    kind = ACTIONS.get(query.one_of(action, "action", tuple(ACTIONS)) or "")
    if amends is not None and not re.fullmatch(ID["pattern"], amends):
        raise Refusal(
            "bad-parameter",
            "The parameter 'amends' is not the id of a disclosure.",
            errors=(Fault("is not an id", parameter="amends"),),
        )
    return Intent(publisher_id, cast("Literal['amended', 'corrected'] | None", kind), amends, _version(request))


def _version(request: Request[Any, Any, Any]) -> int | None:
    """Return the version that If-Match names, 0 for any; None without the header. Raises Refusal (400) for what is no version."""
    header = request.headers.get("if-match")
    if header is None:
        return None
    if header.strip() == "*":
        return 0
    found = re.fullmatch(r'"([1-9][0-9]{0,8})"', header.strip())
    if found is None:
        raise Refusal(
            "bad-parameter",
            'If-Match names no version; a version is a number in quotes, such as "1".',
            errors=(Fault("is no version", header="If-Match"),),
        )
    return int(found[1])


@get(
    "/v1/submissions",
    operation_id="listSubmissions",
    summary="List what one has handed in",
    description="The oldest first. With `publisher-id` it tells whether a disclosure is there, also by HEAD.",
    tags=["register"],
    security=BEARER,
    responses={
        **success(Page[SubmissionAnswer], "A page of submissions."),
        **problems("bad-parameter", "bad-cursor", "not-found", *STORED),
    },
    operation_class=operation(
        pages=True,
        links={
            "submission": Link(
                operation_id="getSubmission", parameters={"path.submission_id": "$response.body#/items/0/id"}
            )
        },
    ),
)
async def list_submissions(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    *,
    publisher_id: Named = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Response[bytes]:
    """List the submissions of the caller."""
    register = await asked(lambda: installation.register)
    may_read(caller)
    negotiate(request.headers.get("accept"), (JSON,))
    wish = wished(request, limit, cursor, str, owner=caller.account)
    if publisher_id is not None and (not publisher_id or len(publisher_id) > 255 or "\0" in publisher_id):
        raise _nothing()
    rows = await asked(
        partial(
            register.submissions,
            caller.account,
            chain_of(caller),
            after=str(wish.after[0]) if wish.after else "",
            publisher_id=publisher_id,
            limit=wish.fetch,
        )
    )
    if publisher_id is not None and not rows and wish.after is None:
        raise _nothing()
    settings = installation.settings
    page = paged(request, settings, wish, rows, lambda row: (row.id,), lambda row: submission_answer(row, settings))
    return fresh(page.body, JSON, page.headers)


def _nothing() -> Refusal:
    return Refusal(
        "not-found",
        "Nothing was handed in under this identifier.",
        errors=(Fault("is not known", parameter="publisher-id"),),
    )


@get(
    "/v1/submissions/{submission_id:str}",
    operation_id="getSubmission",
    summary="What was handed in, and what became of it",
    description="With the receipt, and where each disclosure stands now. Whoever handed it in and a regulator may see it.",
    tags=["register"],
    security=BEARER,
    responses={**success(SubmissionAnswer, "The submission."), **problems("not-found", *STORED)},
    operation_class=operation(
        links={
            "report": Link(operation_id="getSubmissionReport", parameters={"path.submission_id": "$response.body#/id"})
        }
    ),
)
async def get_submission(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    submission_id: FromPath[str],
) -> Response[bytes]:
    """Return one submission."""
    register = await asked(lambda: installation.register)
    account = may_read(caller)
    negotiate(request.headers.get("accept"), (JSON,))
    found, standing = await asked(partial(register.submission, _id(submission_id), chain_of(caller), account))
    told = submission_answer(found, installation.settings, {item.id: item for item in standing})
    return fresh(msgspec.json.encode(told))


@get(
    "/v1/submissions/{submission_id:str}/report",
    operation_id="getSubmissionReport",
    summary="The report by which it was accepted",
    description="The canonical report (RFC 8785), of which the receipt has the SHA-256.",
    tags=["register"],
    security=BEARER,
    responses={**success(dict[str, Any], "The report."), **problems("not-found", *STORED)},
    operation_class=operation(),
)
async def get_submission_report(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    submission_id: FromPath[str],
) -> Response[bytes]:
    """Return the report on one submission."""
    register = await asked(lambda: installation.register)
    account = may_read(caller)
    negotiate(request.headers.get("accept"), (JSON,))
    found, _ = await asked(partial(register.submission, _id(submission_id), chain_of(caller), account))
    content = await asked(partial(register.content, found.report))
    if content is None:
        raise Refusal("not-found", "The report is no longer kept.")
    return fresh(content)


def _id(text: str) -> str:
    """Return a text that can be an id; raises Refusal (404) for others, which no database need be asked for."""
    if not re.fullmatch(ID["pattern"], text):
        raise Refusal("not-found", "The register has nothing of this account by that name.")
    return text
