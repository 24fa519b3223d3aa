"""The query parameters of a search of the register, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from litestar.params import QueryParameter

from opads.api.parameters import day, one_of
from opads.api.problem import Fault, Refusal
from opads.register.reading.asking import Query
from opads.standard import codelists

__all__ = (
    "CODES", "STATUSES", "TARGETING", "WORDS", "AcceptedSince", "AcceptedUntil", "Account", "AmountKind", "AmountScope", "AtLeast",
    "AtMost", "Country", "Criterion", "Currency", "Format", "Identifier", "Medium", "Party", "Payer", "Period", "Process",
    "ProcessLevel", "ProcessType", "Publisher", "PublisherId", "Since", "SpecialCategory", "Sponsor", "Status", "Targeting",
    "Technique", "Territory", "Text", "Until", "query_of",
)  # fmt: skip

LONGEST = 200
WORDS = {"q": "text", **{name: name for name in ("sponsor", "payer", "party", "publisher", "process", "territory")}}
"""Parameters that are words, and the field of the search that each is."""
CODES = {
    "country": "countries",
    "process-type": "process-type",
    "process-level": "process-level",
    "medium": "medium",
    "technique": "technique",
    "criterion": "criterion-dimension",
    "special-category": "special-category",
}
"""Parameters that are codes, and the code list of each."""
TARGETING = ("used", "not-used", "not-disclosed")
STATUSES = ("accepted", "suspended", "withdrawn")
PERIODS = ("intended", "actual", "reporting", "contracted")
_MONEY = r"^(0|[1-9][0-9]{0,29})(\.[0-9]{1,12})? [A-Z]{3}$"
_PRINTABLE = r"^[^\u0000-\u001f\u007f-\u009f]+$"


def _parameter(name: str, description: str, **schema: Any) -> QueryParameter:
    return QueryParameter(name=name, description=description, schema_extra=schema)


def _words(name: str, description: str) -> QueryParameter:
    return _parameter(name, description, minLength=1, maxLength=LONGEST, pattern=_PRINTABLE)


def _code(name: str, description: str) -> QueryParameter:
    return _parameter(name, description, enum=list(codelists.load(CODES[name])))


Text: TypeAlias = Annotated[
    str | None,
    _words(
        "q",
        "Words in title, texts, names and places. Every word must begin one of the disclosure's, whatever case and diacritics.",
    ),
]
Sponsor: TypeAlias = Annotated[str | None, _words("sponsor", "Words of a sponsor's name.")]
Payer: TypeAlias = Annotated[str | None, _words("payer", "Words of the name of who pays.")]
Party: TypeAlias = Annotated[str | None, _words("party", "Words of the name of anyone named, candidates too.")]
Publisher: TypeAlias = Annotated[str | None, _words("publisher", "Words of the name of publisher or platform.")]
Process: TypeAlias = Annotated[
    str | None, _words("process", "Words of the name of an election, referendum or measure.")
]
Territory: TypeAlias = Annotated[str | None, _words("territory", "Words of the name of a place, or its code.")]
Country: TypeAlias = Annotated[
    str | None, _code("country", "Country (ISO 3166-1) in which it was shown, or of a territory named.")
]
ProcessType: TypeAlias = Annotated[str | None, _code("process-type", "Type of a process.")]
ProcessLevel: TypeAlias = Annotated[str | None, _code("process-level", "Level of a process.")]
Medium: TypeAlias = Annotated[str | None, _code("medium", "Medium.")]
Technique: TypeAlias = Annotated[str | None, _code("technique", "Technique of targeting.")]
Criterion: TypeAlias = Annotated[str | None, _code("criterion", "What a criterion of targeting is about.")]
SpecialCategory: TypeAlias = Annotated[str | None, _code("special-category", "Special category of personal data used.")]
Targeting: TypeAlias = Annotated[
    str | None,
    _parameter(
        "targeting", "Whether targeting was used: not used is a statement, not disclosed is none.", enum=list(TARGETING)
    ),
]
Identifier: TypeAlias = Annotated[
    str | None,
    _words("identifier", "An identifier of the disclosure or of anyone in it, whole: its value, or `scheme:value`."),
]
Since: TypeAlias = Annotated[
    str | None, _parameter("from", "First day of the time in which it was shown or meant to be.", format="date")
]
Until: TypeAlias = Annotated[
    str | None, _parameter("until", "Last day of that time; an overlap of a day is enough.", format="date")
]
Period: TypeAlias = Annotated[
    str | None, _parameter("period", "The kind of period that is meant; any when left out.", enum=list(PERIODS))
]
AtLeast: TypeAlias = Annotated[
    str | None,
    _parameter(
        "at-least",
        "An amount of at least this, such as `1000.50 EUR`. A range is found where it overlaps; nothing is summed or converted.",
        pattern=_MONEY,
    ),
]
AtMost: TypeAlias = Annotated[
    str | None, _parameter("at-most", "An amount of at most this, in the same currency.", pattern=_MONEY)
]
Currency: TypeAlias = Annotated[
    str | None, _parameter("currency", "An amount in this currency (ISO 4217).", pattern="^[A-Z]{3}$")
]
AmountKind: TypeAlias = Annotated[
    str | None, _parameter("amount-kind", "The kind of amount that is meant.", enum=list(codelists.load("amount-kind")))
]
AmountScope: TypeAlias = Annotated[
    str | None, _parameter("amount-scope", "What the amount is for.", enum=list(codelists.load("amount-scope")))
]
Status: TypeAlias = Annotated[
    str | None,
    _parameter(
        "status",
        "Where it stands; what is accepted when left out, for the public. Of others the public learns that they are, not what they say.",
        enum=list(STATUSES),
    ),
]
Format: TypeAlias = Annotated[
    str | None,
    _parameter("format", "Format in which it was handed in.", pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=100),
]
Account: TypeAlias = Annotated[
    str | None, _parameter("account", "Account that handed it in.", pattern="^[A-Za-z0-9._:-]+$", maxLength=100)
]
PublisherId: TypeAlias = Annotated[str | None, _words("publisher-id", "The publisher's own identifier of it, whole.")]
AcceptedSince: TypeAlias = Annotated[
    str | None, _parameter("accepted-from", "First day on which it was accepted (UTC).", format="date")
]
AcceptedUntil: TypeAlias = Annotated[
    str | None, _parameter("accepted-until", "Last day on which it was accepted (UTC).", format="date")
]


def query_of(asked: Mapping[str, str | None]) -> Query:
    """Return what parameters ask for, by their names; raises Refusal (400) for a value that cannot be."""
    at_least, at_most = _money(asked, "at-least"), _money(asked, "at-most")
    currencies = [
        c
        for c in (_matching(asked, "currency", "[A-Z]{3}", "three letters"), *(m[1] for m in (at_least, at_most) if m))
        if c
    ]
    query = Query(
        words={field: text for name, field in WORDS.items() if (text := _text(asked, name)) is not None},
        codes={
            **{
                name: code
                for name, listed in CODES.items()
                if (code := one_of(asked.get(name), name, list(codelists.load(listed))))
            },
            **({"targeting": answer} if (answer := one_of(asked.get("targeting"), "targeting", TARGETING)) else {}),
        },
        identifier=_text(asked, "identifier"),
        since=_day(asked, "from"),
        until=_day(asked, "until"),
        period=one_of(asked.get("period"), "period", PERIODS),
        currency=currencies[0] if currencies else None,
        at_least=at_least[0] if at_least else None,
        at_most=at_most[0] if at_most else None,
        amount_kind=one_of(asked.get("amount-kind"), "amount-kind", list(codelists.load("amount-kind"))),
        amount_scope=one_of(asked.get("amount-scope"), "amount-scope", list(codelists.load("amount-scope"))),
        status=one_of(asked.get("status"), "status", STATUSES),
        format=_matching(asked, "format", "[a-z0-9]+(-[a-z0-9]+)*", "the id of a format"),
        account=_matching(asked, "account", "[A-Za-z0-9._:-]+", "the id of an account"),
        publisher_id=_text(asked, "publisher-id"),
        handed_in_since=_day(asked, "accepted-from"),
        handed_in_until=_day(asked, "accepted-until"),
    )
    return Query(words={"text": ""}) if len(set(currencies)) > 1 else query  # no amount is in two currencies


def _text(asked: Mapping[str, str | None], name: str) -> str | None:
    return _matching(asked, name, r"[^\x00-\x1f\x7f-\x9f]+", f"1 to {LONGEST} characters without controls", LONGEST)


def _matching(asked: Mapping[str, str | None], name: str, pattern: str, told: str, longest: int = 100) -> str | None:
    value = asked.get(name)
    if value is None:
        return None
    if len(value) > longest or not re.fullmatch(pattern, value):
        detail = f"is not {told}"
        raise Refusal("bad-parameter", f"The parameter {name!r} {detail}.", errors=(Fault(detail, parameter=name),))
    return value


def _day(asked: Mapping[str, str | None], name: str) -> str | None:
    found = day(asked.get(name), name)
    return None if found is None else found.isoformat()


def _money(asked: Mapping[str, str | None], name: str) -> tuple[str, str] | None:
    """Return number and currency of an amount."""
    text = _matching(asked, name, _MONEY.strip("^$"), "an amount with its currency, such as 1000.50 EUR")
    if text is None:
        return None
    number, _, currency = text.partition(" ")
    return number, currency
