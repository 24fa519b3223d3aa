"""/v1/accounts/{account_id}/keys: the API keys of an account."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Link, OpenAPIFormat, OpenAPIType, Schema
from litestar.params import FromPath
from msgspec import Meta

from opads.access.caller import SCOPES, Caller, Role
from opads.access.keys import LONGEST_OVERLAP
from opads.access.rows import KeyRow, key_row
from opads.api.answers import JSON, fresh
from opads.api.asking import TROUBLES, asked, may_see
from opads.api.contract import BEARER, operation, problems, success
from opads.api.negotiation import negotiate
from opads.api.objects import read_object
from opads.api.paging import Cursor, Limit, Page, paged, wished
from opads.installation import Installation

__all__ = ("add_key", "get_key", "list_keys", "revoke_key", "rotate_key")

NEW = Schema(
    type=OpenAPIType.OBJECT,
    properties={
        "name": Schema(type=OpenAPIType.STRING, min_length=1, max_length=200, description="What it is for."),
        "scopes": Schema(
            type=OpenAPIType.ARRAY,
            items=Schema(type=OpenAPIType.STRING, enum=list(SCOPES)),
            min_items=1,
            description="What it is good for; all that the roles of the account allow when left out.",
        ),
        "expires": Schema(
            type=OpenAPIType.STRING, format=OpenAPIFormat.DATE_TIME, description="When it ends; never when left out."
        ),
        "sandbox": Schema(
            type=OpenAPIType.BOOLEAN, description="Keep apart what is handed in with it, and never publish it."
        ),
    },
    required=["name"],
    additional_properties=False,
)
OVERLAP = Schema(
    type=OpenAPIType.OBJECT,
    properties={
        "overlap": Schema(
            type=OpenAPIType.INTEGER,
            minimum=0,
            maximum=LONGEST_OVERLAP,
            description="Seconds that the old key stays valid; a day when left out.",
        )
    },
    additional_properties=False,
)
KEY = {"path.account_id": "$response.body#/key/account", "path.key_id": "$response.body#/key/id"}
DAY = 24 * 3600


class NewKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a key is made of."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    scopes: tuple[str, ...] | None = None
    expires: str | None = None
    sandbox: bool = False


class Exchange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a key is exchanged."""

    overlap: Annotated[int, Meta(ge=0, le=LONGEST_OVERLAP)] = DAY


class MadeKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """A new key. The secret is shown this once and kept nowhere."""

    key: KeyRow
    secret: str
    replaces: KeyRow | None = None


@get(
    "/v1/accounts/{account_id:str}/keys",
    operation_id="listKeys",
    summary="List the keys of an account",
    description="Of one's own, or of any for administrators; those that ended among them. Secrets are not among it.",
    tags=["access"],
    responses={
        **success(Page[KeyRow], "A page of the keys."),
        **problems("not-found", "bad-parameter", "bad-cursor", "repeated-parameter", *TROUBLES),
    },
    operation_class=operation(pages=True),
    security=BEARER,
)
async def list_keys(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    account_id: FromPath[str],
    limit: Limit = None,
    cursor: Cursor = None,
) -> Response[bytes]:
    """List a page of the keys."""
    await asked(may_see, caller, account_id)
    negotiate(request.headers.get("accept"), (JSON,))
    wish = wished(request, limit, cursor, str)
    after = str(wish.after[0]) if wish.after else ""
    found = await asked(lambda: installation.access.keys.of(account_id, wish.fetch, after))
    page = paged(request, installation.settings, wish, found, lambda key: (key.id,), key_row)
    return fresh(page.body, headers=page.headers)


