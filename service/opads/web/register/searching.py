"""The page at ``/register``: search, and what was found."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.access.caller import Caller
from opads.api.paging import Page, paged, wished
from opads.api.problem import Refusal
from opads.api.reading import seen, viewer_of
from opads.api.searching import TARGETING, query_of
from opads.installation import Installation
from opads.register.reading.store import Found
from opads.standard import codelists
from opads.web.answering import fresh_page, refusal_page
from opads.web.register.showing import amount, calm, moment, period

__all__ = ("register",)

FIELDS = (
    "q", "sponsor", "payer", "publisher", "process", "territory", "country", "medium", "targeting", "identifier", "from", "until",
    "currency", "least", "most", "status", "process-type", "account",
)  # fmt: skip
SHOWN = "25"
"""Rows of a page."""
COMMON = (
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "PLN",
    "SEK",
    "DKK",
    "CZK",
    "HUF",
    "RON",
    "NOK",
    "CAD",
    "AUD",
    "NZD",
    "BRL",
    "INR",
    "JPY",
    "SGD",
    "TWD",
    "PHP",
)
"""Currencies that the form offers; any other can be written into the address."""


@get("/register", include_in_schema=False)
async def register(
    request: Request[Any, Any, Any], installation: NamedDependency[Installation], caller: NamedDependency[Caller]
) -> Response[bytes]:
    """Show the form, and what fits; what is wrong with a field is told beside the form."""
    asked = {name: str(v).strip() for name in FIELDS if (v := request.query_params.get(name)) and str(v).strip()}
    viewer = viewer_of(caller, installation.settings)
    shown: dict[str, Any] = {
        "asked": asked,
        "refusal": None,
        "rows": (),
        "total": None,
        "next": None,
        **_choices(asked),
    }
    try:
        wanted = query_of(_parameters(asked))
        cursor = request.query_params.get("cursor")
        wish = wished(request, SHOWN, None if cursor is None else str(cursor), str, str)
    except Refusal as refusal:
        return refusal_page(request, refusal, "register.html", **shown)
    after = None if wish.after is None else (str(wish.after[0]), str(wish.after[1]))
    found = await seen(installation, lambda r: r.search(wanted, viewer, wish.fetch, after))
    total = await seen(installation, lambda r: r.count(wanted, viewer))
    made = paged(request, installation.settings, wish, found, lambda f: (f.held.first_at, f.held.id), lambda _: None)
    following = msgspec.json.decode(made.body, type=Page[None]).next
    link = "/register?" + urlencode([*asked.items(), ("cursor", following)]) if following else None
    rows = [_row(one) for one in found[: wish.limit]]
    return fresh_page(
        request, "register.html", **{**shown, "rows": rows, "total": total, "next": link, "later": cursor is not None}
    )


def _parameters(asked: dict[str, str]) -> dict[str, str | None]:
    """Return the parameters of the interface that the fields of the form are."""
    found: dict[str, str | None] = {k: v for k, v in asked.items() if k not in ("least", "most", "currency")}
    currency = asked.get("currency", "EUR")
    for field, name in (("least", "at-least"), ("most", "at-most")):
        if field in asked:
            found[name] = f"{asked[field].replace(',', '')} {currency}"
    if "currency" in asked:
        found["currency"] = currency
    return found


def _choices(asked: dict[str, str]) -> dict[str, Any]:
    """Return what the form offers to choose from."""
    currencies = dict.fromkeys((*COMMON, *([asked["currency"][:3]] if "currency" in asked else [])))
    return {
        "countries": codelists.titles("countries"),
        "media": codelists.titles("medium"),
        "types": codelists.titles("process-type"),
        "targeting": TARGETING,
        "currencies": list(currencies),
        "more": bool(set(asked) - {"q"}),
        "later": False,
    }


def _row(found: Found) -> dict[str, Any]:
    summary, held = found.summary, found.held
    spans = summary.get("periods", {})
    span = spans.get("actual") or spans.get("intended")
    amounts = summary.get("amounts", [])
    whole = [a for a in amounts if a.get("kind") in ("total", "spent")] or amounts
    return {
        "id": held.id,
        "title": calm(summary.get("title") or f"Disclosure {held.id[:13]}…", 120),
        "status": held.status,
        "sponsors": [calm(name, 80) for name in summary.get("sponsors", [])[:3]],
        "amounts": [amount(a) for a in whole[:2]],
        "period": period(span) if span else "",
        "accepted": moment(held.first_at)[:10],
    }
