"""The query parameters of the interface, each declared once, and the readers of those that are not free text.

All of them are declared as text: the framework's own conversion takes ``null`` and ``1`` for what they are not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeAlias

from litestar.params import QueryParameter

from opads import carriers
from opads.api.problem import Fault, Refusal
from opads.findings import SEVERITIES
from opads.speech.languages import LANGUAGES

__all__ = (
    "Carrier",
    "CarryOver",
    "JudgedFor",
    "Lang",
    "OnDate",
    "Severity",
    "Source",
    "Target",
    "TargetCarrier",
    "day",
    "language",
    "one_of",
)

FORMAT = {"pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100}
CARRIERS = {"enum": list(carriers.IDS)}

Source: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="from",
        description="Format of the document, an id of `/v1/formats`. It is recognised by its own fields when left out.",
        schema_extra=FORMAT,
    ),
]
JudgedFor: TypeAlias = Annotated[
    list[str] | None,
    QueryParameter(
        name="for",
        description="Formats whose rules judge the disclosures too, besides those of the document's own format; "
        "give it once for each.",
        schema_extra={"items": {"type": "string", **FORMAT}},
    ),
]
Target: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="to", description="Format to write, an id of `/v1/formats`.", schema_extra=FORMAT, required=True
    ),
]
Carrier: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="carrier",
        description="Physical syntax of the document; told from the bytes when left out.",
        schema_extra=CARRIERS,
    ),
]
TargetCarrier: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="to-carrier",
        description="Physical syntax to write; the first of the format's when left out.",
        schema_extra=CARRIERS,
    ),
]
CarryOver: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="carry",
        description="Whether the whole disclosure travels along in the target's extension point, where it has one; "
        "true when left out.",
        schema_extra={"type": "boolean"},
    ),
]
OnDate: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="date",
        description="Day as of which the law is applied, YYYY-MM-DD; each disclosure's own date when left out.",
        schema_extra={"format": "date"},
    ),
]
Lang: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="lang",
        description="Language of what people read, English when left out; the header Accept-Language is not looked at, so that "
        "equal requests have equal answers. What has no words in it is told in English.",
        schema_extra={"enum": list(LANGUAGES)},
    ),
]
Severity: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="severity", description="Only rules of this severity.", schema_extra={"enum": list(SEVERITIES)}
    ),
]


def one_of(value: str | None, name: str, allowed: Sequence[str]) -> str | None:
    """Return a value that is one of those allowed, or None for none; raises Refusal (400) for another."""
    if value is None or value in allowed:
        return value
    raise _bad(name, f"is not one of {', '.join(allowed)}")


def language(value: str | None) -> str:
    """Return the tag of a language that there is, English for None; raises Refusal (400) for another."""
    return one_of(value, "lang", tuple(LANGUAGES)) or "en"


def day(value: str | None, name: str = "date") -> date | None:
    """Return a day of the calendar written YYYY-MM-DD, or None for none; raises Refusal (400) for anything else."""
    if value is None:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _bad(name, "is not a day of the calendar such as 2026-10-05")


def _bad(name: str, detail: str) -> Refusal:
    return Refusal("bad-parameter", f"The parameter {name!r} {detail}.", errors=(Fault(detail, parameter=name),))
