"""The page at ``/register/compare``: countries beside each other, each in its own currencies, and how comparable they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.access.caller import Caller
from opads.api.jobs import Jobs
from opads.api.problem import Refusal
from opads.api.reading import the_public
from opads.api.routes.figures import position_of, refused_position
from opads.formats import Registry
from opads.installation import Installation
from opads.register.figures import AmountSeries, Figures, FiguresWish, PositionError, compared
from opads.speech import Speech
from opads.standard import codelists
from opads.web.answering import look_of, made_page, refusal_page, speech_of
from opads.web.charts import Bar, Bars
from opads.web.register import words
from opads.web.register.asked import address, asked_of, chips, parameters_of, search_of
from opads.web.register.comparability import Beside, Remark, beside, remarks
from opads.web.register.enabling import not_enabled
from opads.web.register.picturing import measure, sum_of
from opads.web.render import page

__all__ = ("show_comparison",)

MOST = 6
"""Countries that have room beside each other."""
OFFERED = 60


class Row(NamedTuple):
    """A series, and its sum in each country with how many disclosures it rests on."""

    label: str
    cells: tuple[tuple[str, int], ...]


@get("/register/compare", include_in_schema=False)
async def show_comparison(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
) -> Response[bytes]:
    """Show the comparison; without countries, those that there are to choose from."""
    if (off := not_enabled(request, installation)) is not None:
        return off
    the_public(caller, installation.settings)
    asked = {k: v for k, v in asked_of(request).items() if k not in ("status", "country")}
    listed = codelists.load("countries")
    texts = [str(code) for code in request.query_params.getall("country", [])]
    wanted = list(dict.fromkeys(code for code in texts if code in listed))[:MOST]
    look, speech = look_of(request), speech_of(request)
    try:
        text = request.query_params.get("position")
        query, position = search_of(asked), position_of(None if text is None else str(text))
        every = await jobs.workshop.run(lambda: installation.figuring.figures(FiguresWish(query, position)))
        found = await jobs.workshop.run(
            partial(compared, installation.database, query, wanted, every.position.sequence)
        )
    except (Refusal, PositionError) as error:
        refusal = error if isinstance(error, Refusal) else refused_position(error)
        return refusal_page(request, refusal, "register/unasked.html", search=address("/register", asked))
    countries = [(code, speech.country(code)) for code in wanted]
    here = _address(asked, wanted, every.position.sequence)

    def job() -> bytes:
        return page(
            "register/compare.html",
            look,
            _address(asked, wanted),
            asked=asked,
            chips=list(chips("/register/compare", asked, speech)) if not wanted else _chips(asked, wanted, speech),
            offered=_offered(every, wanted, speech),
            countries=countries,
            most=MOST,
            unknown=[code for code in texts if code and code not in listed][:MOST],
            many=len(set(texts)) > MOST,
            found=[(code, name, one) for (code, name), one in zip(countries, found, strict=True)],
            position=every.position,
            rows=_rows(found, speech),
            charts=_charts(countries, found, asked, speech),
            facts=_facts(countries, found, jobs.registry, speech),
            remarks=_remarks(countries, found, speech),
            cited=installation.settings.link(here),
            here=here,
            files=[
                (name, address("/register/figures.csv", {**asked, "country": code}, position=str(every.position.sequence)),
                 address("/v1/figures", parameters_of({**asked, "country": code}), position=str(every.position.sequence)))
                for code, name in countries
            ],
        )  # fmt: skip

    return made_page(request, await jobs.workshop.run(job))


def _address(asked: Mapping[str, str], countries: Sequence[str], position: int | None = None) -> str:
    base = address("/register/compare", asked)
    more = [f"country={code}" for code in countries] + ([f"position={position}"] if position is not None else [])
    return base + ("&" if "?" in base else "?") * bool(more) + "&".join(more)


def _chips(asked: Mapping[str, str], countries: Sequence[str], speech: Speech) -> list[Any]:
    """Return what is asked for; leaving one out keeps the countries."""
    more = "&".join(f"country={code}" for code in countries)
    return [
        chip._replace(without=f"{chip.without}{'&' if '?' in chip.without else '?'}{more}")
        for chip in chips("/register/compare", asked, speech)
    ]


def _offered(every: Figures, wanted: Sequence[str], speech: Speech) -> list[tuple[str, str, int]]:
    """Return the countries that there is anything of, and those asked for: code, name, disclosures."""
    there = {group.value: group.disclosures for group in every.grouping("country").groups}
    codes = [*sorted(there, key=lambda code: -there[code])[:OFFERED], *(c for c in wanted if c not in there)]
    return sorted(((c, speech.country(c), there.get(c, 0)) for c in codes), key=lambda one: one[1])


def _series(found: Sequence[Figures]) -> list[AmountSeries]:
    """Return the series of all, those first that are in most countries and rest on most disclosures."""
    weight: dict[AmountSeries, tuple[int, int]] = {}
    for figures in found:
        for one in figures.sums:
            countries, disclosures = weight.get(one.series, (0, 0))
            weight[one.series] = (countries + 1, disclosures + one.disclosures)
    return sorted(weight, key=lambda series: (-weight[series][0], -weight[series][1], series.currency, series.kind))


def _rows(found: Sequence[Figures], speech: Speech) -> list[Row]:
    rows = []
    for series in _series(found):
        sums = [next((one for one in figures.sums if one.series == series), None) for figures in found]
        cells = tuple((sum_of(one, speech) if one else "", one.disclosures if one else 0) for one in sums)
        rows.append(Row(words.series_of(series, speech), cells))
    return rows


def _charts(
    countries: Sequence[tuple[str, str]], found: Sequence[Figures], asked: Mapping[str, str], speech: Speech
) -> list[Bars]:
    """Return how many there are, and each series that more than one country has: what differs in it has no common scale."""
    if not found:
        return []
    heads = (speech.gettext("Country"), speech.gettext("Disclosures"))
    counts = tuple(
        Bar(name, figures.counted, speech.number(figures.counted), address("/register", {**asked, "country": code}))
        for (code, name), figures in zip(countries, found, strict=True)
    )
    made = [Bars("counts", speech.gettext("Disclosures by country"), heads, counts)]
    for number, series in enumerate(_series(found)):
        sums = [next((one for one in figures.sums if one.series == series), None) for figures in found]
        if sum(one is not None for one in sums) > 1:
            label = words.series_of(series, speech)
            bars = tuple(
                Bar(
                    name,
                    measure(one),
                    sum_of(one, speech, currency=False),
                    more=(speech.number(one.disclosures if one else 0),),
                )
                for (_, name), one in zip(countries, sums, strict=True)
            )
            columns = (speech.gettext("Country"), speech.gettext("Sum"), speech.gettext("Rests on"))
            made.append(Bars(f"series-{number}", label, columns, bars))
    return made


def _facts(
    countries: Sequence[tuple[str, str]], found: Sequence[Figures], registry: Registry, speech: Speech
) -> list[Beside]:
    return beside(found, registry, speech) if countries else []


def _remarks(countries: Sequence[tuple[str, str]], found: Sequence[Figures], speech: Speech) -> list[Remark]:
    return remarks([name for _, name in countries], found, speech) if len(countries) > 1 else []
