"""What the options say about a filing: versions, covers, units, which lines may stand under which cover."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from opads.carriers.filing.layouts import Layouts

__all__ = ("Profile", "Unit", "profile_of")

RECENT = 4
"""Options of which the profile is kept."""
BACK_REFERENCE = "back_reference_tran_id_number"


@dataclass(frozen=True)
class Unit:
    """One kind of disclosure: the cover and the line that make it, and the lines that belong to it."""

    covers: tuple[str, ...]
    line: str
    collect: tuple[str, ...]
    linked: dict[str, str]
    texts: str

    @cached_property
    def read(self) -> frozenset[str]:
        """The record types that are read for this unit."""
        return frozenset((self.line, *self.collect, *self.linked))


@dataclass(frozen=True, slots=True)
class Profile:
    """The options of the carrier, read once."""

    layouts: Layouts
    units: tuple[Unit, ...]
    covers: frozenset[str]
    versions: tuple[str, ...]
    current: str
    known: tuple[str, ...]
    allowed: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Profile":
        """Read ``layouts, units, covers, versions, current_version, known_records, allowed, texts``."""
        texts = str(options.get("texts") or "TEXT")
        units = tuple(
            Unit(
                covers=_names(unit.get("cover")),
                line=str(unit["line"]),
                collect=_names(unit.get("collect")),
                linked={**{str(k): str(v) for k, v in (unit.get("linked") or {}).items()}, texts: BACK_REFERENCE},
                texts=texts,
            )
            for unit in options.get("units") or ()
        )
        versions = _names(options.get("versions"))
        return cls(
            layouts=Layouts(options.get("layouts") or ()),
            units=units,
            covers=frozenset((*_names(options.get("covers")), *(name for unit in units for name in unit.covers))),
            versions=versions,
            current=str(options.get("current_version") or (versions[-1] if versions else "")),
            known=_names(options.get("known_records")),
            allowed={str(form): _names(records) for form, records in (options.get("allowed") or {}).items()},
        )

    def cover(self, record: str) -> str | None:
        """Give the form of which a record type is the cover (``F24N`` is one of ``F24``); None if it is none."""
        if record in self.covers:
            return record
        return record[:-1] if record[:-1] in self.covers and re.fullmatch("[A-Z]", record[-1:]) else None

    def unit(self, form: str) -> Unit | None:
        """Give the unit that stands under a form."""
        return next((unit for unit in self.units if form in unit.covers), None)

    def permits(self, form: str, record: str) -> bool:
        """Say whether lines of a record type may stand under a form."""
        if form not in self.allowed:
            return True
        unit = self.unit(form)
        return (unit is not None and record in unit.read) or record.startswith(self.allowed[form])

    def knows(self, record: str) -> bool:
        """Say whether a record type is known, if not read."""
        return record.startswith(self.known) if self.known else False


def _names(value: str | Iterable[Any] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))


_recent: tuple[tuple[dict[str, Any], Profile], ...] = ()


def profile_of(options: Mapping[str, Any]) -> Profile:
    """Return the profile of some options, made once for options that come again."""
    global _recent  # noqa: PLW0603 - replaced as a whole, so that threads see one state or the other
    given = dict(options)
    for known, profile in _recent:
        if known == given:
            return profile
    made = Profile.of(given)
    _recent = ((given, made), *_recent[: RECENT - 1])
    return made
