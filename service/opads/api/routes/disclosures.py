"""GET /v1/disclosures: the register searched, and each disclosure with its versions, history, original, and other formats."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.openapi.spec import Link
from litestar.params import FromPath

from opads import carriers
from opads.access.caller import Caller
from opads.api import parameters as query
from opads.api import searching as asked
from opads.api.answers import JSON, fresh, stored
from opads.api.contract import OPTIONAL, operation, problems, success
from opads.api.jobs import Jobs, Wish
from opads.api.models import ConversionAnswer
from opads.api.negotiation import negotiate
from opads.api.paging import Cursor, Limit, Page, paged, wished
from opads.api.problem import Refusal
from opads.api.reading import seen, viewer_of
from opads.api.routes.conversion import convert_answer
from opads.installation import Installation
from opads.notice import NoticeError, RenderingUnavailableError
from opads.notice.building import build_notice
from opads.notice.loading import template
from opads.notice.renderings import NOTICES, render_notice
from opads.register.reading.store import Count, Found, Whole

__all__ = ("HANDLERS",)

STORED = ("no-storage", "storage-unavailable", "unauthenticated", "forbidden")
"""What anything that reads the register can answer."""
ONE = ("not-found", "gone", "suspended", *STORED)
PRIVATE = "private, no-cache"
NOTICE_TYPES = {rendering.media_type: name for name, rendering in NOTICES.items() if name != "json"}


class DisclosureRow(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A disclosure as a list shows it; ``summary`` is empty where what it says is not shown. ``url`` is its permanent page."""

    id: str
    status: str
    version: int
    format: str
    account: str
    accepted_at: str
    changed_at: str
    url: str
    summary: dict[str, Any]
    publisher_id: str | None = None


class DisclosuresAnswer(msgspec.Struct, frozen=True):
    """A page of disclosures, the newest first; ``total`` is exact up to a bound."""

    items: tuple[DisclosureRow, ...]
    next: str | None
    total: Count