@post(
    "/v1/accounts/{account_id:str}/keys",
    operation_id="addKey",
    summary="Make a key",
    description="For administrators. The answer holds the secret, which is kept nowhere: where it is lost, revoke the key and make another.",
    tags=["access"],
    responses={
        **success(MadeKey, "The key and its secret.", status=201),
        **problems("not-found", "bad-object", *TROUBLES, body=True),
    },
    operation_class=operation(
        takes={JSON: NEW}, taken="What the key is made of.", links={"key": Link(operation_id="getKey", parameters=KEY)}
    ),
    security=BEARER,
)
async def add_key(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    account_id: FromPath[str],
) -> Response[bytes]:
    """Make a key."""
    caller.need("admin", Role.ADMIN)
    negotiate(request.headers.get("accept"), (JSON,))
    new = await read_object(request, installation.settings, NewKey)
    key, text = await asked(
        lambda: installation.access.keys.new(
            account_id, new.name, new.scopes, expires_at=new.expires, sandbox=new.sandbox
        )
    )
    return _made(installation, MadeKey(key_row(key), text))


@get(
    "/v1/accounts/{account_id:str}/keys/{key_id:str}",
    operation_id="getKey",
    summary="Look at a key",
    description="One of one's own, or any for administrators; without its secret.",
    tags=["access"],
    responses={**success(KeyRow, "The key."), **problems("not-found", *TROUBLES)},
    operation_class=operation(),
    security=BEARER,
)
async def get_key(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    account_id: FromPath[str],
    key_id: FromPath[str],
) -> Response[bytes]:
    """Return one key."""
    await asked(may_see, caller, account_id)
    negotiate(request.headers.get("accept"), (JSON,))
    found = await asked(lambda: installation.access.keys.get(account_id, key_id))
    return fresh(msgspec.json.encode(key_row(found)))


@post(
    "/v1/accounts/{account_id:str}/keys/{key_id:str}/rotate",
    operation_id="rotateKey",
    summary="Exchange a key for a new one",
    description="For administrators, and for the key itself. The new key is like the old one, which stays valid for the overlap.",
    tags=["access"],
    responses={
        **success(MadeKey, "The new key and its secret, and the old one with its end.", status=201),
        **problems("not-found", "bad-object", *TROUBLES, body=True),
    },
    operation_class=operation(
        takes={JSON: OVERLAP},
        taken="How long both are valid.",
        links={"key": Link(operation_id="getKey", parameters=KEY)},
    ),
    security=BEARER,
)
async def rotate_key(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    account_id: FromPath[str],
    key_id: FromPath[str],
) -> Response[bytes]:
    """Exchange one key."""
    if caller.account != account_id or caller.credential != f"key:{key_id}":  # a key may always exchange itself
        caller.need("admin", Role.ADMIN)
    negotiate(request.headers.get("accept"), (JSON,))
    wish = await read_object(request, installation.settings, Exchange)
    key, text, old = await asked(lambda: installation.access.keys.rotate(account_id, key_id, wish.overlap))
    return _made(installation, MadeKey(key_row(key), text, key_row(old)))


@post(
    "/v1/accounts/{account_id:str}/keys/{key_id:str}/revoke",
    status_code=200,
    operation_id="revokeKey",
    summary="End a key now",
    description="For administrators. Every process heeds it within five seconds. To revoke twice changes nothing.",
    tags=["access"],
    responses={**success(KeyRow, "The key as it is now."), **problems("not-found", *TROUBLES)},
    operation_class=operation(),
    security=BEARER,
)
async def revoke_key(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    account_id: FromPath[str],
    key_id: FromPath[str],
) -> Response[bytes]:
    """End one key."""
    caller.need("admin", Role.ADMIN)
    negotiate(request.headers.get("accept"), (JSON,))
    ended = await asked(lambda: installation.access.keys.revoke(account_id, key_id))
    return fresh(msgspec.json.encode(key_row(ended)))


def _made(installation: Installation, made: MadeKey) -> Response[bytes]:
    where = f"/v1/accounts/{made.key.account}/keys/{made.key.id}"
    answer = fresh(msgspec.json.encode(made), headers={"Location": installation.settings.link(where)})
    answer.status_code = 201
    return answer
