"""Figures as sentences and charts, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from opads.api.searching import CODES
from opads.formats import Registry
from opads.register.figures import AmountSeries, Figures, FiguresGroup, FiguresSum, Grouping
from opads.register.figures.model import Dimension
from opads.speech import Speech, mark
from opads.standard import codelists
from opads.web.charts import Bar, Bars, Column, Columns, Measure, Span
from opads.web.register import words
from opads.web.register.asked import address
from opads.web.register.showing import between, calm, month

__all__ = ("HEADS", "Line", "charts", "lines", "measure", "sum_of", "told")

SHOWN = 12
"""Groups of a chart; all of them are in the files."""
HEADS: dict[Dimension, tuple[str, str]] = {
    "sponsor": (mark("By sponsor"), mark("Sponsor")),
    "country": (mark("By country"), mark("Country")),
    "month": (mark("By month"), mark("Month")),
    "targeting": (mark("By use of targeting"), mark("Targeting")),
    "technique": (mark("By technique of targeting"), mark("Technique of targeting")),
    "criterion": (mark("By criterion of targeting"), mark("Criterion of targeting")),
    "publisher": (mark("By publisher or platform"), mark("Publisher or platform")),
    "process": (mark("By election, referendum or measure"), mark("Election, referendum or measure")),
    "format": (mark("By format in which it was handed in"), mark("Format")),
    "account": (mark("By who handed it in"), mark("Handed in by")),
}
"""The charts in their order: caption, what the labels are."""


class Line(NamedTuple):
    """A sum as a row of a table: its series in words, the sum, how many it rests on, how many of these are exact, what to beware of."""

    sum: FiguresSum
    label: str
    shown: str
    beware: tuple[str, ...]
    here: bool
    href: str


def sum_of(one: FiguresSum | None, speech: Speech, *, currency: bool = True) -> str:
    """Return a sum in words, without its currency where that stands above it."""
    if one is None:
        return speech.gettext("not stated")
    if one.lower is None and one.upper is None:
        return speech.gettext("without bounds")
    return between(one.lower, one.upper, one.series.currency if currency else "", speech)


def measure(one: FiguresSum | None) -> Measure:
    """Return what a chart draws of a sum."""
    if one is None:
        return None
    lower, upper = (None if end is None else Decimal(end) for end in (one.lower, one.upper))
    return lower if lower is not None and lower == upper else Span(lower, upper)


def lines(figures: Figures, asked: Mapping[str, str], speech: Speech) -> Iterator[Line]:
    """Yield all sums."""
    for one in figures.sums:
        series = one.series
        beware = []
        if one.without_upper:
            beware.append(
                speech.counted(
                    "%(num)s of them has no upper end.", "%(num)s of them have no upper end.", one.without_upper
                )
            )
        if one.without_lower:
            beware.append(
                speech.counted(
                    "%(num)s of them has no lower end.", "%(num)s of them have no lower end.", one.without_lower
                )
            )
        if one.unlinked:
            beware.append(
                speech.counted(
                    "%(num)s of them does not name what the amount covers: money may be counted twice.",
                    "%(num)s of them do not name what the amount covers: money may be counted twice.",
                    one.unlinked,
                )
            )
        wanted = {"currency": series.currency, "amount-kind": series.kind}
        if series.scope:
            wanted["amount-scope"] = series.scope
        yield Line(
            one,
            words.series_of(series, speech),
            sum_of(one, speech),
            tuple(beware),
            series == figures.chosen,
            address("/register/figures", {**asked, **wanted}),
        )


def told(figures: Figures, speech: Speech) -> list[tuple[str, int]]:
    """Return why disclosures found are in no number."""
    return [(speech.gettext(words.REASONS[one.reason]), one.disclosures) for one in figures.left_out]


def charts(figures: Figures, asked: Mapping[str, str], speech: Speech, registry: Registry) -> Iterator[Bars | Columns]:
    """Yield the charts of all dimensions of which there is anything to show."""
    for dimension in HEADS:
        grouping = figures.grouping(dimension)
        if not grouping.groups:
            continue
        if dimension == "month":
            yield from _months(grouping, figures.chosen, speech)
        else:
            yield _bars(grouping, figures.chosen, asked, speech, registry)


def _of(group: FiguresGroup, chosen: AmountSeries | None) -> FiguresSum | None:
    return next((one for one in group.sums if one.series == chosen), None)


def _bars(
    grouping: Grouping, chosen: AmountSeries | None, asked: Mapping[str, str], speech: Speech, registry: Registry
) -> Bars:
    caption, head = (speech.gettext(text) for text in HEADS[grouping.dimension])
    label = _labels(grouping.dimension, speech, registry)
    bars = []
    for group in grouping.groups[:SHOWN]:
        text, lang, own = label(group.value)
        count = speech.number(group.disclosures)
        href = _href(grouping.dimension, group.value, asked)
        if chosen is None:
            bars.append(Bar(text, group.disclosures, count, href, lang=lang, own=own))
            continue
        one = _of(group, chosen)
        resting = speech.number(one.disclosures if one else 0)
        bars.append(
            Bar(
                text, measure(one), sum_of(one, speech, currency=False), href, more=(resting, count), lang=lang, own=own
            )
        )
    heads = (head, *_heads(chosen, speech))
    return Bars(f"by-{grouping.dimension}", caption, heads, tuple(bars), _note(grouping, speech))


def _heads(chosen: AmountSeries | None, speech: Speech) -> tuple[str, ...]:
    if chosen is None:
        return (speech.gettext("Disclosures"),)
    return (
        words.series_of(chosen, speech),
        speech.gettext("Rests on"),
        speech.gettext("Disclosures"),
    )


def _note(grouping: Grouping, speech: Speech) -> str:
    found = []
    hidden = grouping.more + max(0, len(grouping.groups) - SHOWN) if grouping.dimension != "month" else grouping.more
    if hidden:
        found.append(speech.counted("%(num)s more in the files.", "%(num)s more in the files.", hidden))
    if grouping.unstated:
        found.append(
            speech.counted(
                "%(num)s disclosure does not state it.", "%(num)s disclosures do not state it.", grouping.unstated
            )
        )
    return " ".join(found)


def _months(grouping: Grouping, chosen: AmountSeries | None, speech: Speech) -> Iterator[Columns]:
    """Yield the months, those between them with nothing too: how many, and the sums."""
    known = {group.value: group for group in grouping.groups}
    wanted = list(_between(min(known), max(known)))
    if len(wanted) > 10 * len(known) + 12:  # a month that is far off, such as by a slip of the pen
        wanted = sorted(known)
    top = max(group.disclosures for group in known.values())
    yield Columns(
        "by-month",
        speech.gettext("Disclosures by month"),
        (speech.gettext("Month"), speech.gettext("Disclosures")),
        tuple(
            Column(month(value, speech), (float(n),), (speech.number(n),), own=True)
            for value in wanted
            for n in (known[value].disclosures if value in known else 0,)
        ),
        top=speech.counted("%(num)s disclosure", "%(num)s disclosures", top),
        note=_note(grouping, speech),
    )
    if chosen is None:
        return
    sums = {value: _of(group, chosen) for value, group in known.items()}
    columns = tuple(_column(value, sums.get(value), value in known, speech) for value in wanted)
    heads = (speech.gettext("Month"), words.series_of(chosen, speech))
    greatest = max((s for s in sums.values() if s), key=_height, default=None)
    top_text = sum_of(greatest, speech) if greatest else ""
    yield Columns("sums-by-month", speech.gettext("Sums by month"), heads, columns, top=top_text)


def _height(one: FiguresSum) -> Decimal:
    return max(Decimal(one.stated_lower), Decimal(one.stated_upper))


def _column(value: str, one: FiguresSum | None, there: bool, speech: Speech) -> Column:  # noqa: FBT001 - of this module alone
    if not there:
        return Column(month(value, speech), (0.0,), (speech.gettext("no disclosures"),), own=True)
    return Column(month(value, speech), (measure(one),), (sum_of(one, speech, currency=False),), own=True)


def _between(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:7])
    while (at := f"{year:04}-{month:02}") <= last:
        yield at
        year, month = (year + 1, 1) if month >= 12 else (year, month + 1)


def _labels(dimension: Dimension, speech: Speech, registry: Registry) -> Callable[[str], tuple[str, str, bool]]:
    """Return what gives the label of a group, its language where that is not the page's, whether it is a text of ours."""
    foreign = "" if speech.tag == "en" else "en"
    if dimension == "country":
        return lambda value: (speech.country(value), "", False)
    if dimension in ("targeting", "technique"):
        known = words.TARGETING if dimension == "targeting" else words.TECHNIQUES
        return lambda value: (
            (speech.gettext(known[value]), "", True) if value in known else (calm(value, 120), "", False)
        )
    if dimension == "criterion":
        titles = codelists.titles("criterion-dimension")
        return lambda value: (titles.get(value) or calm(value, 120), foreign, False)
    if dimension == "format":
        names = {one.id: one.file.name for one in registry}
        return lambda value: (names.get(value) or calm(value, 120), foreign, False)
    return lambda value: (calm(value, 120), "", False)


def _href(dimension: Dimension, value: str, asked: Mapping[str, str]) -> str:
    """Return the address of the search for the disclosures of a group; none for a code that nobody can search by."""
    listed = CODES.get(dimension)
    if listed is not None and value not in codelists.load(listed):
        return ""
    return address("/register", {**{k: v for k, v in asked.items() if k != "status"}, dimension: value})
