"""The situation: checked against its schema, completed by the election calendar and by what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from opads.obligations.answer import Fact
from opads.obligations.elections import Calendar, ElectionError
from opads.standard.jsonvalue import get
from opads.standard.schemas import CompiledSchema, SchemaIssue, SchemaSet, default_schemas

__all__ = ("Filled", "SituationError", "check", "facts_known", "fill", "put")

_URI = "https://opads.org/schema/1.0/situation.json"


class SituationError(ValueError):
    """A situation that cannot be taken: ``issues`` has the violations of its schema, if that is the reason."""

    def __init__(self, message: str, issues: Sequence[SchemaIssue] = ()) -> None:
        super().__init__(message)
        self.issues = tuple(issues)


class Filled:
    """A situation with derived facts in their place, and where each of these comes from."""

    def __init__(self, situation: Mapping[str, Any]) -> None:
        self.facts: dict[str, Any] = deepcopy(dict(situation))
        self.because: dict[str, str] = {}

    def add(self, pointer: str, value: Any, because: str) -> None:
        """Add a fact that is not given."""
        put(self.facts, pointer, value)
        self.because[pointer] = because

    def fact(self, pointer: str) -> Fact:
        """Return a fact with its title and origin."""
        return Fact(pointer, facts_known()[pointer]["title"], get(self.facts, pointer), self.because.get(pointer))


def put(target: dict[str, Any], pointer: str, value: Any) -> None:
    """Set a member at a pointer, making the objects on the way."""
    *way, last = pointer.split("/")[1:]
    for name in way:
        target = target.setdefault(name, {})
    target[last] = value


def check(situation: Any) -> None:
    """Raise SituationError where a value is not a situation."""
    issues = _schema(default_schemas()).validate(situation)
    if issues:
        told = ", ".join(dict.fromkeys(map(_told, issues[:5])))
        more = f" and {len(issues) - 5} more" if len(issues) > 5 else ""
        raise SituationError(f"this is not a situation: {told}{more}", issues)
    period = situation.get("period", {})
    start, end = period.get("start"), period.get("end")
    if start and end and end[:10] < start[:10]:
        raise SituationError("/period/end is before /period/start")


def _told(issue: SchemaIssue) -> str:
    near = issue.params.get("nearest")
    return f"{issue.pointer[:100] or 'the whole'} ({issue.keyword}{f', nearest is {near}' if near else ''})"


def fill(situation: Mapping[str, Any], calendar: Calendar) -> Filled:
    """Return the situation with what the calendar says of its poll; raises SituationError where they contradict."""
    filled = Filled(situation)
    named = get(situation, "/process/id")
    if named is None:
        return filled
    try:
        election = calendar.get(named)
    except ElectionError as error:
        raise SituationError(f"/process/id: {error}") from None
    for name, value in election.facts.items():
        pointer = f"/process/{name}"
        given = get(situation, pointer)
        if given is None:
            doubt = "" if election.verified else ", not verified"
            filled.add(pointer, value, f"the election calendar ({election.id}{doubt})")
        elif given != value and name != "name":
            raise SituationError(f"{pointer} is {given!r}, but the election calendar says {value!r} of {election.id}")
    return filled


@lru_cache(maxsize=4)
def _schema(schemas: SchemaSet) -> CompiledSchema:
    return schemas.compile(schemas.documents[_URI])


def facts_known() -> Mapping[str, dict[str, Any]]:
    """Return the schema of every fact by its pointer; objects are not facts themselves."""
    return _known(default_schemas())


@lru_cache(maxsize=4)
def _known(schemas: SchemaSet) -> dict[str, dict[str, Any]]:
    def within(base: str, node: Mapping[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
        for name, child in node["properties"].items():
            if "properties" in child:
                yield from within(f"{base}/{name}", child)
            else:
                yield f"{base}/{name}", child

    return dict(within("", schemas.documents[_URI]))