class VersionRow(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """An entry of the log about a disclosure; ``url`` leads to the version that it brought."""

    sequence: int
    kind: str
    version: int
    at: str
    account: str
    hash: str
    previous: str
    canonical: str | None = None
    document: str | None = None
    reason: str | None = None
    url: str | None = None


class HistoryAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """The history of a disclosure, the oldest entry first."""

    id: str
    status: str
    items: tuple[VersionRow, ...]


@get(
    "/v1/disclosures",
    operation_id="searchDisclosures",
    summary="Search the register",
    description="The newest first; all that is asked for must hold. Everything is looked up in the public view: what is withheld from the public "
    "finds nothing. Amounts are compared exactly, in their own currency, and never summed.",
    tags=["register"],
    security=OPTIONAL,
    responses={
        **success(DisclosuresAnswer, "A page of disclosures."),
        **problems("bad-parameter", "bad-cursor", "not-acceptable", *STORED),
    },
    operation_class=operation(
        links={
            "disclosure": Link(
                operation_id="getDisclosure", parameters={"path.disclosure_id": "$response.body#/items/0/id"}
            )
        }
    ),
)
async def search_disclosures(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    *,
    q: asked.Text = None,
    sponsor: asked.Sponsor = None,
    payer: asked.Payer = None,
    party: asked.Party = None,
    publisher: asked.Publisher = None,
    process: asked.Process = None,
    process_type: asked.ProcessType = None,
    process_level: asked.ProcessLevel = None,
    territory: asked.Territory = None,
    country: asked.Country = None,
    medium: asked.Medium = None,
    targeting: asked.Targeting = None,
    technique: asked.Technique = None,
    criterion: asked.Criterion = None,
    special_category: asked.SpecialCategory = None,
    identifier: asked.Identifier = None,
    since: asked.Since = None,
    until: asked.Until = None,
    period: asked.Period = None,
    at_least: asked.AtLeast = None,
    at_most: asked.AtMost = None,
    currency: asked.Currency = None,
    amount_kind: asked.AmountKind = None,
    amount_scope: asked.AmountScope = None,
    status: asked.Status = None,
    format_id: asked.Format = None,
    account: asked.Account = None,
    publisher_id: asked.PublisherId = None,
    accepted_since: asked.AcceptedSince = None,
    accepted_until: asked.AcceptedUntil = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> Response[bytes]:
    """Search the register."""
    wanted = asked.query_of({
        "q": q, "sponsor": sponsor, "payer": payer, "party": party, "publisher": publisher, "process": process,
        "process-type": process_type, "process-level": process_level, "territory": territory, "country": country, "medium": medium,
        "targeting": targeting, "technique": technique, "criterion": criterion, "special-category": special_category,
        "identifier": identifier, "from": since, "until": until, "period": period, "at-least": at_least, "at-most": at_most,
        "currency": currency, "amount-kind": amount_kind, "amount-scope": amount_scope, "status": status, "format": format_id,
        "account": account, "publisher-id": publisher_id, "accepted-from": accepted_since, "accepted-until": accepted_until,
    })  # fmt: skip
    negotiate(request.headers.get("accept"), (JSON,))
    settings = installation.settings
    viewer = viewer_of(caller, settings)
    wish = wished(request, limit, cursor, str, str, owner=viewer.account)
    after = None if wish.after is None else (str(wish.after[0]), str(wish.after[1]))
    found = await seen(installation, lambda r: r.search(wanted, viewer, wish.fetch, after))
    total = await seen(installation, lambda r: r.count(wanted, viewer))
    page = paged(
        request, settings, wish, found, lambda f: (f.held.first_at, f.held.id), partial(_row, installation, viewer.sees)
    )
    shown = msgspec.json.decode(page.body, type=Page[msgspec.Raw])
    body = msgspec.json.encode({"items": shown.items, "next": shown.next, "total": total})
    return fresh(body, JSON, page.headers)


def _row(installation: Installation, sees: Any, found: Found) -> DisclosureRow:
    held = found.held
    return DisclosureRow(
        held.id, held.status, held.version, held.format, held.account, held.first_at, held.changed_at,
        installation.settings.link(f"/register/{held.id}"), found.summary, held.publisher_id if sees(held.account) else None,
    )  # fmt: skip


@get(
    "/v1/disclosures/{disclosure_id:str}",
    operation_id="getDisclosure",
    summary="A disclosure",
    description="The newest version in its canonical form (RFC 8785), or by the header Accept its notice. The public view leaves out what "
    "`/v1/schemas/1.0/public.yaml` lists, and says so in `absences`; the account that handed it in and the regulator see all.",
    tags=["register"],
    security=OPTIONAL,
    responses={
        **success(dict[str, Any], "The disclosure."),
        **problems("not-acceptable", "not-convertible", *ONE),
    },
    operation_class=operation(
        also={kind: f"Its notice: {NOTICES[name].purpose}." for kind, name in NOTICE_TYPES.items()}
    ),
)
async def get_disclosure(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
) -> Response[bytes]:
    """Return the newest version."""
    return await _version(request, jobs, installation, caller, disclosure_id, None)


@get(
    "/v1/disclosures/{disclosure_id:str}/versions",
    operation_id="listVersions",
    summary="The history of a disclosure",
    description="Its entries of the log: versions, suspensions, withdrawal. It is told of every disclosure, also of one that is no longer shown.",
    tags=["register"],
    security=OPTIONAL,
    responses={**success(HistoryAnswer, "The history."), **problems("not-acceptable", "not-found", *STORED)},
    operation_class=operation(),
)
async def list_versions(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
) -> Response[bytes]:
    """Return the history."""
    negotiate(request.headers.get("accept"), (JSON,))
    viewer = viewer_of(caller, installation.settings)
    held, steps = await seen(installation, lambda r: r.history(disclosure_id, viewer))
    link = installation.settings.link
    rows = tuple(
        VersionRow(
            s.sequence, s.kind, s.version, s.at, s.account, s.hash, s.previous, s.canonical, s.document, s.reason,
            link(f"/v1/disclosures/{held.id}/versions/{s.version}") if s.canonical else None,
        )
        for s in steps
    )  # fmt: skip
    return _kept(request, msgspec.json.encode(HistoryAnswer(held.id, held.status, rows)), JSON, public=True)


@get(
    "/v1/disclosures/{disclosure_id:str}/versions/{version:str}",
    operation_id="getVersion",
    summary="A version of a disclosure",
    description="As the disclosure itself, for any of its versions.",
    tags=["register"],
    security=OPTIONAL,
    responses={
        **success(dict[str, Any], "The version."),
        **problems("not-acceptable", "not-convertible", *ONE),
    },
    operation_class=operation(
        also={kind: f"Its notice: {NOTICES[name].purpose}." for kind, name in NOTICE_TYPES.items()}
    ),
)
async def get_version(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
    version: FromPath[str],
) -> Response[bytes]:
    """Return one version."""
    return await _version(request, jobs, installation, caller, disclosure_id, _number(version))


@get(
    "/v1/disclosures/{disclosure_id:str}/original",
    operation_id="getOriginal",
    summary="A disclosure as it was handed in",
    description="The bytes of the newest version's document. The public has them where nothing in them is withheld and no other disclosure is in them.",
    tags=["register"],
    security=OPTIONAL,
    responses={
        **success(bytes, "The document.", "application/octet-stream"),
        **problems("not-acceptable", *ONE),
    },
    operation_class=operation(),
)
async def get_original(
    request: Request[Any, Any, Any],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
) -> Response[bytes]:
    """Return the original as a download: whatever it is, no browser shows it."""
    kind = "application/octet-stream"
    negotiate(request.headers.get("accept"), (kind,))
    viewer = viewer_of(caller, installation.settings)
    found = await seen(installation, lambda r: r.original(disclosure_id, viewer))
    digest = base64.b64encode(bytes.fromhex(found.sha256)).decode()
    ending = found.carrier if found.carrier in carriers.IDS else "bin"
    return _kept(
        request,
        found.content,
        kind,
        public=False,
        headers={
            "Content-Disposition": f'attachment; filename="{disclosure_id}.{ending}"',
            "Repr-Digest": f"sha-256=:{digest}:",
        },
    )


@get(
    "/v1/disclosures/{disclosure_id:str}/as/{format_id:str}",
    operation_id="getDisclosureInFormat",
    summary="A disclosure in another format",
    description="The newest version converted, as `/v1/convert` answers: the output, the account of every value, the report on it.",
    tags=["register"],
    security=OPTIONAL,
    responses={
        **success(ConversionAnswer, "The output, its account and the report on it."),
        **problems("bad-parameter", "unknown-format", "not-acceptable", "not-convertible", *ONE),
    },
    operation_class=operation(),
)
async def get_disclosure_as(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
    format_id: FromPath[str],
    *,
    target_carrier: query.TargetCarrier = None,
    carry: query.CarryOver = None,
) -> Response[bytes]:
    """Return the newest version in another format."""
    own = next(format_ for format_ in jobs.registry if format_.file.kind == "standard")
    wish = Wish(
        own.id,
        carrier=own.file.carriers[0].carrier,
        to=format_id[:100],
        to_carrier=query.one_of(target_carrier, "to-carrier", carriers.IDS),
        carry=query.one_of(carry, "carry", ("true", "false")) != "false",
    )
    jobs.carrier_of(wish)
    negotiate(request.headers.get("accept"), (JSON,))
    viewer = viewer_of(caller, installation.settings)
    whole = await seen(installation, lambda r: r.whole(disclosure_id, viewer))
    conversion = await jobs.convert(whole.content, wish)
    return _kept(request, convert_answer(conversion), JSON, public=whole.is_public)


async def _version(
    request: Request[Any, Any, Any],
    jobs: Jobs,
    installation: Installation,
    caller: Caller,
    disclosure_id: str,
    number: int | None,
) -> Response[bytes]:
    kind = negotiate(request.headers.get("accept"), (JSON, *NOTICE_TYPES))
    settings = installation.settings
    viewer = viewer_of(caller, installation.settings)
    whole = await seen(installation, lambda r: r.whole(disclosure_id, viewer, number))
    content = whole.content if kind == JSON else await _notice(jobs, whole, NOTICE_TYPES[kind])
    base = f"/v1/disclosures/{whole.held.id}"
    links = (
        ("alternate", f"/register/{whole.held.id}"),
        ("version-history", f"{base}/versions"),
        ("latest-version", base),
    )
    headers = {"Link": ", ".join(f'<{settings.link(path)}>; rel="{relation}"' for relation, path in links)}
    return _kept(request, content, kind, public=whole.is_public, headers=headers)


async def _notice(jobs: Jobs, whole: Whole, name: str) -> bytes:
    def job() -> bytes:
        return render_notice(name, build_notice(template(), whole.view.disclosure))

    try:
        return await jobs.workshop.run(job)
    except (NoticeError, RenderingUnavailableError) as error:
        raise Refusal("not-convertible", f"No notice can be written: {str(error)[:300]}.") from None


def _kept(
    request: Request[Any, Any, Any], content: bytes, kind: str, *, public: bool, headers: dict[str, str] | None = None
) -> Response[bytes]:
    """Return what is kept; what depends on who asks is stored by nobody in between."""
    more = {"Vary": "Accept, Authorization", **(headers or {})}
    return stored(request, content, kind, cache="no-cache" if public else PRIVATE, headers=more)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < len(text) < 9:
        return int(text)
    raise Refusal("not-found", "Versions are numbered from 1.")


HANDLERS = (
    search_disclosures,
    get_disclosure,
    list_versions,
    get_version,
    get_original,
    get_disclosure_as,
)
