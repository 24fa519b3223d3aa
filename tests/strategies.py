"""Hypothesis strategies for canonical disclosures, driven by the schema itself, and mutators of documents.

``disclosures()`` draws from every property of every subject, so a property added to the schema is tested at once.
"""

import copy
import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from opads.standard import resources
from opads.standard.jsonvalue import get

Json = Any
Strategy = st.SearchStrategy[Any]

BASE = f"https://opads.org/schema/{resources.VERSION}/"

decimals: st.SearchStrategy[str] = st.builds(
    lambda sign, whole, places: f"{sign}{whole}{places}",
    st.sampled_from(["", "", "", "-"]),
    st.integers(0, 10**9),
    st.sampled_from(["", ".0", ".5", ".50", ".125", ".0000000000000000000001"]),
)
"""Decimal strings as the schema wants them."""

dates: st.SearchStrategy[date] = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def _moment(day: date, seconds: int, form: int) -> str:
    time = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(minutes=30 * (form - 2)))) + timedelta(
        seconds=seconds
    )
    texts = (
        day.isoformat(),
        day.isoformat(),
        time.isoformat(),
        time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        time.strftime("%Y-%m-%dT%H:%M"),
        time.strftime("%Y-%m-%dT%H:%M:%S"),
        time.isoformat(timespec="milliseconds"),
    )
    return texts[form]


moments: st.SearchStrategy[str] = st.builds(_moment, dates, st.integers(0, 86399), st.integers(0, 6))
"""Dates, and dates with times in all spellings that the schema allows."""


@st.composite
def periods(draw: st.DrawFn) -> dict[str, str]:
    """Spans whose start is not after their end; either end may be absent."""
    start, end = sorted((draw(dates), draw(dates)))
    whole = {"start": start.isoformat(), "end": end.isoformat()}
    return {name: whole[name] for name in draw(st.sampled_from([("start", "end"), ("start",), ("end",), ()]))}


@st.composite
def _bounds(draw: st.DrawFn, write: Callable[[int], Any]) -> dict[str, Any]:
    lower, upper = sorted((draw(st.integers(0, 10**9)), draw(st.integers(0, 10**9))))
    whole = {"lower": write(lower), "upper": write(upper)}
    return {name: whole[name] for name in draw(st.sampled_from([("lower", "upper"), ("lower",), ("upper",)]))}


languages = st.sampled_from(["de", "en", "pt-BR", "zh-Hant-TW", "und", "fil"])
texts: st.SearchStrategy[str] = st.text(max_size=12) | st.sampled_from(
    ["Open Shelves", "e\u0301", "\u202eabc", "0042", "N/A", "null", "a/b~c", "ﬁ", "😀"]
)
pointers = st.lists(st.sampled_from(["a", "b~1c", "0", "", "ü", "m~0n"]), max_size=3).map(
    lambda steps: "".join(f"/{step}" for step in steps)
)
json_values: Strategy = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.builds(Decimal, decimals) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
"""JSON values as the carriers read them: no floats."""

extensions = st.dictionaries(
    st.sampled_from(["example-format", "x1"]), st.dictionaries(pointers, json_values, max_size=3), max_size=2
)

_BY_REFERENCE: dict[str, Strategy] = {
    "decimal": decimals,
    "moment": moments,
    "language": languages,
    "period": periods(),
    "decimalRange": _bounds(str),
    "integerRange": _bounds(int),
}


@cache
def schema_documents() -> dict[str, dict[str, Any]]:
    """Return the schema files by ``$id``."""
    return {doc["$id"]: doc for doc in (json.loads(path.read_bytes()) for path in resources.schemas())}


@cache
def of_reference(uri: str) -> Strategy:
    """Return the values of the schema at an absolute reference."""
    document, _, fragment = uri.partition("#")
    name = fragment.rpartition("/")[2]
    if document == f"{BASE}common.json" and name in _BY_REFERENCE:
        return _BY_REFERENCE[name]
    return of_schema(get(schema_documents()[document], fragment), document)


