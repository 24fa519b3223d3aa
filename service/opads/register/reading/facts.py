"""What figures are made of, disclosure by disclosure: kept with the index, so that sums need not read what was handed in.

Everything is of the public view, and bounded: a disclosure has at most :data:`MOST` of each thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict

from opads.mapping.path import compile_path
from opads.register.reading.fields import Paths, model
from opads.register.reading.folding import fold
from opads.register.reading.numbers import key
from opads.register.reading.summary import name_of
from opads.rendering.characters import shortened
from opads.standard import resources

__all__ = ("Facts", "FactsTable", "Money", "facts_of", "facts_table")

MOST = 40
LONGEST = 160
LONGEST_NUMBER = 60
"""Characters of an amount that is added up; what is longer is no amount of money."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Alternative(_Strict):
    """Where names stand: at parties, or as texts."""

    parties: str | None = None
    texts: str | None = None


class FactsTable(_Strict):
    """The table ``figures.yaml``."""

    names: dict[str, tuple[Alternative, ...]]
    amounts: Paths
    identifiers: Paths
    same: tuple[str, ...]
    amends: Paths
    amended: tuple[str, ...]
    shared: dict[str, str]
    own: tuple[str, ...]
    periods: tuple[str, ...]


class Money(msgspec.Struct, frozen=True, array_like=True):
    """An amount: what it measures, what it covers, its currency, its ends as decimals (None where open; equal where exact)."""

    kind: str
    scope: str
    currency: str
    lower: str | None
    upper: str | None


class Facts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one disclosure; ``stated`` is how many amounts it has, of which ``amounts`` may be added up."""

    names: dict[str, tuple[str, ...]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    start: str = ""
    end: str = ""
    amounts: tuple[Money, ...] = ()
    stated: int = 0
    identifiers: dict[str, tuple[str, ...]] = {}
    amends: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def facts_table() -> FactsTable:
    """Return the table of the standard; raises FieldsError."""
    return model(FactsTable, resources.version_folder() / "figures.yaml")


def facts_of(
    disclosure: dict[str, Any], codes: Iterable[tuple[str, str]], periods: Iterable[tuple[str, str, str]]
) -> Facts:
    """Return the facts of what is published; ``codes`` and ``periods`` are the rows of the index. No value raises."""
    by = facts_table()
    grouped: dict[str, list[str]] = {}
    for name, code in codes:
        if name in ("country", "targeting", "technique", "criterion") and len(grouped.setdefault(name, [])) < MOST:
            grouped[name].append(code)
    spans = {kind: (start, end) for kind, start, end in periods}
    start, end = next((spans[kind] for kind in by.periods if kind in spans), ("", ""))
    stated = [a for path in by.amounts for a in compile_path(path).values(disclosure) if isinstance(a, dict)]
    return Facts(
        names={name: found for name, places in by.names.items() if (found := _names(disclosure, places))},
        codes={name: tuple(found) for name, found in grouped.items()},
        start=start if start[:1].isdigit() else "",
        end=end if end[:1].isdigit() else "",
        amounts=tuple(money for a in stated[:MOST] if (money := _money(a)) is not None),
        stated=len(stated),
        identifiers=_identifiers(disclosure, by),
        amends=tuple(islice((text for text, _ in _known(disclosure, by.amends)), MOST)),
    )


def _names(disclosure: dict[str, Any], places: tuple[Alternative, ...]) -> tuple[str, ...]:
    """Return the names of the first alternative that has any, each once whatever its case and diacritics."""
    for place in places:
        found: dict[str, str] = {}
        for name in islice(_each(disclosure, place), MOST):
            found.setdefault(fold(name), name)
        if found:
            return tuple(found.values())
    return ()


def _each(disclosure: dict[str, Any], place: Alternative) -> Iterator[str]:
    if place.parties is not None:
        for party in compile_path(place.parties).values(disclosure):
            if isinstance(party, dict) and (name := name_of(party)):
                yield name
    if place.texts is not None:
        for text in compile_path(place.texts).values(disclosure):
            if isinstance(text, str) and text.strip():
                yield shortened(text.strip(), LONGEST)


def _money(amount: dict[str, Any]) -> Money | None:
    """Return an amount that can be added up, None for one without a number or a currency."""
    kind, scope, currency = (amount.get(name) for name in ("kind", "scope", "currency"))
    if not isinstance(currency, str) or len(currency) > 8 or not isinstance(kind, str):
        return None
    lower = upper = _number(amount.get("exact"))
    bounds = amount.get("range")
    if lower is None and isinstance(bounds, dict):
        lower, upper = _number(bounds.get("lower")), _number(bounds.get("upper"))
    if lower is None and upper is None:
        return None
    return Money(kind[:LONGEST], scope[:LONGEST] if isinstance(scope, str) else "", currency, lower, upper)


def _number(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > LONGEST_NUMBER:
        return None
    try:
        key(value)
    except ValueError:
        return None
    return value


def _identifiers(disclosure: dict[str, Any], by: FactsTable) -> dict[str, tuple[str, ...]]:
    wanted = {*by.same, *by.amended, *by.shared.values()}
    found: dict[str, list[str]] = {}
    for text, scope in _known(disclosure, by.identifiers):
        if scope in wanted and len(found.setdefault(scope, [])) < MOST:
            found[scope].append(text)
    return {scope: tuple(dict.fromkeys(texts)) for scope, texts in found.items()}


def _known(disclosure: dict[str, Any], paths: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield scheme and value of identifiers as one text, and what each identifies; one without a scheme could be anybody's."""
    for path in paths:
        for node in compile_path(path).values(disclosure):
            if isinstance(node, dict):
                scheme, value, scope = node.get("scheme"), node.get("value"), node.get("scope")
                if isinstance(scheme, str) and isinstance(value, str):
                    yield f"{scheme}:{fold(value)}"[:LONGEST], scope if isinstance(scope, str) else ""
