"""Dates, numbers, amounts and lists as the language has them, by CLDR (through Babel)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation, localcontext
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import NumberPattern, format_currency, get_currency_precision, parse_pattern

from opads.standard import codelists

__all__ = ("Local",)

_DECIMAL = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,20})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Local:
    """Writes values in one locale; None for what cannot be read as such a value."""

    def __init__(self, locale: str) -> None:
        self.locale = _locale(locale)

    def date(self, value: Any) -> str | None:
        """Return a date, or a date with its time of day and offset."""
        if not isinstance(value, str):
            return None
        try:
            if _DATE.fullmatch(value):
                return format_date(date.fromisoformat(value), "long", locale=self.locale)
            moment = datetime.fromisoformat(value)
        except ValueError:
            return None
        if len(value) < len("0000-00-00T00:00") or not value.isascii():
            return None
        day = format_date(moment.date(), "long", locale=self.locale)
        return f"{day}, {moment:%H:%M}{_offset(moment)}"

    def number(self, value: Any) -> str | None:
        """Return a number with all its digits, zeros at its end too."""
        decimal = _decimal(value)
        if decimal is None:
            return None
        places = max(0, -int(decimal.as_tuple().exponent))
        with localcontext(prec=80):
            return str(_pattern(self.locale, places).apply(decimal, self.locale))

    def money(self, value: Any, currency: Any) -> str | None:
        """Return an amount in its currency; a figure alone where the currency is none of ISO 4217."""
        decimal = _decimal(value)
        if decimal is None or not self.knows(currency):
            return self.number(value)
        places = get_currency_precision(currency)
        exact = -int(decimal.normalize().as_tuple().exponent) > places
        with localcontext(prec=80):
            return str(format_currency(decimal, currency, locale=self.locale, decimal_quantization=not exact))

    @staticmethod
    def knows(currency: Any) -> bool:
        """Whether something is a currency's code of ISO 4217."""
        return codelists.is_code("currencies", currency)

    def list(self, texts: Sequence[str]) -> str:
        """Return several texts as one."""
        return str(format_list(list(texts), locale=self.locale))

    def country(self, code: Any) -> str | None:
        """Return the name of a country by its code."""
        return self.locale.territories.get(code) if isinstance(code, str) else None


@lru_cache(maxsize=64)
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@lru_cache(maxsize=256)
def _pattern(locale: Locale, places: int) -> NumberPattern:
    pattern = parse_pattern(locale.decimal_formats[None].pattern)
    pattern.frac_prec = (places, places)
    return pattern


def _offset(moment: datetime) -> str:
    shift = moment.utcoffset()
    if shift is None:
        return ""
    minutes = int(shift.total_seconds() // 60)
    if not minutes:
        return " UTC"
    return f" UTC{'+' if minutes > 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    if isinstance(value, int) and abs(value) >= 10**40:
        return None
    text = value if isinstance(value, str) else f"{value:f}" if isinstance(value, Decimal) else str(value)
    if not text.isascii() or not _DECIMAL.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
