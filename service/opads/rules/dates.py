"""Extension functions on calendar dates, given as text: ``2026-03-01``, or a date-time that begins so."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Any

from opads.rules.errors import CelError
from opads.rules.values import type_name

__all__ = ("add_months", "days_between", "is_date")

_TEXT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::(?:[0-5][0-9]|60)(?:\.[0-9]{1,20})?)?"
    r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?)?"
)
LONGEST = 48


@lru_cache(maxsize=4096)
def read(text: str) -> date | None:
    match = _TEXT.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _date(value: Any) -> date | None:
    return read(value) if type(value) is str and len(value) <= LONGEST else None


def _sure(value: Any) -> date:
    found = _date(value)
    if found is None:
        raise CelError(f"not a date: {value[:40]!r}" if type(value) is str else f"not a date: {type_name(value)}")
    return found


def is_date(value: Any) -> bool:
    """Say whether a value is a day of the (proleptic Gregorian) calendar, alone or with a time of day."""
    return _date(value) is not None


@lru_cache(maxsize=4096)
def _between(a: str, b: str) -> int:
    return (_sure(b) - _sure(a)).days


def days_between(a: Any, b: Any) -> int:
    """``days_between(a, b)``: the days from ``a`` to ``b``, negative where ``b`` is earlier; times of day do not count."""
    if type(a) is str and type(b) is str and len(a) <= LONGEST and len(b) <= LONGEST:
        return _between(a, b)
    return (_sure(b) - _sure(a)).days


def add_months(day: Any, months: Any) -> str:
    """``add_months(date, n)``: the same day of the month ``n`` months later, or the last day of a shorter month."""
    if type(day) is str and len(day) <= LONGEST and type(months) is int:
        return _later(day, months)
    return _months(day, months)


@lru_cache(maxsize=4096)
def _later(day: str, months: int) -> str:
    return _months(day, months)


def _months(day: Any, months: Any) -> str:
    start = _sure(day)
    if type(months) is not int:
        raise CelError(f"no such overload: add_months(string, {type_name(months)})")
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise CelError("the date leaves the calendar")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).isoformat()
