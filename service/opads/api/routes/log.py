"""GET /v1/log: the chain of entries, for whoever wants to check it."""

from __future__ import annotations

import re
from functools import partial
from typing import Annotated, Any, TypeAlias

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from opads.access.caller import Caller, Role
from opads.api.answers import JSON, stored
from opads.api.contract import operation, problems, success
from opads.api.negotiation import negotiate
from opads.api.paging import Cursor, Limit, Page, paged, wished
from opads.api.problem import Fault, Refusal
from opads.api.registering import STORED, asked, chain_of
from opads.installation import Installation
from opads.register import Entry, Head

__all__ = ("get_log", "get_log_head")

After: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="after",
        description="Sequence behind which the list begins; 0 when left out. A cursor goes before it.",
        schema_extra={"type": "integer", "minimum": 0, "maximum": 10**15},
    ),
]


class LogEntry(Entry, frozen=True, rename="camel"):
    """An entry of the log; what it names by SHA-256 (`document`, `canonical`, `report`) is kept."""


@get(
    "/v1/log",
    operation_id="getLog",
    summary="The log of the register",
    description="Every entry in order. Its `hash` is the SHA-256 of its JSON by RFC 8785 without the member `hash`, "
    "and `previous` is the hash of the one before it; the first has the empty text. Entries name what they are about by ids and digests.",
    tags=["register"],
    responses={
        **success(Page[LogEntry], "A page of entries."),
        **problems("bad-parameter", "bad-cursor", *STORED),
    },
    operation_class=operation(pages=True),
)
async def get_log(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    *,
    after: After = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Response[bytes]:
    """Return entries of the caller's chain."""
    register = await asked(lambda: installation.register)
    _may_read(caller, installation)
    negotiate(request.headers.get("accept"), (JSON,))
    begin = _sequence(after)
    wish = wished(request, limit, cursor, int, owner=chain_of(caller))
    behind = int(wish.after[0]) if wish.after else begin
    rows = await asked(partial(register.log, chain_of(caller), behind, wish.fetch))
    page = paged(request, installation.settings, wish, rows, lambda row: (row.sequence,))
    return stored(request, page.body, JSON, headers=page.headers)


@get(
    "/v1/log/head",
    operation_id="getLogHead",
    summary="The end of the log",
    description="Whoever keeps it can show later that nothing before it was changed: `opads register verify --head SEQUENCE:HASH`.",
    tags=["register"],
    responses={**success(Head, "The last entry's sequence, hash and moment."), **problems(*STORED)},
    operation_class=operation(),
)
async def get_log_head(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
) -> Response[bytes]:
    """Return the end of the caller's chain."""
    register = await asked(lambda: installation.register)
    _may_read(caller, installation)
    negotiate(request.headers.get("accept"), (JSON,))
    return stored(request, msgspec.json.encode(await asked(partial(register.head, chain_of(caller)))))


def _may_read(caller: Caller, installation: Installation) -> None:
    """Raise AccessError where the public may not read and the caller may not either."""
    if not installation.settings.public_reading:
        caller.need("read", *Role)


def _sequence(text: str | None) -> int:
    if text is None:
        return 0
    if re.fullmatch(r"0|[1-9][0-9]{0,15}", text) and int(text) <= 10**15:
        return int(text)
    detail = "is not the sequence of an entry"
    raise Refusal("bad-parameter", f"The parameter 'after' {detail}.", errors=(Fault(detail, parameter="after"),))
