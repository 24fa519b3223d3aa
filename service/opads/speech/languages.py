"""The languages that the interface is in: English, and each of which there is a file of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

__all__ = ("ENGLISH", "FOLDER", "LANGUAGES", "PSEUDO", "Language", "offered")

FOLDER = Path(__file__).resolve().parent / "words"
"""``<tag>.po`` by language (GNU gettext); English stands in the code."""


class Language(NamedTuple):
    """A language: its tag (BCP 47), its name in itself, the way it is written, whose forms numbers and days have."""

    tag: str
    name: str
    direction: str
    locale: str


ENGLISH = Language("en", "English", "ltr", "en_GB")
"""The language of the code, with the forms of Europe (``23 Nov 2026, 14:05``): at hand without Babel, which who
asks for English alone never loads."""


def _language(tag: str) -> Language:
    from babel import Locale  # noqa: PLC0415  # other languages need it

    locale = Locale.parse(tag, sep="-")
    name = locale.get_display_name(tag) or tag
    return Language(tag, name[:1].upper() + name[1:], locale.text_direction, str(locale))


class _Languages(Mapping[str, Language]):
    """Languages by tag, English first; each is looked at when it is first asked for."""

    @cached_property
    def _tags(self) -> tuple[str, ...]:
        return ("en", *sorted(path.stem for path in FOLDER.glob("*.po")))

    @cached_property
    def _known(self) -> dict[str, Language]:
        return {"en": ENGLISH}

    def __getitem__(self, tag: str) -> Language:
        if tag not in self._known:
            if tag not in self._tags:
                raise KeyError(tag)
            self._known[tag] = _language(tag)
        return self._known[tag]

    def __contains__(self, tag: object) -> bool:
        return tag in self._tags

    def __iter__(self) -> Iterator[str]:
        return iter(self._tags)

    def __len__(self) -> int:
        return len(self._tags)


LANGUAGES: Mapping[str, Language] = _Languages()
"""By tag, English first."""

PSEUDO = {
    "en-xa": Language("en-xa", "[Ĺôñĝ]", "ltr", "en"),
    "ar-xb": Language("ar-xb", "[RTL]", "rtl", "en"),
}
"""No languages, but what shows up texts that were forgotten or have no room: English with accents and longer, and
English from right to left. For tests; offered where the setting ``pseudo_languages`` says so."""


@cache
def offered(*, pseudo: bool = False) -> Mapping[str, Language]:
    """Return the languages that pages can be asked for in, by tag."""
    return {**LANGUAGES, **PSEUDO} if pseudo else dict(LANGUAGES)
