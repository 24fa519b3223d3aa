"""GET /v1/figures: how many disclosures a search of the register finds, and what they say was paid."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from opads.access.caller import Caller
from opads.api import searching as asked
from opads.api.answers import JSON, stored
from opads.api.contract import OPTIONAL, operation, problems, success
from opads.api.jobs import Jobs
from opads.api.negotiation import negotiate
from opads.api.problem import Fault, Refusal
from opads.api.reading import the_public
from opads.installation import Installation
from opads.register.figures import Figures, FiguresWish, PositionError
from opads.register.figures.definitions import DEFINITIONS, REASONS
from opads.register.figures.written import as_csv

__all__ = ("CSV", "get_figures", "position_of", "refused_position")

CSV = "text/csv"

Position: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="position",
        description="Sequence of the entry of the public log behind which nothing counts; the last when left out. With the `position` of an "
        "answer the same search gives the same numbers, but for what changed since, of which `since` says how much.",
        schema_extra={"type": "integer", "minimum": 0, "maximum": 10**15},
    ),
]


class FiguresAnswer(msgspec.Struct, frozen=True):
    """Figures, with what was asked for, the address that gives the same numbers again, and what each number means."""

    asked: dict[str, str]
    url: str
    page: str
    figures: Figures
    definitions: dict[str, str]
    reasons: dict[str, str]


@get(
    "/v1/figures",
    operation_id="getFigures",
    summary="Figures of what a search finds",
    description="Counts and sums of amounts, of all that is found and by sponsor, country, month, publisher, process, targeting and format. "
    "Amounts are added within one currency, kind and scope alone, exactly, ranges as ranges, of each disclosure at most one; nothing is converted. "
    "What is counted is the public view, whoever asks. As `text/csv` one row for each number.",
    tags=["register"],
    security=OPTIONAL,
    responses={
        **success(FiguresAnswer, "The figures."),
        **problems(
            "bad-parameter",
            "not-acceptable",
            "busy",
            "no-storage",
            "storage-unavailable",
            "unauthenticated",
            "forbidden",
        ),
    },
    operation_class=operation(also={CSV: "The same numbers, one row for each with its sum."}),
)
async def get_figures(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
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
    format_id: asked.Format = None,
    account: asked.Account = None,
    accepted_since: asked.AcceptedSince = None,
    accepted_until: asked.AcceptedUntil = None,
    position: Position = None,
) -> Response[bytes]:
    """Return the figures."""
    parameters = {name: text for name, text in {
        "q": q, "sponsor": sponsor, "payer": payer, "party": party, "publisher": publisher, "process": process,
        "process-type": process_type, "process-level": process_level, "territory": territory, "country": country, "medium": medium,
        "targeting": targeting, "technique": technique, "criterion": criterion, "special-category": special_category,
        "identifier": identifier, "from": since, "until": until, "period": period, "at-least": at_least, "at-most": at_most,
        "currency": currency, "amount-kind": amount_kind, "amount-scope": amount_scope, "format": format_id, "account": account,
        "accepted-from": accepted_since, "accepted-until": accepted_until,
    }.items() if text is not None}  # fmt: skip
    wish = FiguresWish(asked.query_of(parameters), position_of(position))
    the_public(caller, installation.settings)
    chosen = negotiate(request.headers.get("accept"), (JSON, CSV))
    try:
        figures = await jobs.workshop.run(lambda: installation.figuring.figures(wish))
    except PositionError as error:
        raise refused_position(error) from None
    again = urlencode([*parameters.items(), ("position", figures.position.sequence)])
    link = installation.settings.link
    url = link(f"/v1/figures?{again}")
    if chosen == CSV:
        return stored(request, as_csv(figures, parameters, url), CSV, headers={"Content-Disposition": DOWNLOAD})
    answer = FiguresAnswer(
        parameters, url, link(f"/register/figures?{again}"), figures, dict(DEFINITIONS), dict(REASONS)
    )
    return stored(request, msgspec.json.encode(answer))


DOWNLOAD = 'attachment; filename="figures.csv"'


def position_of(text: str | None) -> int | None:
    """Return a position; raises Refusal (400) for what is no number of an entry."""
    if text is None:
        return None
    if re.fullmatch(r"0|[1-9][0-9]{0,14}", text):
        return int(text)
    raise refused_position()


def refused_position(error: PositionError | None = None) -> Refusal:
    """Return the refusal (400) of a position."""
    detail = str(error) if error else "is not the sequence of an entry"
    told = f"The parameter 'position' is none: {detail}." if error else f"The parameter 'position' {detail}."
    return Refusal("bad-parameter", told, errors=(Fault(detail, parameter="position"),))
