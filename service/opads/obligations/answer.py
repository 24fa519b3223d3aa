"""What resolving a situation gives: regimes and duties, each with why, and the facts that are still wanted."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from opads.catalogue import Citation

__all__ = ("Answer", "Counts", "Deadline", "DutyOutcome", "Fact", "Question", "RegimeOutcome", "Status")

Status = Literal["applies", "does-not-apply", "undetermined"]


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A fact of the situation by its pointer; ``because`` says what it was derived from, where it was not given."""

    pointer: str
    title: str
    value: Any
    because: str | None = None


class Deadline(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Until when: ``at`` is a day (YYYY-MM-DD) or a date-time, absent where a fact is missing or nothing can be counted."""

    text: str
    kind: Literal["latest", "keep-until"]
    at: str | None = None
    missing: tuple[str, ...] = ()
    verified: bool = True
    reason: str | None = None


class DutyOutcome(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A duty and whether it applies: ``why`` are the facts that decided, ``missing`` the pointers of those wanted."""

    id: str
    regime: str
    title: str
    who: tuple[str, ...]
    status: Status
    description: str
    citations: tuple[Citation, ...]
    why: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str | None = None
    deadline: Deadline | None = None
    format: str | None = None
    rules: tuple[str, ...] = ()
    verified: bool = True
    note: str | None = None


class Counts(msgspec.Struct, frozen=True, rename="camel"):
    """How many duties apply, do not, and are open."""

    applies: int
    does_not_apply: int
    undetermined: int


class RegimeOutcome(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A regime: it applies where one of its duties does, and is undetermined where none does but one might."""

    id: str
    title: str
    status: Status
    jurisdiction: tuple[str, ...]
    counts: Counts


class Question(msgspec.Struct, frozen=True, rename="camel"):
    """A missing fact, what it means, and how many duties hang on it."""

    pointer: str
    title: str
    description: str
    duties: int


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """The answer: ``digest`` is that of the regimes' data, ``derived`` are facts that follow from those given."""

    standard: str
    digest: str
    as_of: str | None
    counts: Counts
    regimes: tuple[RegimeOutcome, ...]
    duties: tuple[DutyOutcome, ...]
    derived: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()

    def of(self, status: Status) -> tuple[DutyOutcome, ...]:
        """Return the duties of one status, in the order of their regimes."""
        return tuple(duty for duty in self.duties if duty.status == status)
