"""What the pages of the register are asked: the fields of the form and every parameter of the interface, by one name each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from litestar import Request

from opads.api.searching import CODES, query_of
from opads.register.reading.asking import Query
from opads.speech import Speech
from opads.web.register import words
from opads.web.register.showing import calm

__all__ = ("FIELDS", "Chip", "address", "asked_of", "chips", "parameters_of", "search_of")

FIELDS = tuple(words.LABELS)
"""Parameters of the search that the pages take."""


class Chip(NamedTuple):
    """Something asked for: what, its value in words, the address without it."""

    label: str
    shown: str
    without: str


def asked_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Return what is asked for; what is empty is not."""
    return {name: text for name in FIELDS if (text := str(request.query_params.get(name) or "").strip())}


def parameters_of(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of the interface: the form has amount and currency apart."""
    found = {name: text for name, text in asked.items() if name not in ("least", "most")}
    currency = asked.get("currency", "EUR")
    for field, name in (("least", "at-least"), ("most", "at-most")):
        if field in asked:
            found[name] = f"{asked[field].replace(',', '')} {currency}"
    return found


def search_of(asked: Mapping[str, str]) -> Query:
    """Return the search; raises Refusal (400) for what cannot be asked."""
    return query_of(parameters_of(asked))


def address(path: str, asked: Mapping[str, str], **more: str) -> str:
    """Return the address of a page with what is asked for."""
    parameters = {**asked, **{name.replace("_", "-"): text for name, text in more.items()}}
    return f"{path}?{urlencode(parameters)}" if parameters else path


def chips(path: str, asked: Mapping[str, str], speech: Speech) -> Iterator[Chip]:
    """Yield what is asked for, each with the way to leave it out."""
    for name, text in asked.items():
        rest = {other: value for other, value in asked.items() if other != name}
        yield Chip(speech.gettext(words.LABELS[name]), _shown(name, text, speech), address(path, rest))


def _shown(name: str, text: str, speech: Speech) -> str:
    if name == "country":
        return speech.country(text) if len(text) == len("XX") else calm(text, 80)
    if name in ("from", "until", "accepted-from", "accepted-until"):
        return calm(speech.day(text), 80)
    known = {
        "targeting": words.TARGETING,
        "technique": words.TECHNIQUES,
        "status": words.STATUSES,
        "amount-kind": words.KINDS,
        "amount-scope": words.SCOPES,
    }
    if name in known:
        return speech.gettext(known[name].get(text) or calm(text, 80))
    return calm(text.replace("-", " ") if name in CODES else text, 80)
