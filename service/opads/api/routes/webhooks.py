"""/v1/webhooks: who is told what happens."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import msgspec
from anyio.to_thread import run_sync
from litestar import Request, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIType, Schema
from litestar.params import FromPath

from opads.access.caller import AccessError, Caller, Role
from opads.api.answers import JSON, fresh
from opads.api.body import media_type_of, read_body
from opads.api.contract import BEARER, operation, problems, success
from opads.api.jobs import Jobs
from opads.api.negotiation import negotiate
from opads.api.paging import Cursor, Limit, Page, paged, wished
from opads.api.problem import Refusal
from opads.installation import Installation
from opads.webhooks import EVENTS, GuardError, WebhookConflictError, WebhookError
from opads.webhooks.store import Hook

__all__ = ("create_webhook", "delete_webhook", "get_webhook", "list_webhooks")

LONGEST = 16 * 1024
"""Bytes of the body of a request."""
WHO = ("unauthenticated", "forbidden", "no-storage", "storage-unavailable", "too-many-requests")


class WebhookWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked for."""

    url: str
    events: tuple[str, ...] = EVENTS
    of: Literal["own", "all"] = "own"


class WebhookRow(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A webhook as it stands. Moments are in UTC."""

    id: str
    url: str
    events: tuple[str, ...]
    of: str
    sandbox: bool
    created_at: str
    state: str
    """active, failing or disabled."""
    delivered_at: str | None = None
    failing_since: str | None = None
    last_error: str | None = None
    disabled_at: str | None = None


BODY = Schema(
    type=OpenAPIType.OBJECT,
    required=["url"],
    properties={
        "url": Schema(
            type=OpenAPIType.STRING,
            max_length=2000,
            description="A public address by https. It is called by POST with a signed event.",
        ),
        "events": Schema(
            type=OpenAPIType.ARRAY,
            items=Schema(type=OpenAPIType.STRING, enum=list(EVENTS)),
            min_items=1,
            description="What is told of; everything when left out.",
        ),
        "of": Schema(
            type=OpenAPIType.STRING,
            enum=["own", "all"],
            default="own",
            description="What the account itself handed in, or what every account did: for regulators alone.",
        ),
    },
    additional_properties=False,
)


@post(
    "/v1/webhooks",
    operation_id="createWebhook",
    summary="Have an address told what happens",
    description="Events are thin: ids and links. They are signed as Standard Webhooks say (`v1a`, Ed25519, by the keys of `/v1/signing-keys`), "
    "sent at least once with the same `webhook-id`, and again for three days where the answer is not 2xx; 410 ends them. The same request again "
    "gives the same webhook.",
    tags=["register"],
    security=BEARER,
    status_code=201,
    responses={
        201: ResponseSpec(WebhookRow, description="The webhook.", generate_examples=False),
        **problems(*WHO, "conflict", "bad-webhook", "not-acceptable", body=True),
    },
    operation_class=operation(takes={JSON: BODY}, taken="Which address, and what it is told."),
)
async def create_webhook(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
) -> Response[bytes]:
    """Make a webhook."""
    _need(caller)
    negotiate(request.headers.get("accept"), (JSON,))
    media_type_of(request.headers.get("content-type"), (JSON,))
    wish = _wish(await read_body(request, jobs.settings, limit=LONGEST))
    if wish.of == "all":
        caller.need("oversee", Role.REGULATOR)
    work = partial(
        installation.webhooks.create,
        caller.account,
        wish.url,
        wish.events,
        chain="sandbox" if caller.sandbox else "public",
        reach=wish.of,
    )
    try:
        hook = await run_sync(work)
    except GuardError as error:
        raise Refusal("bad-webhook", f"{error}.") from None
    except WebhookConflictError as error:
        raise Refusal("conflict", f"{error}.") from None
    except WebhookError as error:
        raise Refusal("bad-webhook", f"{error}.") from None
    location = jobs.settings.link(f"/v1/webhooks/{hook.id}")
    answer = fresh(msgspec.json.encode(_row(hook)), headers={"Location": location})
    answer.status_code = 201
    return answer


@get(
    "/v1/webhooks",
    operation_id="listWebhooks",
    summary="List the caller's own webhooks",
    tags=["register"],
    security=BEARER,
    responses={
        **success(Page[WebhookRow], "A page of them."),
        **problems(*WHO, "bad-parameter", "bad-cursor", "not-acceptable"),
    },
)
async def list_webhooks(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    limit: Limit = None,
    cursor: Cursor = None,
) -> Response[bytes]:
    """List webhooks, the oldest first."""
    _need(caller)
    negotiate(request.headers.get("accept"), (JSON,))
    wish = wished(request, limit, cursor, str, owner=caller.account)
    after = str(wish.after[0]) if wish.after else None
    hooks = installation.webhooks
    rows = await run_sync(partial(hooks.of, caller.account, after=after, limit=wish.fetch))
    page = paged(request, jobs.settings, wish, rows, lambda hook: (hook.id,), _row)
    return fresh(page.body, headers=page.headers)


@get(
    "/v1/webhooks/{id:str}",
    operation_id="getWebhook",
    summary="A webhook, and whether it arrives",
    tags=["register"],
    security=BEARER,
    responses={**success(WebhookRow, "The webhook."), **problems(*WHO, "not-found", "not-acceptable")},
)
async def get_webhook(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    id: FromPath[str],  # noqa: A002 - the name in the path
) -> Response[bytes]:
    """Return one of the caller's own webhooks."""
    _need(caller)
    negotiate(request.headers.get("accept"), (JSON,))
    hook = await run_sync(installation.webhooks.get, caller.account, id)
    if hook is None:
        raise _unknown()
    return fresh(msgspec.json.encode(_row(hook)))


@delete(
    "/v1/webhooks/{id:str}",
    operation_id="deleteWebhook",
    summary="Have an address told nothing more",
    tags=["register"],
    security=BEARER,
    status_code=204,
    responses={
        204: ResponseSpec(None, description="It is removed, with what was on its way.", generate_examples=False),
        **problems(*WHO, "not-found"),
    },
)
async def delete_webhook(
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    id: FromPath[str],  # noqa: A002 - the name in the path
) -> None:
    """Remove one of the caller's own webhooks."""
    _need(caller)
    if not await run_sync(installation.webhooks.delete, caller.account, id):
        raise _unknown()


def _need(caller: Caller) -> None:
    """Raise where the caller neither submits nor oversees."""
    try:
        caller.need("submit", Role.SUBMITTER)
    except AccessError:
        caller.need("oversee", Role.REGULATOR)


def _wish(data: bytes) -> WebhookWish:
    try:
        return msgspec.json.decode(data, type=WebhookWish)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("bad-webhook", f"The body is no webhook: {str(error)[:200]}.") from None


def _unknown() -> Refusal:
    return Refusal("not-found", "There is no such webhook of yours.")


def _row(hook: Hook) -> WebhookRow:
    state = "disabled" if hook.disabled_at else "failing" if hook.failing_since else "active"
    return WebhookRow(
        hook.id,
        hook.url,
        hook.events,
        hook.reach,
        hook.chain == "sandbox",
        hook.created_at,
        state,
        hook.delivered_at,
        hook.failing_since,
        hook.last_error,
        hook.disabled_at,
    )
