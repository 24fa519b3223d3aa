"""Words as a search compares them: without case, diacritics, width, and signs that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = ("asked", "fold", "look", "words")

LONGEST = 48
"""Characters of a word that are compared; a longer one is found by those."""
READ = 200_000
"""Characters of one text that are looked at."""
WINDOW = 8
"""Characters of a piece of a script that writes no spaces."""

# Letters that no decomposition of Unicode takes apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})  # noqa: RUF001 - the same letter to a search
# Han, kana, Bopomofo, Thai, Lao, Myanmar, Khmer: written without spaces between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
# Letters of Cyrillic, Greek and Armenian, small or as capitals, that look like Latin ones, and what reads alike among these, after
# Unicode Technical Standard 39 (confusables.txt). No more than what names are forged with: a list of all would call too much alike.
_ALIKE = str.maketrans(
    "аеорсухіјѕԁһқӏոսցвнкмтαονρτυκιωѵգεηζμβ01|i",  # noqa: RUF001 - they are the point
    "aeopcyxljsdhklnugbhkmtaovptuklwvqehzmbolll",
)


def fold(text: str) -> str:
    """Return a text in which what a reader takes for the same is the same."""
    wide = unicodedata.normalize("NFKC", text[:READ]).casefold()
    apart = unicodedata.normalize("NFKD", wide)
    # Marks of class 0 are vowels in the scripts of India, not diacritics.
    kept = (
        c for c in apart if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn")
    )
    return unicodedata.normalize("NFC", "".join(kept).translate(_PLAIN))


def words(text: str) -> Iterator[str]:
    """Yield the words of a text, folded; of a script without spaces, what begins at each of its characters."""
    for word in _words(fold(text)):
        position = 0
        for run in _UNSPACED.finditer(word):
            if run.start() > position:
                yield word[position : run.start()][:LONGEST]
            for start in range(run.start(), run.end()):
                yield word[start : min(run.end(), start + WINDOW)]
            position = run.end()
        if position < len(word):
            yield word[position:][:LONGEST]


def asked(text: str) -> list[str]:
    """Return what each word asked for must begin with, each once."""
    found: dict[str, None] = {}
    for word in _words(fold(text)):
        position = 0
        for run in _UNSPACED.finditer(word):
            if run.start() > position:
                found[word[position : run.start()][:LONGEST]] = None
            for start in range(run.start(), max(run.start() + 1, run.end() - WINDOW + 1)):
                found[word[start : min(run.end(), start + WINDOW)]] = None
            position = run.end()
        if position < len(word):
            found[word[position:][:LONGEST]] = None
    return list(found)


def look(text: str) -> str:
    """Return what a name looks like: two names that a reader cannot tell apart have the same look."""
    return " ".join(_words(fold(text).translate(_ALIKE).replace("rn", "m")))[:200]


def _words(folded: str) -> list[str]:
    return "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded).split()
