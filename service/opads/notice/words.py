"""The words of a template in one language; where one is lacking, that of the fallback, marked as such."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict

__all__ = ("Said", "Text", "Words", "WordsFile", "flat")


class Text(BaseModel):
    """A text and whether its wording was read in an official text of that language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    verified: bool


class WordsFile(BaseModel):
    """One file of words; ``texts`` are nested by group, ``locale`` is that of dates and numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    name: str
    locale: str
    direction: str = "ltr"
    texts: dict[str, Any]

    @cached_property
    def flat(self) -> dict[str, Text]:
        """The texts by dotted key."""
        return dict(flat(self.texts))


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """Fixed words as shown; ``lang`` only where they are not in the language of the document."""

    text: str
    verified: bool
    lang: str | None = None


class Words:
    """The words of one language over those of the fallback."""

    def __init__(self, file: WordsFile, fallback: WordsFile) -> None:
        self.language = file.language
        self.locale = file.locale
        self.direction = file.direction
        self._own = file.flat
        self._other = fallback.flat
        self._fallback = fallback.language

    def say(self, key: str) -> Said:
        """Return the words of a key; raises KeyError where not even the fallback has them."""
        own = self._own.get(key)
        if own is not None:
            return Said(own.text, own.verified)
        other = self._other[key]
        return Said(other.text, other.verified, self._fallback)

    def code(self, groups: tuple[str, ...], code: str) -> Said | None:
        """Return the words of a code, from the first group that has it; None where none has."""
        for group in groups:
            key = f"codes.{group}.{code}"
            if key in self._own or key in self._other:
                return self.say(key)
        return None

    @property
    def verified(self) -> bool:
        """Whether every text of the language is verified."""
        return all(text.verified for text in self._own.values())


def flat(texts: dict[str, Any], base: str = "") -> Iterator[tuple[str, Text]]:
    """Yield dotted keys and texts of a nested table; raises pydantic's ValidationError for anything else in it."""
    for name, value in texts.items():
        if isinstance(value, dict) and "text" not in value:
            yield from flat(value, f"{base}{name}.")
        else:
            yield f"{base}{name}", Text.model_validate(value)
