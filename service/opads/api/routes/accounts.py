"""/v1/accounts and /v1/me: who hands in, oversees and administers."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Link, OpenAPIType, Reference, Schema
from litestar.params import FromPath
from msgspec import UNSET, Meta, UnsetType

from opads.access.accounts import Account
from opads.access.caller import Caller, Role, UnknownCallerError
from opads.access.rows import AccountRow, account_row
from opads.api.answers import JSON, fresh
from opads.api.asking import TROUBLES, asked, may_see
from opads.api.conditions import tag_of, unless_changed
from opads.api.contract import BEARER, operation, problems, success
from opads.api.negotiation import negotiate
from opads.api.objects import read_object
from opads.api.paging import Cursor, Limit, Page, paged, wished
from opads.installation import Installation

__all__ = ("add_account", "change_account", "get_account", "get_me", "list_accounts")

NAME = Schema(type=OpenAPIType.STRING, min_length=1, max_length=200)
ROLES = Schema(
    type=OpenAPIType.ARRAY,
    items=Schema(type=OpenAPIType.STRING, enum=[str(role) for role in Role]),
    min_items=1,
    description="What it is: `submitter` hands in, `regulator` oversees, `admin` makes accounts and keys.",
)
KNOWN = Schema(
    type=[OpenAPIType.STRING, OpenAPIType.NULL],
    min_length=1,
    max_length=500,
    description="The issuer of bearer tokens that knows the account, and the subject by which it does; both or neither.",
)
FLAG = Schema(type=OpenAPIType.BOOLEAN)
MEMBERS: dict[str, Reference | Schema] = {
    "name": NAME,
    "roles": ROLES,
    "sandbox": FLAG,
    "issuer": KNOWN,
    "subject": KNOWN,
}
NEW = Schema(type=OpenAPIType.OBJECT, properties=MEMBERS, required=["name", "roles"], additional_properties=False)
CHANGE = Schema(type=OpenAPIType.OBJECT, properties={**MEMBERS, "suspended": FLAG}, additional_properties=False)
KEYS = {"keys": Link(operation_id="listKeys", parameters={"path.account_id": "$response.body#/id"})}
OWN = {"account": Link(operation_id="getAccount", parameters={"path.account_id": "$response.body#/account"})}

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class NewAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an account is made of."""

    name: Name
    roles: tuple[Role, ...]
    sandbox: bool = False
    issuer: str | None = None
    subject: str | None = None


class AccountChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be changed of an account; the rest stays as it is."""

    name: Name | UnsetType = UNSET
    roles: tuple[Role, ...] | UnsetType = UNSET
    sandbox: bool | UnsetType = UNSET
    issuer: str | UnsetType | None = UNSET
    subject: str | UnsetType | None = UNSET
    suspended: bool | UnsetType = UNSET


class Me(msgspec.Struct, frozen=True):
    """Who asks, as the key or token says."""

    account: str
    name: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    sandbox: bool
    credential: str


@get(
    "/v1/me",
    operation_id="getMe",
    summary="Who asks",
    description="The account behind the key or token that is sent, its roles and what the key or token is good for.",
    tags=["access"],
    responses={**success(Me, "Who asks."), **problems(*TROUBLES)},
    operation_class=operation(links=OWN),
    security=BEARER,
)
async def get_me(request: Request[Any, Any, Any], caller: NamedDependency[Caller]) -> Response[bytes]:
    """Say who asks."""
    if not caller.account:
        raise UnknownCallerError("say who asks: send an API key or a bearer token")
    negotiate(request.headers.get("accept"), (JSON,))
    me = Me(
        caller.account,
        caller.name,
        tuple(sorted(caller.roles)),
        tuple(sorted(caller.scopes)),
        caller.sandbox,
        caller.credential,
    )
    return fresh(msgspec.json.encode(me))


@get(
    "/v1/accounts",
    operation_id="listAccounts",
    summary="List the accounts",
    description="In the order in which they were made. For administrators.",
    tags=["access"],
    responses={
        **success(Page[AccountRow], "A page of the accounts."),
        **problems("bad-parameter", "bad-cursor", "repeated-parameter", *TROUBLES),
    },
    operation_class=operation(pages=True),
    security=BEARER,
)
async def list_accounts(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    limit: Limit = None,
    cursor: Cursor = None,
) -> Response[bytes]:
    """List a page of the accounts."""
    caller.need("admin", Role.ADMIN)
    negotiate(request.headers.get("accept"), (JSON,))
    wish = wished(request, limit, cursor, str)
    after = str(wish.after[0]) if wish.after else ""
    found = await asked(lambda: installation.access.accounts.page(wish.fetch, after))
    page = paged(request, installation.settings, wish, found, lambda account: (account.id,), account_row)
    return fresh(page.body, headers=page.headers)


@post(
    "/v1/accounts",
    operation_id="addAccount",
    summary="Make an account",
    description="For administrators. It has no key yet.",
    tags=["access"],
    responses={
        **success(AccountRow, "It is made; the header Location says where it is.", status=201),
        **problems("conflict", "bad-object", *TROUBLES, body=True),
    },
    operation_class=operation(takes={JSON: NEW}, taken="What the account is made of."),
    security=BEARER,
)
async def add_account(
    request: Request[Any, Any, Any], installation: NamedDependency[Installation], caller: NamedDependency[Caller]
) -> Response[bytes]:
    """Make an account."""
    caller.need("admin", Role.ADMIN)
    negotiate(request.headers.get("accept"), (JSON,))
    new = await read_object(request, installation.settings, NewAccount)
    made = await asked(
        lambda: installation.access.accounts.add(
            new.name, new.roles, sandbox=new.sandbox, issuer=new.issuer, subject=new.subject
        )
    )
    answer = _answer(made, {"Location": installation.settings.link(f"/v1/accounts/{made.id}")})
    answer.status_code = 201
    return answer


@get(
    "/v1/accounts/{account_id:str}",
    operation_id="getAccount",
    summary="Look at an account",
    description="One's own, or any for administrators.",
    tags=["access"],
    responses={**success(AccountRow, "The account."), **problems("not-found", *TROUBLES)},
    operation_class=operation(links=KEYS),
    security=BEARER,
)
async def get_account(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    account_id: FromPath[str],
) -> Response[bytes]:
    """Return one account."""
    await asked(may_see, caller, account_id)
    negotiate(request.headers.get("accept"), (JSON,))
    return _answer(await asked(lambda: installation.access.accounts.get(account_id)))


@patch(
    "/v1/accounts/{account_id:str}",
    operation_id="changeAccount",
    summary="Change, suspend or reinstate an account",
    description="For administrators. Members that are left out stay as they are. With If-Match, only what was seen is changed. The keys "
    "and tokens of a suspended account are refused; what it handed in stays as it is.",
    tags=["access"],
    responses={
        **success(AccountRow, "The account as it is now."),
        **problems("not-found", "conflict", "changed-meanwhile", "bad-object", *TROUBLES, body=True),
    },
    operation_class=operation(takes={JSON: CHANGE}, taken="What is to be otherwise."),
    security=BEARER,
)
async def change_account(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    account_id: FromPath[str],
) -> Response[bytes]:
    """Change one account."""
    caller.need("admin", Role.ADMIN)
    negotiate(request.headers.get("accept"), (JSON,))
    change = await read_object(request, installation.settings, AccountChange)
    members = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    changed = await asked(
        lambda: installation.access.accounts.change(
            account_id, lambda seen: unless_changed(request, _tag(seen)), **members
        )
    )
    return _answer(changed)


def _tag(account: Account) -> str:
    return tag_of(account.id, account.version)


def _answer(account: Account, headers: dict[str, str] | None = None) -> Response[bytes]:
    return fresh(msgspec.json.encode(account_row(account)), headers={"ETag": _tag(account), **(headers or {})})
