"""Resolves a situation: which regimes and duties apply, why, and which facts are still wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from opads.obligations.answer import Answer, Counts, DutyOutcome, Question, RegimeOutcome, Status
from opads.obligations.condition import Verdict, both
from opads.obligations.deadlines import deadline_of, in_zone
from opads.obligations.elections import Calendar, default_calendar
from opads.obligations.library import CompiledDuty, CompiledRegime, Library, default_library
from opads.obligations.situation import Filled, check, facts_known, fill
from opads.rules.errors import CelError
from opads.standard.jsonvalue import get
from opads.standard.resources import VERSION

__all__ = ("resolve",)

_AS_OF = "/asOf"
_STATUS: dict[bool | None, Status] = {True: "applies", False: "does-not-apply", None: "undetermined"}


def resolve(situation: Any, library: Library | None = None, calendar: Calendar | None = None) -> Answer:
    """Return the regimes and duties for a situation (a JSON object that fits ``situation.json``).

    Nothing is assumed: the day of the law is ``asOf``, else the first publication; without either every duty that is
    limited in time is undetermined. Raises SituationError.
    """
    library = library or default_library()
    check(situation)
    filled = fill(situation, calendar or default_calendar())
    _derive(filled, library)
    as_of = get(filled.facts, _AS_OF)
    group = library.groups(as_of and as_of[:10])
    duties = tuple(
        outcome for regime in library.regimes for outcome in _regime(regime, filled, group, as_of and as_of[:10])
    )
    return Answer(
        VERSION,
        library.digest,
        as_of,
        _counts(duties),
        tuple(_summary(regime, duties) for regime in library.regimes),
        duties,
        tuple(filled.fact(pointer) for pointer in filled.because),
        _questions(duties),
    )


def _derive(filled: Filled, library: Library) -> None:
    """Add the facts that follow, in the order of the file: a later one may use an earlier one."""
    for row in library.derived:
        if get(filled.facts, row.derivation.fact) is not None:
            continue
        group = library.groups(get(filled.facts, _AS_OF))
        if row.when.test(filled.facts, group).value is not True:
            continue
        try:
            value = row.value.value(filled.facts, group)
        except CelError:
            continue
        filled.add(row.derivation.fact, value, row.derivation.because)


def _in_force(duty: CompiledDuty, as_of: str | None) -> tuple[Verdict, str | None]:
    """Return whether the duty is in force on a day, and the words where it is not."""
    first, last = duty.valid_from, duty.valid_until
    if first is None and last is None:
        return Verdict(value=True), None
    if as_of is None:
        return Verdict(None, (), (_AS_OF,)), None
    span = " ".join(f"{word} {day.isoformat()}" for word, day in (("from", first), ("until", last)) if day)
    held = (first or date.min).isoformat() <= as_of <= (last or date.max).isoformat()
    return Verdict(held, (_AS_OF,)), None if held else f"in force {span}"


def _regime(
    compiled: CompiledRegime, filled: Filled, group: dict[str, list[str]], as_of: str | None
) -> Iterable[DutyOutcome]:
    facts: Mapping[str, Any] = filled.facts
    try:
        facts = in_zone(facts, compiled.regime.zone)
        whole = compiled.when.test(facts, group)
    except ZoneInfoNotFoundError:
        whole = Verdict(None, reason=f"the time zone {compiled.regime.zone} is not at hand")
    for one in compiled.duties:
        duty = one.duty
        force, words = _in_force(one, as_of)
        verdict = both(force, whole, one.when.test(facts, group))
        status = _STATUS[verdict.value]
        yield DutyOutcome(
            duty.id,
            compiled.regime.id,
            duty.title,
            duty.who,
            status,
            duty.description,
            one.citations,
            tuple(filled.fact(pointer) for pointer in verdict.facts),
            verdict.missing,
            words or verdict.reason,
            deadline_of(duty.deadline, filled.facts) if duty.deadline and verdict.value is not False else None,
            duty.format,
            duty.rules,
            duty.verified,
            duty.note,
        )


def _counts(duties: Iterable[DutyOutcome]) -> Counts:
    found = Counter(duty.status for duty in duties)
    return Counts(found["applies"], found["does-not-apply"], found["undetermined"])


def _summary(compiled: CompiledRegime, duties: Iterable[DutyOutcome]) -> RegimeOutcome:
    regime = compiled.regime
    counts = _counts(duty for duty in duties if duty.regime == regime.id)
    status: Status = "applies" if counts.applies else "undetermined" if counts.undetermined else "does-not-apply"
    return RegimeOutcome(regime.id, regime.title, status, regime.jurisdiction, counts)


def _questions(duties: Iterable[DutyOutcome]) -> tuple[Question, ...]:
    """Return the missing facts, those first on which most duties hang."""
    wanted = Counter(pointer for duty in duties for pointer in duty.missing)
    known = facts_known()
    return tuple(
        Question(pointer, known[pointer]["title"], known[pointer]["description"], number)
        for pointer, number in sorted(wanted.items(), key=lambda item: (-item[1], item[0]))
    )
