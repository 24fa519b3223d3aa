"""Reads the words of a language from its file (GNU gettext), once."""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from opads.speech.languages import FOLDER

__all__ = ("read_words",)


@lru_cache(maxsize=64)
def read_words(tag: str) -> GNUTranslations:
    """Return the words of a language; raises FileNotFoundError where it has none."""
    with (FOLDER / f"{tag}.po").open("rb") as file:
        catalogue = read_po(file, locale=tag.replace("-", "_"), abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