def of_schema(node: dict[str, Any], base: str) -> Strategy:
    """Return the values of a schema object; knows the keywords that the standard uses and refuses others."""
    if "$ref" in node:
        reference = node["$ref"]
        return of_reference(base + reference if reference.startswith("#") else BASE + reference)
    if "const" in node:
        return st.just(node["const"])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    match node["type"]:
        case "string" if "pattern" not in node:
            return texts
        case "string" if node["pattern"] == "^(/|$)":
            return pointers
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(node.get("minimum", -(10**4)), 10**15)
        case "array":
            return st.lists(of_schema(node["items"], base), max_size=3)
        case "object" if "properties" in node:
            return objects(node, base)
    raise NotImplementedError(node)


@st.composite
def objects(draw: st.DrawFn, node: dict[str, Any], base: str, most: int = 5) -> dict[str, Any]:
    """Objects with all required and up to ``most`` other properties, mostly at least two."""
    required = node.get("required", [])
    optional = sorted(set(node["properties"]) - set(required))
    least = draw(st.sampled_from([0, 2, 2, 2]))
    several = st.lists(st.sampled_from(optional), unique=True, min_size=min(least, len(optional)), max_size=most)
    names = draw(several) if optional else []
    return {name: draw(_property(base, node, name)) for name in (*required, *names)}


def _property(base: str, node: dict[str, Any], name: str) -> Strategy:
    if base == f"{BASE}disclosure.json" and name == "extensions":
        return extensions
    return of_schema(node["properties"][name], base)


def disclosures(most: int = 6) -> st.SearchStrategy[dict[str, Any]]:
    """Schema-valid canonical disclosures with up to ``most`` of the subjects, any of them."""
    base = f"{BASE}disclosure.json"
    return objects(schema_documents()[base], base, most)


def mutate(value: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a copy of a document with one thing changed, which may or may not leave it valid."""
    copied: dict[str, Any] = copy.deepcopy(value)
    holders = _containers(copied)
    holder = chance.choice(holders)
    chance.choice([_drop, _retype, _unknown, _recode])(holder, chance)
    return copied


def _containers(value: Json) -> list[Json]:
    found, stack = [], [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict | list):
            found.append(node)
            stack.extend(node.values() if isinstance(node, dict) else node)
    return found


def _place(holder: Json, chance: random.Random) -> Json:
    places = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    return chance.choice(places) if places else None


def _drop(holder: Json, chance: random.Random) -> None:
    place = _place(holder, chance)
    if place is not None:
        del holder[place]


def _retype(holder: Json, chance: random.Random) -> None:
    place = _place(holder, chance)
    if place is not None:
        holder[place] = chance.choice(
            [None, True, 0, -1, 10**30, Decimal("1.0"), Decimal("0.1"), "", "x", [], {}, [{}]]
        )


def _unknown(holder: Json, chance: random.Random) -> None:
    if isinstance(holder, dict):
        holder[chance.choice(["nme", "Kind", "x-note", "kind ", "note", "identifiers", "extensions"])] = chance.choice(
            ["x", 1]
        )
    else:
        holder.append(chance.choice(["x", {}, 1, None]))


def _recode(holder: Json, chance: random.Random) -> None:
    """Replace a text by another one: a code of some list, or a near miss of a date or number."""
    place = _place(holder, chance)
    if place is not None and isinstance(holder[place], str):
        swaps = [
            "EUR",
            "sponsor",
            "total",
            "de",
            "ZZ",
            "Sponsor",
            "2027-02-30",
            "2027-04-18T25:00:00Z",
            "01",
            "1e5",
            "-0",
        ]
        swaps += [
            "2027-02-30T10:00:00Z",
            "2027-04-18T10:00:00+24:00",
            "2027-4-18",
            "0000-01-01",
            "2028-02-29",
            "1.",
            ".5",
        ]
        holder[place] = chance.choice(swaps)
