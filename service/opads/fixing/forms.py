"""Other ways to write the same: dates and numbers that can be read in one way only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

__all__ = ("dates", "numbers", "plain_number")

_ISO = re.compile(r"([0-9]{4})([-/.]?)([0-9]{2})\2([0-9]{2})", re.ASCII)
_SHORT = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_NAMED = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y")
"""With the English name of the month."""
_NUMBERED = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", re.ASCII)
_DIGITS = re.compile(r"[-+]?[0-9]{1,40}(?:\.[0-9]{1,40})?", re.ASCII)
_GROUPS = re.compile(
    r"[-+]?[0-9]{1,3}(?:([,.' \u00a0\u202f\u2009\u2019])[0-9]{3})(?:\1[0-9]{3})*(?:([.,])[0-9]+)?", re.ASCII
)
_COMMA = re.compile(r"([-+]?[0-9]+),([0-9]{1,2}|[0-9]{4,})", re.ASCII)


def dates(text: str, pattern: str) -> Iterator[tuple[str, bool]]:
    """Yield a date in the form of a pattern (``strptime``), and whether it can be read in one way only.

    A date with the year first, or with the name of the month, can; of two numbers before the year the day is the one
    beyond 12, which is a guess at the writer's habit all the same. 06/05/2026 is never read.
    """
    stripped = text.strip()
    if "%" not in pattern or len(stripped) > 40 or not stripped.isascii():
        return
    if "%H" in pattern:
        yield from _moments(stripped, pattern)
        return
    found = _certain(stripped, pattern)
    if found is not None:
        yield _written(found, pattern), True
        return
    guess = _guessed(stripped)
    if guess is not None:
        yield _written(guess, pattern), False


def _certain(text: str, pattern: str) -> date | None:
    for form in (pattern, *_NAMED):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
    match = _ISO.fullmatch(text) or _SHORT.fullmatch(text)
    return _date(match[1], match[3], match[4]) if match else None


def _guessed(text: str) -> date | None:
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None
    one, other = int(match[1]), int(match[3])
    if one > 12 >= other or one == other:
        return _date(match[4], other, one)
    return _date(match[4], one, other) if other > 12 >= one else None


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _moments(text: str, pattern: str) -> Iterator[tuple[str, bool]]:
    """Yield a moment of ISO 8601 in the form of the pattern, where that says all of it: no offset is added or lost."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return
    if len(text) <= 10 or (moment.tzinfo is not None) != ("%z" in pattern):
        return
    try:
        written = moment.strftime(pattern)
        if datetime.strptime(written, pattern) == moment:  # noqa: DTZ007 - the pattern says whether there is an offset
            yield written, True
    except (ValueError, TypeError):
        return


def _written(day: date, pattern: str) -> str:
    text = day.strftime(pattern)
    return text if day.year >= 1000 else text.replace(str(day.year), f"{day.year:04d}", 1)


def numbers(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a number written plainly, and whether it can be read in one way only.

    Marks between groups of three digits can where there are two of them, where another mark parts the decimals, or
    where the mark is a blank or an apostrophe; ``1,234`` is never read. A comma before one or two digits, or more than
    three, is most likely a decimal one.
    """
    stripped = text.strip()
    if _DIGITS.fullmatch(stripped):
        yield stripped.removeprefix("+"), True
    elif (match := _GROUPS.fullmatch(stripped)) and match[1] != match[2]:
        group, point = match[1], match[2]
        if point or group not in ",." or stripped.count(group) > 1:
            plain = stripped.replace(group, "").removeprefix("+")
            yield (plain.replace(point, ".") if point else plain), True
    elif match := _COMMA.fullmatch(stripped):
        yield f"{match[1].removeprefix('+')}.{match[2]}", False


def plain_number(text: str) -> bool:
    """Say whether a text is a number as JSON writes it."""
    return re.fullmatch(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,30})?", text, re.ASCII) is not None
