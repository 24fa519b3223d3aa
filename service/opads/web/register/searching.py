"""The page at ``/register``: search, what was found, and what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.access.caller import Caller
from opads.api.jobs import Jobs
from opads.api.paging import Page, paged, wished
from opads.api.problem import Refusal
from opads.api.reading import seen, viewer_of
from opads.installation import Installation
from opads.register.figures import FiguresWish
from opads.register.reading.asking import Query
from opads.register.reading.store import Count, Found
from opads.speech import Speech
from opads.standard import codelists
from opads.web.answering import fresh_page, refusal_page, speech_of
from opads.web.register import words
from opads.web.register.asked import address, asked_of, chips, search_of
from opads.web.register.enabling import not_enabled
from opads.web.register.picturing import Line, lines
from opads.web.register.showing import amount, calm, period

__all__ = ("choices", "register")

SHOWN = "25"
"""Rows of a page."""
SUMMED = 5_000
"""Disclosures that are added up beside the list; of more the page of figures does."""
SUMS = 3
"""Sums that stand beside the list."""
COMMON = (
    "EUR", "USD", "GBP", "CHF", "PLN", "SEK", "DKK", "CZK", "HUF", "RON", "NOK", "CAD", "AUD", "NZD", "BRL", "INR", "JPY", "SGD",
    "TWD", "PHP",
)  # fmt: skip
"""Currencies that the form offers; any other can be written into the address."""
FORM = frozenset(
    (
        "q", "sponsor", "payer", "publisher", "process", "process-type", "territory", "country", "from", "until", "least", "most",
        "currency", "amount-kind", "medium", "targeting", "identifier", "status", "accepted-from", "accepted-until", "account",
    )
)  # fmt: skip
"""What the form has fields for; what else is asked for it carries along."""


@get("/register", include_in_schema=False)
async def register(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
) -> Response[bytes]:
    """Show the form, and what fits; what is wrong with a field is told beside the form."""
    if (off := not_enabled(request, installation)) is not None:
        return off
    asked, speech = asked_of(request), speech_of(request)
    viewer = viewer_of(caller, installation.settings)
    shown: dict[str, Any] = {
        "asked": asked,
        "chips": (),
        "refusal": None,
        "rows": (),
        "total": None,
        "next": None,
        "later": False,
        "sums": (),
        "figures": address("/register/figures", {k: v for k, v in asked.items() if k != "status"}),
        "compare": address("/register/compare", {k: v for k, v in asked.items() if k not in ("status", "country")}),
        **choices(asked),
    }
    try:
        wanted = search_of(asked)
        cursor = request.query_params.get("cursor")
        wish = wished(request, SHOWN, None if cursor is None else str(cursor), str, str)
    except Refusal as refusal:
        return refusal_page(request, refusal, "register/search.html", **shown)
    after = None if wish.after is None else (str(wish.after[0]), str(wish.after[1]))
    found = await seen(installation, lambda r: r.search(wanted, viewer, wish.fetch, after))
    total = await seen(installation, lambda r: r.count(wanted, viewer))
    made = paged(request, installation.settings, wish, found, lambda f: (f.held.first_at, f.held.id), lambda _: None)
    following = msgspec.json.decode(made.body, type=Page[None]).next
    shown |= {
        "chips": list(chips("/register", asked, speech)),
        "rows": [_row(one, speech) for one in found[: wish.limit]],
        "total": total,
        "next": address("/register", asked, cursor=following) if following else None,
        "later": cursor is not None,
        "sums": await _sums(jobs, installation, wanted, total, asked, speech),
    }
    return fresh_page(request, "register/search.html", **shown)


async def _sums(
    jobs: Jobs, installation: Installation, wanted: Query, total: Count, asked: Mapping[str, str], speech: Speech
) -> list[Line]:
    """Return the sums that rest on most disclosures; none where these are many, or all hands are busy."""
    if not total.exact or not 1 < total.number <= SUMMED or wanted.status not in (None, "accepted"):
        return []
    try:
        figures = await jobs.workshop.run(lambda: installation.figuring.figures(FiguresWish(wanted)))
    except Refusal:
        return []
    return list(lines(figures, asked, speech))[:SUMS]


def choices(asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form offers to choose from."""
    currencies = dict.fromkeys((*COMMON, *([asked["currency"][:3]] if "currency" in asked else [])))
    return {
        "countries": list(codelists.titles("countries")),
        "media": codelists.titles("medium"),
        "types": codelists.titles("process-type"),
        "targeting": words.TARGETING,
        "kinds": words.KINDS,
        "statuses": words.STATUSES,
        "labels": words.LABELS,
        "currencies": list(currencies),
        "more": bool(set(asked) - {"q"}),
        "carried": {name: text for name, text in asked.items() if name not in FORM},
    }


def _row(found: Found, speech: Speech) -> dict[str, Any]:
    summary, held = found.summary, found.held
    spans = summary.get("periods", {})
    span = spans.get("actual") or spans.get("intended")
    amounts = summary.get("amounts", [])
    whole = [a for a in amounts if a.get("kind") in ("total", "spent")] or amounts
    title = summary.get("title") or speech.said("Disclosure %(id)s", id=f"{held.id[:13]}…")
    return {
        "id": held.id,
        "title": calm(title, 120),
        "status": words.STATUSES.get(held.status, held.status) if held.status != "accepted" else "",
        "sponsors": [calm(name, 80) for name in summary.get("sponsors", [])[:3]],
        "amounts": [amount(a, speech) for a in whole[:2]],
        "period": period(span, speech) if span else "",
        "accepted": held.first_at[:10],
        "account": calm(held.account, 40),
        "version": held.version,
    }
