"""Models of what authors write in YAML: quick to make, quick to read, and every mistake told at once, each at its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, Self, TypeVar

import msgspec

__all__ = ("Authored", "AuthoredError", "Mistake", "read_as")

_T = TypeVar("_T")


class Mistake(NamedTuple):
    """What is wrong with one value, and the names and positions that lead to it."""

    place: tuple[str | int, ...]
    text: str
    value: Any
    """What stands there; None where nothing does."""
    wants_text: bool = False

    @property
    def field(self) -> str:
        """The place in one word, ``schedule.0.from``."""
        return ".".join(map(str, self.place))


class AuthoredError(ValueError):
    """Something written that is no such thing as was asked for; ``mistakes`` has all that is wrong with it."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(f"{m.field}: {m.text}" if m.place else m.text for m in self.mistakes))


class Authored(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the models. A name that is not known is a mistake; so is what ``__post_init__`` raises ValueError for."""

    @classmethod
    def model_validate(cls, value: Any) -> Self:
        """Return the model of a value as YAML gives it; raises AuthoredError."""
        return read_as(cls, value)


def read_as(wanted: type[_T], value: Any) -> _T:
    """Return a value as a model, or as any type of these; raises AuthoredError."""
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        from opads.standard.mistakes import mistakes  # noqa: PLC0415  # words are needed only where something is wrong

        raise AuthoredError(mistakes(wanted, value) or [Mistake((), str(error), value)]) from error
