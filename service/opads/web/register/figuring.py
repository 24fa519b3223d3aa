"""The page at ``/register/figures``: what a search finds in numbers, as charts with their tables, and as files."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.access.caller import Caller
from opads.api.answers import stored
from opads.api.jobs import Jobs
from opads.api.problem import Refusal
from opads.api.reading import the_public
from opads.api.routes.figures import CSV, position_of, refused_position
from opads.installation import Installation
from opads.register.figures import Figures, FiguresWish, PositionError
from opads.register.figures.written import as_csv
from opads.speech import Speech
from opads.web.answering import look_of, made_page, refusal_page, speech_of
from opads.web.register import words
from opads.web.register.asked import address, asked_of, chips, parameters_of, search_of
from opads.web.register.enabling import not_enabled
from opads.web.register.picturing import charts, lines, told
from opads.web.register.showing import period
from opads.web.render import page

__all__ = ("show_figures", "show_figures_file")


@get("/register/figures", include_in_schema=False)
async def show_figures(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
) -> Response[bytes]:
    """Show the figures; what cannot be asked is told, with the way back to the search."""
    if (off := not_enabled(request, installation)) is not None:
        return off
    the_public(caller, installation.settings)
    asked = {name: text for name, text in asked_of(request).items() if name != "status"}
    speech, look = speech_of(request), look_of(request)
    try:
        position = request.query_params.get("position")
        wish = FiguresWish(search_of(asked), position_of(None if position is None else str(position)))
        figures = await jobs.workshop.run(lambda: installation.figuring.figures(wish))
    except (Refusal, PositionError) as error:
        refusal = error if isinstance(error, Refusal) else refused_position(error)
        return refusal_page(request, refusal, "register/unasked.html", search=address("/register", asked))
    at = str(figures.position.sequence)
    here = address("/register/figures", asked, position=at)
    parameters = parameters_of(asked)

    def job() -> bytes:
        return page(
            "register/figures.html",
            look,
            address("/register/figures", asked) if position is None else here,
            asked=asked,
            chips=list(chips("/register/figures", asked, speech)),
            figures=figures,
            lines=list(lines(figures, asked, speech)),
            chosen=words.series_of(figures.chosen, speech) if figures.chosen else "",
            left_out=told(figures, speech),
            amounts=[(speech.gettext(words.AMOUNTS[one.reason]), one.disclosures) for one in figures.chosen_left_out],
            charts=list(charts(figures, asked, speech, jobs.registry)),
            period=_period(figures, speech),
            search=address("/register", asked),
            compare=address("/register/compare", {k: v for k, v in asked.items() if k != "country"}),
            now=address("/register/figures", asked),
            here=here,
            cited=installation.settings.link(here),
            json=address("/v1/figures", parameters, position=at),
            csv=address("/register/figures.csv", asked, position=at),
            pinned=position is not None,
        )

    return made_page(request, await jobs.workshop.run(job))


def _period(figures: Figures, speech: Speech) -> str:
    ends = {"start": figures.basis.start, "end": figures.basis.end}
    return period({name: day for name, day in ends.items() if day}, speech) if any(ends.values()) else ""


@get("/register/figures.csv", include_in_schema=False)
async def show_figures_file(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
) -> Response[bytes]:
    """Return the figures as a file, for who has no program that asks for a media type."""
    the_public(caller, installation.settings)
    asked = {name: text for name, text in asked_of(request).items() if name != "status"}
    position = request.query_params.get("position")
    wish = FiguresWish(search_of(asked), position_of(None if position is None else str(position)))
    try:
        figures = await jobs.workshop.run(lambda: installation.figuring.figures(wish))
    except PositionError as error:
        raise refused_position(error) from None
    at = address("/register/figures", asked, position=str(figures.position.sequence))
    content = as_csv(figures, parameters_of(asked), installation.settings.link(at))
    name = f'attachment; filename="figures-{figures.position.sequence}.csv"'
    return stored(request, content, CSV, headers={"Content-Disposition": name})
