"""The languages that the interface is in: English, and each of which there is a file of words."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from babel import Locale

__all__ = ("FOLDER", "LANGUAGES", "PSEUDO", "Language", "offered")

FOLDER = Path(__file__).resolve().parent / "words"
"""``<tag>.po`` by language (GNU gettext); English stands in the code."""


class Language(NamedTuple):
    """A language: its tag (BCP 47), its name in itself, the way it is written, whose forms numbers and days have."""

    tag: str
    name: str
    direction: str
    locale: str


def _language(tag: str) -> Language:
    locale = Locale.parse(tag, sep="-")
    name = locale.get_display_name(tag) or tag
    return Language(tag, name[:1].upper() + name[1:], locale.text_direction, str(locale))


LANGUAGES = {tag: _language(tag) for tag in ("en", *sorted(path.stem for path in FOLDER.glob("*.po")))}
"""By tag, English first."""

PSEUDO = {
    "en-xa": Language("en-xa", "[Ĺôñĝ]", "ltr", "en"),
    "ar-xb": Language("ar-xb", "[RTL]", "rtl", "en"),
}
"""No languages, but what shows up texts that were forgotten or have no room: English with accents and longer, and
English from right to left. For tests; offered where the setting ``pseudo`` says so."""


def offered(*, pseudo: bool = False) -> dict[str, Language]:
    """Return the languages that pages can be asked for in, by tag."""
    return {**LANGUAGES, **PSEUDO} if pseudo else LANGUAGES
