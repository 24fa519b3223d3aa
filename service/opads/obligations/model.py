"""The models of a regime file and of the shared facts: what an author writes, checked field by field."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

__all__ = (
    "BEARERS",
    "DeadlineRule",
    "Derivation",
    "Duty",
    "FactsFile",
    "Group",
    "Instrument",
    "Member",
    "Reference",
    "Regime",
)

BEARERS = ("sponsor", "provider", "publisher", "platform", "very-large-platform", "controller")
"""Who can have a duty; a publisher is a provider too, and has the duties of both."""

Pointer = Annotated[str, Field(pattern=r"^(/[A-Za-z]+)+$")]
Bearer = Literal["sponsor", "provider", "publisher", "platform", "very-large-platform", "controller"]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Instrument(_Model):
    """A law or guidance, and the page with the day on which it was read."""

    name: str = Field(min_length=1)
    url: str | None = Field(default=None, pattern="^https?://")
    retrieved: date | None = None


class Reference(_Model):
    """A provision of one of the regime's instruments, of the first where none is named."""

    of: str | None = None
    provision: str = Field(min_length=1)


class DeadlineRule(_Model):
    """Until when a duty is to be met, or how long something is to be kept, counted from a fact of the situation.

    ``hours`` run without regard to the clock of a place; ``days``, ``months`` and ``years`` count the calendar, and end
    at the time ``at`` of the ``zone`` where both are given. A deadline without ``from`` is text alone.
    """

    text: str = Field(min_length=1)
    kind: Literal["latest", "keep-until"] = "latest"
    start: Pointer | None = Field(default=None, alias="from")
    hours: int | None = Field(default=None, gt=0, multiple_of=24)
    days: int | None = None
    months: int | None = None
    years: int | None = None
    at: str | None = Field(default=None, pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")
    zone: str | None = None
    verified: bool = True

    @model_validator(mode="after")
    def _coherent(self) -> DeadlineRule:
        spans = [span for span in (self.hours, self.days, self.months, self.years) if span is not None]
        if len(spans) != (0 if self.start is None else 1):
            raise ValueError("from: goes with exactly one of hours, days, months, years")
        if (self.at is None) != (self.zone is None) or (self.at is not None and self.days is None):
            raise ValueError("at: goes with zone and days")
        return self


class Duty(_Model):
    """One duty: who has it, when, by which provision."""

    id: str
    title: str = Field(min_length=1)
    description: str = Field(min_length=1)
    who: Annotated[tuple[Bearer, ...], BeforeValidator(_as_list)]
    when: str
    citations: Annotated[tuple[Reference, ...], BeforeValidator(_as_list)] = Field(alias="citation")
    verified: bool
    note: str | None = None
    deadline: DeadlineRule | None = None
    format: str | None = None
    rules: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    @model_validator(mode="after")
    def _honest(self) -> Duty:
        if not self.verified and not self.note:
            raise ValueError("note: a duty that is not verified says what was not read")
        return self


class Regime(_Model):
    """A body of law with its duties; ``let`` names conditions that duties use as ``{name}``.

    With a ``zone``, conditions see moments as local days of that zone.
    """

    id: str = Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    description: str = Field(min_length=1)
    jurisdiction: tuple[str, ...]
    instruments: dict[str, Instrument] = Field(min_length=1)
    valid_from: date | None = None
    valid_until: date | None = None
    zone: str | None = None
    let: dict[str, str] = {}
    when: str
    duties: tuple[Duty, ...] = Field(min_length=1)


class Member(_Model):
    """A code that belongs to a group, and since and until when (both days belong to the span)."""

    code: str
    valid_from: date | None = Field(default=None, alias="from")
    valid_until: date | None = Field(default=None, alias="until")


class Group(_Model):
    """Codes that conditions name together, as ``group.<name>``."""

    title: str
    source: str
    members: tuple[Annotated[Member, BeforeValidator(lambda v: {"code": v} if isinstance(v, str) else v)], ...]


class Derivation(_Model):
    """A fact that follows from others; used only where it is not given itself."""

    fact: Pointer
    value: str
    when: str = "true"
    because: str


class FactsFile(_Model):
    """The groups and derivations that all regimes share."""

    groups: dict[str, Group]
    derived: tuple[Derivation, ...] = ()
