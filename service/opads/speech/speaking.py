"""A speech: one language as the interface speaks it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING

from opads.speech.languages import ENGLISH as IN_CODE
from opads.speech.languages import LANGUAGES, PSEUDO, Language

if TYPE_CHECKING:
    from babel import Locale

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
        self.english = language == IN_CODE
        """Whether this is the language in which the texts are written: it is spoken without Babel where it can be."""

    def __repr__(self) -> str:
        return f"Speech({self.tag})"

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale  # noqa: PLC0415  # English can do without

        return Locale.parse(self.language.locale)

    @cached_property
    def _forms(self) -> ModuleType:
        from opads.speech import forms  # noqa: PLC0415  # the same

        return forms

    def gettext(self, text: str) -> str:
        """Return a text in this language; the English one where there is none."""
        if self.english or not text:
            return text
        if self.pseudo:
            return str(self._forms.disguised(text, self.tag))
        return str(self._forms.read_words(self.tag).gettext(text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return a text in the form that goes with a number (the plural rules of CLDR)."""
        if self.english or self.pseudo:
            return self.gettext(one if number == 1 else many)
        return str(self._forms.read_words(self.tag).ngettext(one, many, number))

    def said(self, text: str, **values: object) -> str:
        """Return a text with values in the place of its ``%(names)s``."""
        return self.gettext(text) % values

    def counted(self, one: str, many: str, number: int, **values: object) -> str:
        """Return a text with ``%(num)s``, the number as this language writes it, and other values."""
        return self.ngettext(one, many, number) % {"num": self.number(number), **values}

    def number(self, value: float | Decimal) -> str:
        """Return a number with the marks of this language."""
        if self.english and isinstance(value, int):
            return f"{value:,}"
        return str(self._forms.format_decimal(value, locale=self._locale))

    def percent(self, share: float) -> str:
        """Return a share of 1 as per cent."""
        return self._shown(self._forms.format_percent(share, locale=self._locale))

    def day(self, value: date | str | None, style: str = "medium") -> str:
        """Return a day; what is none as it stands."""
        if value is None:
            return ""
        try:
            read = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return str(value)
        return self._shown(self._forms.format_date(read, style, self._locale))

    def moment(self, value: datetime | str) -> str:
        """Return day and time (UTC); what is none as it stands. One without a zone is taken for UTC."""
        try:
            read = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return str(value)
        read = read.astimezone(UTC) if read.tzinfo else read
        return self._shown(f"{self._forms.format_datetime(read, 'medium', locale=self._locale)} UTC")

    def list(self, texts: Sequence[str]) -> str:
        """Return several texts as one sentence would have them: ``a, b and c``."""
        return self._shown(self._forms.format_list(list(texts), locale=self._locale)) if texts else ""

    def commas(self, texts: Iterable[str]) -> str:
        """Return several texts as a row: ``a, b, c``."""
        return ("، " if self._arabic else ", ").join(texts)

    def semicolons(self, texts: Iterable[str]) -> str:
        """Return several sentences as a row: ``a; b; c``."""
        return ("؛ " if self._arabic else "; ").join(texts)

    @property
    def _arabic(self) -> bool:
        return self.tag.partition("-")[0] == "ar" and not self.pseudo

    def country(self, code: str) -> str:
        """Return the name of a country by its code (ISO 3166-1); the code where it has none."""
        return self._shown(self._locale.territories.get(code, code))

    def currency(self, code: str) -> str:
        """Return the name of a currency by its code (ISO 4217); the code where it has none."""
        return self._shown(self._locale.currencies.get(code, code))

    def tongue(self, tag: str) -> str:
        """Return the name of a language by its tag; the tag where it has none."""
        return self._shown(self._locale.languages.get(tag.replace("-", "_"), tag))

    def _shown(self, text: object) -> str:
        """Return what was made by the forms of a language; in disguise where texts are."""
        return str(self._forms.disguised(str(text), self.tag)) if self.pseudo else str(text)


@lru_cache(maxsize=64)
def speech_in(tag: str) -> Speech:
    """Return a language by its tag; raises KeyError for one that the interface does not have."""
    return Speech(PSEUDO.get(tag) or LANGUAGES[tag])


ENGLISH = speech_in("en")
"""The language in which the texts are written."""
