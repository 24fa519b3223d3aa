"""What might stand in the place of a value that a finding is about, by the rule of the finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from opads.findings import Finding
from opads.fixing.codes import codes_of, near, same_code
from opads.fixing.forms import dates, numbers, plain_number
from opads.formats import Format
from opads.mapping.codecs.base import DECIMAL

__all__ = ("REMOVED", "Candidate", "candidates")

REMOVED: Any = object()
"""Stands for a member that is taken away."""


class Candidate(NamedTuple):
    """Another value, or name, the kebab-case word for the change, and whether the meaning is sure to stay."""

    reason: str
    value: Any
    safe: bool = True
    name: bool = False


FORMS = ("%Y-%m-%d", "%Y%m%d", "%Y-%m-%dT%H:%M:%S%z")
"""Forms of dates that are tried out beside the one that a finding names."""

Finder = Callable[[Finding, Any, Format], Iterator[Candidate]]


def candidates(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    """Yield what might mend a finding about a native value, the surest first."""
    yield from FINDERS.get(finding.rule, _trimmed)(finding, value, format_)


def _trimmed(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    """White space about a value says nothing."""
    del finding, format_
    if isinstance(value, str) and value.strip() not in ("", value):
        yield Candidate("white-space", value.strip())


def _date(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    yield from _trimmed(finding, value, format_)
    if isinstance(value, str):
        pattern = str(finding.params.get("pattern", ""))
        for form in dict.fromkeys((pattern, *FORMS)):
            yield from (
                Candidate("date-form" if sure else "date-order", text, sure) for text, sure in dates(value, form)
            )


def _number(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    yield from _trimmed(finding, value, format_)
    if isinstance(value, str):
        yield from (Candidate(_form(sure), text, sure) for text, sure in numbers(value) if text != value)


def _form(sure: bool) -> str:  # noqa: FBT001 - the one thing there is to know
    return "number-form" if sure else "decimal-comma"


def _text(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    """Yield other forms of a text: those of a date, of a number, of a code in another case."""
    yield from _date(finding, value, format_)
    yield from _number(finding, value, format_)
    if isinstance(value, str):
        for text in (value.strip().upper(), value.strip().lower()):
            yield Candidate("letter-case", text, safe=False)


def _code(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    yield from _trimmed(finding, value, format_)
    if not isinstance(value, str):
        return
    codes = codes_of(format_, finding.native or "")
    nearest = finding.params.get("nearest")
    known = codes or ((nearest,) if isinstance(nearest, str) else ())
    same = same_code(value, known)
    if same is not None:
        yield Candidate("letter-case", same)
    elif (meant := near(value.strip(), known)) is not None:
        yield Candidate("near-code", meant, safe=False)


def _type(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    """Yield a number as a text, a text as a number, null where nothing is meant."""
    del format_
    given = finding.params.get("types", ())
    types = (given,) if isinstance(given, str) else tuple(given)
    if value is None:
        yield Candidate("null-for-absent", REMOVED)
    elif isinstance(value, bool):
        if "string" in types:
            yield Candidate("text-for-truth", "true" if value else "false", safe=False)
    elif isinstance(value, int | Decimal) and "string" in types:
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if DECIMAL.fullmatch(text) and len(text) < 40:
            yield Candidate("number-as-text", text)
    elif isinstance(value, str):
        text = value.strip()
        if plain_number(text) and ("number" in types or ("integer" in types and "." not in text)):
            yield Candidate("text-as-number", Decimal(text) if "." in text else int(text))
        elif text in ("true", "false") and "boolean" in types:
            yield Candidate("text-as-truth", text == "true")


def _name(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    """Yield a name that is near to one known; whether that one is free is tried out later."""
    del value, format_
    nearest = finding.params.get("nearest")
    if isinstance(nearest, str):
        yield Candidate("near-name", nearest, safe=False, name=True)


def _markup_number(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    del finding, format_
    if isinstance(value, str):
        for text, sure in numbers(value):
            if plain_number(text):
                yield Candidate(_form(sure), Decimal(text) if "." in text else int(text), sure)


def _markup_truth(finding: Finding, value: Any, format_: Format) -> Iterator[Candidate]:
    del finding, format_
    if isinstance(value, str) and value.strip().casefold() in ("true", "false"):
        yield Candidate("letter-case", value.strip().casefold() == "true")


FINDERS: dict[str, Finder] = {
    "opads/unreadable-not-a-date": _date,
    "opads/unreadable-not-a-number": _number,
    "opads/unreadable-not-in-list": _code,
    "opads/unreadable-value": _number,
    "opads/schema-pattern": _text,
    "opads/schema-format": _text,
    "opads/schema-enum": _code,
    "opads/schema-const": _code,
    "opads/schema-type": _type,
    "opads/schema-additional-properties": _name,
    "opads/schema-unevaluated-properties": _name,
    "opads/unknown-field": _name,
    "carrier-fec/field-too-long": _text,
    "carrier-xml/not-a-number": _markup_number,
    "carrier-xml/not-a-boolean": _markup_truth,
}
"""By rule of the engine or of a carrier; a finding of any other rule may be about white space only."""
