"""Names of columns that hold a value themselves: ``Amount spent ({/currency})`` for ``Amount spent (EUR)``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from opads.carriers.pointer import split

__all__ = ("Said", "Template")

Said = tuple[tuple[tuple[str, ...], str], ...]
"""What the name of a column says: keys in the record and the text that stands there."""

PART = re.compile(r"\{(/[^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A name with parts in braces; each part is the pointer of the value that stands in its place."""

    text: str
    keys: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, text: str, pointer: str, *, fold: bool) -> "Template":
        """Compile one entry of the option ``templates``."""
        pieces = PART.split(text)
        names = "".join(re.escape(piece) if number % 2 == 0 else "(.+?)" for number, piece in enumerate(pieces))
        return cls(
            text,
            tuple(split(pointer)),
            tuple(tuple(split(piece)) for piece in pieces[1::2]),
            re.compile(names, re.DOTALL | (re.IGNORECASE if fold else 0)),
        )

    def match(self, name: str) -> Said | None:
        """Read what a column's name says, or None where it is another column."""
        found = self.pattern.fullmatch(name)
        return None if found is None else tuple(zip(self.parts, found.groups(), strict=True))

    def name(self, said: Mapping[tuple[str, ...], str]) -> str:
        """Put the values in their places."""
        texts = iter(said[part] for part in self.parts)
        return PART.sub(lambda _: next(texts), self.text)
