"""What reading a native record gives: the disclosure, and what became of each native leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

__all__ = ("Reading", "Unreadable")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A native value that its codec refused: where, why, and how severe the row says that is."""

    pointer: str
    reason: str
    params: dict[str, Any]
    severity: str


@dataclass(slots=True)
class Reading:
    """What reading gave.

    ``mapped``: native leaf pointer -> canonical pointers. ``kept``: native pointers whose values stand in
    ``extensions``. ``constants``: canonical pointers that the mapping set without a native leaf. What only the account
    of a conversion needs may be found out when it is first asked for (``later``).
    """

    disclosure: dict[str, Any]
    mapped: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    constants: list[str] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    identity: bool = False
    """The native record is the disclosure: each leaf is its own origin."""
    _whole: Callable[[], Reading] | None = field(default=None, repr=False, compare=False)
    _origins: tuple[dict[str, tuple[str, ...]], dict[str, str]] | None = field(default=None, repr=False, compare=False)

    @classmethod
    def later(
        cls,
        disclosure: dict[str, Any],
        kept: dict[str, Any],
        unreadable: list[Unreadable],
        whole: Callable[[], Reading],
    ) -> Reading:
        """Return a reading whose account ``whole`` gives; the native record must stay as it is until then."""
        reading = cls.__new__(cls)
        reading.disclosure = disclosure
        reading.kept = kept
        reading.unreadable = unreadable
        reading.identity = False
        reading._whole, reading._origins = whole, None  # noqa: SLF001 - its own
        return reading

    @property
    def again(self) -> Callable[[], Reading]:
        """What gives this reading with its account, and holds no more than the native record where that was put off."""
        return self._whole or self._itself

    @property
    def accounted(self) -> bool:
        """Whether the account was found out and is kept beside the disclosure."""
        return self._whole is None and not self.identity

    def _itself(self) -> Reading:
        return self

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Find out what was put off: a slot that is not set yet leads here."""
            if name not in ("mapped", "constants", "relations"):
                raise AttributeError(name)
            found = self._whole()
            for left in ("mapped", "constants", "relations"):
                setattr(self, left, getattr(found, left))
            self._whole = None
            return getattr(self, name)

    def origin(self, canonical: str) -> str | None:
        """Return the native leaf that a canonical pointer (or one above or below it) came from."""
        if self.identity:
            return canonical
        if self._origins is None or self._origins[0] is not self.mapped:
            self._origins = (self.mapped, _turned(self.mapped))
        found = self._origins[1].get(canonical)
        if found is not None:
            return found
        above, below = canonical + "/", tuple(canonical[:end] for end in _ends(canonical))
        for native, pointers in self.mapped.items():
            for pointer in pointers:
                if pointer in below or pointer.startswith(above):
                    return native
        return None


def _turned(mapped: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the first native leaf of each canonical pointer."""
    turned: dict[str, str] = {}
    for native, pointers in mapped.items():
        for pointer in pointers:
            turned.setdefault(pointer, native)
    return turned


def _ends(pointer: str) -> Iterator[int]:
    """Yield the lengths of the pointers above this one."""
    return (end for end, sign in enumerate(pointer) if sign == "/")
