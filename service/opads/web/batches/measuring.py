"""Sizes and times as a language writes them (CLDR): of files, of what is done in a second, of what is left."""

from __future__ import annotations

from datetime import timedelta

from babel import Locale
from babel.dates import format_timedelta
from babel.units import format_unit

from opads.speech import Speech

__all__ = ("Measures",)

STEPS = (("gigabyte", 10**9), ("megabyte", 10**6), ("kilobyte", 10**3))


class Measures:
    """The measures of a language."""

    def __init__(self, speech: Speech) -> None:
        self._locale = Locale.parse(speech.language.locale)

    def size(self, count: float) -> str:
        """Return a number of bytes in the greatest unit of which there is one."""
        for unit, length in STEPS:
            if count >= length:
                value = count / length
                return str(
                    format_unit(round(value, 1) if value < 100 else round(value), unit, "short", locale=self._locale)
                )
        return str(format_unit(round(count), "byte", "long", locale=self._locale))

    def time(self, seconds: float) -> str:
        """Return a span of time, about: in the greatest unit of which there is one and a half."""
        return str(format_timedelta(timedelta(seconds=max(1, seconds)), threshold=1.5, locale=self._locale))
