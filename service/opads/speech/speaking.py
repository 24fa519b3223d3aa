"""A speech: one language as the interface speaks it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from opads.speech.languages import LANGUAGES, PSEUDO, Language
from opads.speech.pseudo import disguised

if TYPE_CHECKING:
    from gettext import NullTranslations

__all__ = ("ENGLISH", "Speech", "mark", "speech_in")


def mark(text: str) -> str:
    """Return a text as it is: it is translated where it is shown, and ``tools/words.py`` finds it here."""
    return text


class Speech:
    """One language. Texts in it are asked for by the English ones, which stand in the code."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.tag = language.tag
        self.direction = language.direction
        self.pseudo = language.tag in PSEUDO
        self._locale = Locale.parse(language.locale)
        self._words = _words(language)

    def __repr__(self) -> str:
        return f"Speech({self.tag})"

    def gettext(self, text: str) -> str:
        """Return a text in this language; the English one where there is none."""
        return disguised(text, self.tag) if self.pseudo else self._words.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return a text in the form that goes with a number (the plural rules of CLDR)."""
        if self.pseudo:
            return disguised(one if number == 1 else many, self.tag)
        return self._words.ngettext(one, many, number)

    def said(self, text: str, **values: object) -> str:
        """Return a text with values in the place of its ``%(names)s``."""
        return self.gettext(text) % values

    def counted(self, one: str, many: str, number: int) -> str:
        """Return a text with ``%(num)s``, the number as this language writes it."""
        return self.ngettext(one, many, number) % {"num": self.number(number)}

    def number(self, value: float | Decimal) -> str:
        """Return a number with the marks of this language."""
        return str(format_decimal(value, locale=self._locale))

    def percent(self, share: float) -> str:
        """Return a share of 1 as per cent."""
        return str(format_percent(share, locale=self._locale))

    def day(self, value: date | str | None, style: str = "medium") -> str:
        """Return a day; what is none as it stands."""
        if value is None:
            return ""
        try:
            return str(format_date(date.fromisoformat(value) if isinstance(value, str) else value, style, self._locale))
        except ValueError:
            return str(value)

    def moment(self, value: datetime | str) -> str:
        """Return day and time (UTC); what is none as it stands."""
        try:
            read = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return str(value)
        return f"{format_datetime(read, 'medium', locale=self._locale)} UTC"

    def list(self, texts: list[str]) -> str:
        """Return several texts as one: ``a, b and c``."""
        return str(format_list(texts, locale=self._locale)) if texts else ""

    def country(self, code: str) -> str:
        """Return the name of a country by its code (ISO 3166-1); the code where it has none."""
        return str(self._locale.territories.get(code, code))

    def currency(self, code: str) -> str:
        """Return the name of a currency by its code (ISO 4217); the code where it has none."""
        return str(self._locale.currencies.get(code, code))

    def tongue(self, tag: str) -> str:
        """Return the name of a language by its tag; the tag where it has none."""
        return str(self._locale.languages.get(tag.replace("-", "_"), tag))


def _words(language: Language) -> NullTranslations:
    from gettext import NullTranslations  # noqa: PLC0415  # English needs neither

    if language.tag == "en" or language.tag in PSEUDO:
        return NullTranslations()
    from opads.speech.reading import read_words  # noqa: PLC0415  # the same

    return read_words(language.tag)


@lru_cache(maxsize=64)
def speech_in(tag: str) -> Speech:
    """Return a language by its tag; raises KeyError for one that the interface does not have."""
    return Speech(LANGUAGES.get(tag) or PSEUDO[tag])


ENGLISH = speech_in("en")
"""The language in which the texts are written."""
