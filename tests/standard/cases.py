"""Written documents: valid ones, and invalid ones with the one finding each must give."""

from decimal import Decimal
from typing import Any


def _amount(**members: Any) -> dict[str, Any]:
    return {"opads": "1.0", "money": {"amounts": [{"kind": "total", **members}]}}


def _date(text: Any) -> dict[str, Any]:
    return {"opads": "1.0", "notice": {"publishedAt": text}}


def _first(subject: str, **members: Any) -> dict[str, Any]:
    return {"opads": "1.0", subject: [members]}


VALID: dict[str, Any] = {
    "version alone": {"opads": "1.0"},
    "negative amount": _amount(exact="-12.50"),
    "amount without figure": _amount(scope="ad"),
    "open range": _amount(range={"upper": "100"}),
    "empty range": _amount(range={}),
    "withdrawn currency": _amount(exact="1", currency="HRK"),
    "many digits": _amount(exact="0." + "1" * 60),
    "the Union as jurisdiction": {"opads": "1.0", "jurisdictions": ["EU", "XK", "DE"]},
    "leap day": _date("2028-02-29"),
    "zulu time": _date("2027-03-01T00:00:00Z"),
    "fraction and offset": _date("2027-03-01T00:00:00.123+05:30"),
    "time without offset": _date("2027-03-01T08:30"),
    "nothing in the party": _first("parties"),
    "language with script": {"opads": "1.0", "label": {"language": "zh-Hant-TW"}},
    "unlisted scheme": _first("parties", identifiers=[{"scheme": "our-own", "value": "007"}]),
    "both stances of origin": {"opads": "1.0", "money": {"funding": {"nature": ["public", "private"]}}},
    "absence by path": _first("absences", pointer="/money/amounts[kind=total]", reason="below-threshold"),
    "absence of everything": _first("absences", pointer="", reason="unknown"),
    "any extension": {"opads": "1.0", "extensions": {"a-1": {"": [None, Decimal("0.1")], "/a~1b": {"x": 1}}}},
    "whole decimal as count": {
        "opads": "1.0",
        "delivery": {"measures": [{"metric": "views", "exact": Decimal("2E+30")}]},
    },
    "huge count": {"opads": "1.0", "delivery": {"measures": [{"metric": "views", "exact": 2**80}]}},
    "unwell-formed address": {"opads": "1.0", "notice": {"url": "see our website"}},
}

INVALID: dict[str, tuple[Any, str, str]] = {
    "not an object": ([], "opads/schema-type", ""),
    "null": (None, "opads/schema-type", ""),
    "no version": ({}, "opads/schema-required", "/opads"),
    "other version": ({"opads": "1.1"}, "opads/schema-const", "/opads"),
    "version as number": ({"opads": 1}, "opads/schema-type", "/opads"),
    "unknown subject": ({"opads": "1.0", "spending": {}}, "opads/schema-additional-properties", "/spending"),
    "unknown property": (_amount(curency="EUR"), "opads/schema-additional-properties", "/money/amounts/0/curency"),
    "name to be escaped": ({"opads": "1.0", "a/b~": 1}, "opads/schema-additional-properties", "/a~1b~0"),
    "amount without kind": (
        {"opads": "1.0", "money": {"amounts": [{}]}},
        "opads/schema-required",
        "/money/amounts/0/kind",
    ),
    "amount as number": (_amount(exact=12), "opads/schema-type", "/money/amounts/0/exact"),
    "amount as decimal number": (_amount(exact=Decimal("1.5")), "opads/schema-type", "/money/amounts/0/exact"),
    "leading zero": (_amount(exact="01"), "opads/schema-pattern", "/money/amounts/0/exact"),
    "exponent": (_amount(exact="1e5"), "opads/schema-pattern", "/money/amounts/0/exact"),
    "thousands": (_amount(exact="1,000"), "opads/schema-pattern", "/money/amounts/0/exact"),
    "plus sign": (_amount(exact="+1"), "opads/schema-pattern", "/money/amounts/0/exact"),
    "unknown currency": (_amount(currency="EURO"), "opads/schema-enum", "/money/amounts/0/currency"),
    "currency in lower case": (_amount(currency="eur"), "opads/schema-enum", "/money/amounts/0/currency"),
    "parallel as text": (_amount(parallel="yes"), "opads/schema-type", "/money/amounts/0/parallel"),
    "unknown country": ({"opads": "1.0", "jurisdictions": ["UK"]}, "opads/schema-enum", "/jurisdictions/0"),
    "country as object": ({"opads": "1.0", "jurisdictions": [{}]}, "opads/schema-type", "/jurisdictions/0"),
    "day that is none": (_date("2027-02-29"), "opads/schema-format", "/notice/publishedAt"),
    "time on such a day": (_date("2027-02-30T10:00:00Z"), "opads/schema-format", "/notice/publishedAt"),
    "hour that is none": (_date("2027-03-01T24:00:00Z"), "opads/schema-pattern", "/notice/publishedAt"),
    "month of one digit": (_date("2027-3-01"), "opads/schema-pattern", "/notice/publishedAt"),
    "day first": (_date("01.03.2027"), "opads/schema-pattern", "/notice/publishedAt"),
    "space for T": (_date("2027-03-01 10:00:00Z"), "opads/schema-pattern", "/notice/publishedAt"),
    "year nought": (_date("0000-01-01"), "opads/schema-pattern", "/notice/publishedAt"),
    "language in words": (
        {"opads": "1.0", "notice": {"language": "Deutsch!"}},
        "opads/schema-pattern",
        "/notice/language",
    ),
    "unknown role": (_first("parties", roles=["sponser"]), "opads/schema-enum", "/parties/0/roles/0"),
    "identifier without value": (
        _first("parties", identifiers=[{"scheme": "lei"}]),
        "opads/schema-required",
        "/parties/0/identifiers/0/value",
    ),
    "absence without reason": (_first("absences", pointer="/money"), "opads/schema-required", "/absences/0/reason"),
    "absence without slash": (
        _first("absences", pointer="money", reason="masked"),
        "opads/schema-pattern",
        "/absences/0/pointer",
    ),
    "negative count": (
        {"opads": "1.0", "delivery": {"measures": [{"metric": "views", "exact": -1}]}},
        "opads/schema-minimum",
        "/delivery/measures/0/exact",
    ),
    "part of a count": (
        {"opads": "1.0", "delivery": {"measures": [{"metric": "views", "exact": Decimal("1.5")}]}},
        "opads/schema-type",
        "/delivery/measures/0/exact",
    ),
    "line nought": (
        {"opads": "1.0", "provenance": {"source": {"line": 0}}},
        "opads/schema-minimum",
        "/provenance/source/line",
    ),
    "null for absent": (
        {"opads": "1.0", "advertisement": {"title": None}},
        "opads/schema-type",
        "/advertisement/title",
    ),
    "extension in capitals": (
        {"opads": "1.0", "extensions": {"Meta": {}}},
        "opads/schema-property-names",
        "/extensions/Meta",
    ),
    "extension without pointer": (
        {"opads": "1.0", "extensions": {"a": {"page_id": 1}}},
        "opads/schema-property-names",
        "/extensions/a/page_id",
    ),
    "extension as list": ({"opads": "1.0", "extensions": {"a": []}}, "opads/schema-type", "/extensions/a"),
}
