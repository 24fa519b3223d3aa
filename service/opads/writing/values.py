"""Reads answers as they were typed: the value that an answer stands for, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, NamedTuple

from opads.rules.texts import is_email, is_url
from opads.standard import codelists
from opads.writing.draft import LONGEST
from opads.writing.model import Question

__all__ = ("PROBLEMS", "Money", "Problem", "choices", "read_value")

PROBLEMS = (
    "open", "too-long", "not-text", "one-line", "no-date", "no-amount", "unclear-amount", "no-currency", "no-email",
    "no-url", "no-number", "no-choice",
)  # fmt: skip
"""What can be wrong with an answer; ``open``: demanded, not given, and no reason said."""
SHORT = 500
"""Characters of an answer that is one line."""
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,15})(?:[.,]([0-9]+))?")
_INTEGER = re.compile(r"0|[1-9][0-9]{0,11}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Problem(NamedTuple):
    """What is wrong with an answer: the name of the field, and one of ``PROBLEMS``."""

    key: str
    kind: str


class Money(NamedTuple):
    """An amount as decimal text, and its currency."""

    exact: str
    currency: str


def choices(question: Question) -> tuple[str, ...]:
    """Return the answers that may be chosen, none where the answer is typed."""
    if question.kind == "yes-no":
        return ("yes", "no")
    if question.values or question.only:
        return question.values or question.only
    if question.codes:
        return tuple(codelists.load(question.codes))
    return tuple(codelists.load("countries")) if question.kind in ("country", "countries") else ()


def read_value(question: Question, text: str, currency: str = "") -> Any:
    """Return the value of an answer that is not empty.

    Raises ValueError, whose only argument is one of ``PROBLEMS``.
    """
    if len(text) > (LONGEST if question.many or question.kind == "long" else SHORT):
        raise ValueError("too-long")
    if _CONTROL.search(text):
        raise ValueError("not-text")
    if question.many:
        return [_one(question, line.strip()) for line in dict.fromkeys(text.split("\n")) if line.strip()]
    if "\n" in text and question.kind != "long":
        raise ValueError("one-line")
    if question.kind == "money":
        return Money(_amount(text), _currency(currency))
    return _one(question, text)


def _one(question: Question, text: str) -> Any:
    match question.kind:
        case "email" if not is_email(text):
            raise ValueError("no-email")
        case "url" | "urls" if not is_url(text):
            raise ValueError("no-url")
        case "date":
            return _day(text)
        case "integer":
            if not _INTEGER.fullmatch(_western(text)):
                raise ValueError("no-number")
            return int(_western(text))
    offered = choices(question)
    if offered and text not in offered:
        raise ValueError("no-choice")
    return text == "yes" if question.kind == "yes-no" else text


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "").isoformat()
    except ValueError:
        raise ValueError("no-date") from None


def _amount(text: str) -> str:
    """Return a decimal; ``1.234`` and ``1,234`` are one thing here and a thousand times as much there."""
    found = _AMOUNT.fullmatch(_western(text))
    if found is None:
        raise ValueError("no-amount")
    if found[2] and len(found[2]) == len("000") and found[1] != "0":
        raise ValueError("unclear-amount")
    return found[1] + (f".{found[2]}" if found[2] else "")


def _currency(code: str) -> str:
    if not codelists.is_code("currencies", code):
        raise ValueError("no-currency")
    return code


def _western(text: str) -> str:
    """Return a text with the digits 0 to 9 for those of any script, and a point for the Arabic decimal separator."""
    digits = (str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    return "".join(digits).replace("\u066b", ".")
