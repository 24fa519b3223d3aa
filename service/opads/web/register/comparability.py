"""How comparable the figures of some countries are: facts beside each other, and what follows from them in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from opads.formats import Registry
from opads.register.figures import Figures
from opads.speech import Speech, mark
from opads.web.register import words
from opads.web.register.showing import calm, period

__all__ = ("Beside", "Remark", "beside", "remarks")

MANY = 0.1
"""The share of disclosures without an amount, or with ranges, from which on it is remarked."""
LISTED = 6


class Beside(NamedTuple):
    """A fact of each country: what it is, how it is in each; the language of what is not in the page's."""

    label: str
    cells: tuple[tuple[str, ...], ...]
    lang: str = ""


class Remark(NamedTuple):
    """A sentence, and whether it warns."""

    text: str
    warns: bool


def beside(found: Sequence[Figures], registry: Registry, speech: Speech) -> list[Beside]:
    """Return the facts."""
    foreign = "" if speech.tag == "en" else "en"
    known = {one.id: one for one in registry}

    def of(figures: Figures) -> list[str]:
        return [group.value for group in figures.grouping("format").groups]

    def laws(figures: Figures) -> tuple[str, ...]:
        instruments = (i.name for name in of(figures) if name in known for i in known[name].file.instruments)
        return tuple(dict.fromkeys(instruments))[:LISTED]

    def formats(figures: Figures) -> tuple[str, ...]:
        return tuple(known[name].file.name if name in known else calm(name, 80) for name in of(figures))[:LISTED]

    def publishers(figures: Figures) -> tuple[str, ...]:
        groups = figures.grouping("publisher").groups
        names = [calm(group.value, 60) for group in groups[:LISTED]]
        rest = figures.basis.publishers - len(names)
        return (*names, speech.counted("%(num)s more", "%(num)s more", rest)) if rest > 0 else tuple(names)

    def numbers(name: str) -> list[tuple[str, ...]]:
        return [(_share(getattr(one.basis, name), one.counted, speech),) for one in found]

    def days(first: str, last: str) -> list[tuple[str, ...]]:
        spans = [{"start": getattr(one.basis, first), "end": getattr(one.basis, last)} for one in found]
        return [(period({k: v for k, v in span.items() if v}, speech),) if any(span.values()) else () for span in spans]

    say = speech.gettext
    stated = [
        (_share(sum(g.disclosures for g in one.grouping("targeting").groups if g.value != "not-disclosed"), one.counted, speech),)
        for one in found
    ]  # fmt: skip
    return [
        Beside(say("Disclosures"), tuple((speech.number(one.counted),) for one in found)),
        Beside(say("Laws and specifications"), tuple(laws(one) for one in found), foreign),
        Beside(say("Formats"), tuple(formats(one) for one in found), foreign),
        Beside(say("Publishers and platforms"), tuple(publishers(one) for one in found)),
        Beside(say("Handed in by"), tuple((_accounts(one, speech),) for one in found)),
        Beside(say("With exact amounts"), tuple(numbers("exact"))),
        Beside(say("With ranges"), tuple(numbers("ranges"))),
        Beside(say("Without an amount"), tuple(numbers("without_amount"))),
        Beside(say("Say whether targeting was used"), tuple(stated)),
        Beside(say("Time covered"), tuple(days("start", "end"))),
        Beside(say("Handed in"), tuple(days("accepted_from", "accepted_until"))),
        Beside(say("Left out"), tuple((speech.number(one.found - one.counted),) for one in found)),
    ]


def _accounts(figures: Figures, speech: Speech) -> str:
    return speech.counted("%(num)s account", "%(num)s accounts", figures.basis.accounts)


def _share(number: int, whole: int, speech: Speech) -> str:
    if not whole:
        return speech.number(number)
    return speech.said("%(number)s (%(share)s)", number=speech.number(number), share=speech.percent(number / whole))


def remarks(names: Sequence[str], found: Sequence[Figures], speech: Speech) -> list[Remark]:
    """Return what to beware of; ``names`` are the countries'."""
    return [*_of_money(names, found, speech), *_of_sources(names, found, speech)]


def _of_money(names: Sequence[str], found: Sequence[Figures], speech: Speech) -> Iterator[Remark]:
    currencies = sorted({one.series.currency for figures in found for one in figures.sums})
    if len(currencies) > 1:
        text = mark(
            "Amounts are in %(currencies)s. They stand beside each other and are not converted: no rate is part of what was disclosed."
        )
        yield Remark(speech.said(text, currencies=speech.list(currencies)), warns=True)
    kinds = [{one.series.kind for one in figures.sums} for figures in found]
    if any(a != kinds[0] for a in kinds):
        every = sorted({kind for of in kinds for kind in of})
        told = speech.list([speech.gettext(words.KINDS.get(kind, kind)) for kind in every])
        yield Remark(
            speech.said(
                "Not every country has the same kinds of amounts: %(kinds)s. They measure different things.", kinds=told
            ),
            warns=True,
        )
    text = mark("Disclosures without an amount: %(shares)s. The sums are too low by an unknown part.")
    yield from _shares(text, "without_amount", names, found, speech)
    text = mark("Disclosures with ranges: %(shares)s. Their sums are ranges too.")
    yield from _shares(text, "ranges", names, found, speech)


def _shares(text: str, name: str, names: Sequence[str], found: Sequence[Figures], speech: Speech) -> Iterator[Remark]:
    """Yield one sentence with the share of each country, where one of them is worth remarking."""
    shares = [getattr(one.basis, name) / one.counted if one.counted else 0.0 for one in found]
    if max(shares) >= MANY:
        told = [
            isolated(speech.said("%(country)s %(share)s", country=country, share=speech.percent(share)))
            for country, share in zip(names, shares, strict=True)
            if share
        ]
        yield Remark(speech.said(text, shares=speech.list(told)), warns=name == "without_amount")


def isolated(text: str) -> str:
    """Return a text that does not mix with what is around it where that is written the other way (Unicode, UAX 9)."""
    return f"\u2068{text}\u2069"


def _of_sources(names: Sequence[str], found: Sequence[Figures], speech: Speech) -> Iterator[Remark]:
    empty = [name for name, figures in zip(names, found, strict=True) if not figures.counted]
    if empty:
        text = mark("Nothing was handed in of %(countries)s. That does not say that there was no advertising.")
        yield Remark(speech.said(text, countries=speech.list(empty)), warns=True)
    formats = [{group.value for group in figures.grouping("format").groups} for figures in found if figures.counted]
    if any(of != formats[0] for of in formats):
        text = speech.gettext("They were disclosed in different formats, whose laws ask for different things.")
        yield Remark(text, warns=True)
    publishers = [{g.value for g in figures.grouping("publisher").groups} for figures in found if figures.counted]
    shared = set.intersection(*publishers) if publishers else set()
    partial = sorted(set().union(*publishers) - shared)
    if partial:
        listed = [isolated(calm(text, 60)) for text in partial[:LISTED]]
        if len(partial) > LISTED:
            listed.append(speech.counted("%(num)s more", "%(num)s more", len(partial) - LISTED))
        text = mark("Publishers and platforms of which there is nothing in some of the countries: %(publishers)s.")
        yield Remark(speech.said(text, publishers=speech.list(listed)), warns=False)
    starts = {(figures.basis.start[:7], figures.basis.end[:7]) for figures in found if figures.counted}
    if len(starts) > 1:
        yield Remark(speech.gettext("They do not cover the same time."), warns=True)
