"""Rules over a whole file or several: each record leaves its key and a few values, the groups are judged at the end.

Records are never added, merged or left out here: a rule says that they belong together, and what is odd about that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from opads.carriers import NativeRecord, Place
from opads.findings import Finding
from opads.judged import Judged, plain
from opads.mapping import Reading
from opads.rules import CompiledRule, Gatherer, Outcome, RuleInput, RulePack
from opads.rules.places import pointer_at

__all__ = ("Group", "Late", "Left", "Member", "Missed", "SetJudge", "said")

_DAYS = 1024
"""Days whose rules are remembered."""
NAMED = 5
"""Other members of a group that a finding names."""


class Member(NamedTuple):
    """A record that belongs to a group: in which input, and where in it a finding would point."""

    source: int
    record: int
    pointer: str
    native: str | None
    locate: Callable[[], Place | None]


class Left(NamedTuple):
    """What a record leaves behind for a rule: its key, what the rule sees of it, and where it stands."""

    rule: int
    key: list[Any]
    seen: dict[str, Any]
    member: Member | Late


class Missed(NamedTuple):
    """A record that a rule could not take in, and why."""

    rule: int
    reason: str


@dataclass(slots=True)
class Group:
    """What the rule sees of each member, and where these stand."""

    key: list[Any]
    seen: list[dict[str, Any]] = field(default_factory=list)
    members: list[Member | Late] = field(default_factory=list)
    refused: str | None = None
    """Why the group is not judged, where it has more members than are kept."""
    known: set[str] = field(default_factory=set)
    """What is kept of the members, where those of which the same is kept count once."""

    def take(self, seen: dict[str, Any], member: Member | Late, *, distinct: bool) -> None:
        """Take a member in."""
        if distinct:
            same = said(seen)
            if same in self.known:
                return
            self.known.add(same)
        self.seen.append(seen)
        self.members.append(member)


def said(seen: dict[str, Any]) -> str:
    """Return what a rule sees of a member, whichever record it is; the same text for the same values."""
    return repr([item for item in seen.items() if item[0] != "record"])


_At: TypeAlias = Callable[[Any, str], str]


class _Spots:
    """Where findings would point in a record, by some paths; found for all of them when one is asked for.

    Of a record whose account was put off the disclosure is not kept: it is read again.
    """

    __slots__ = ("_again", "_ats", "_found", "record")

    def __init__(self, record: NativeRecord, reading: Reading, ats: list[_At | None]) -> None:
        self.record = record
        self._again = reading.again
        self._ats = ats
        self._found: list[tuple[str, str | None]] | None = None
        if reading.accounted:
            self.find()

    def find(self) -> list[tuple[str, str | None]]:
        """Return the canonical and the native place by each path."""
        if self._found is None:
            reading = self._again()
            pointers = [at(reading.disclosure, "") if at is not None else "" for at in self._ats]
            self._found = [(pointer, reading.origin(pointer) if pointer else "") for pointer in pointers]
            del self._again
        return self._found


class Late:
    """A member whose places are looked for when they are asked for: most groups have one, of which nothing is said."""

    __slots__ = ("_number", "_place", "_spots", "source")

    def __init__(self, source: int, spots: _Spots, number: int) -> None:
        self.source = source
        self._spots = spots
        self._number = number
        self._place: Place | None = None

    @property
    def record(self) -> int:
        """The number of the record."""
        return self._spots.record.index

    @property
    def pointer(self) -> str:
        """The canonical place at which a finding points."""
        return self._spots.find()[self._number][0]

    @property
    def native(self) -> str | None:
        """The native place it comes from."""
        return self._spots.find()[self._number][1]

    def locate(self) -> Place | None:
        """Return where that stands in the input, looked for once."""
        if self._place is None:
            self._place = self._spots.record.locate(self.native or "")
        return self._place


@lru_cache(maxsize=64)
def _gatherer(rules: tuple[tuple[int, CompiledRule], ...]) -> Gatherer:
    """Return what gathers by some rules; it is worth more the more often it is asked."""
    return Gatherer(rules)


class SetJudge:
    """Gathers the records of one or several inputs and judges the groups that they form."""

    def __init__(self, packs: Iterable[RulePack], names: tuple[str, ...]) -> None:
        """``names`` are those of the inputs, for findings that speak of a record in another one."""
        self.names = names
        self._rules = [rule for pack in packs for rule in pack.on_sets()]
        self._places = [
            pointer_at(rule.gather.at.text) if rule.gather and rule.gather.at is not None else None
            for rule in self._rules
        ]
        self.distinct = tuple(rule.gather is not None and rule.gather.distinct for rule in self._rules)
        """Of each rule, whether members of which the same is kept count once."""
        self._on: dict[str, Gatherer] = {}
        self._groups: list[dict[str, Group | Left]] = [{} for _ in self._rules]
        """By the text of the key; the only member of a group as it was left, for most groups never have another."""
        self._troubles: list[dict[int, str]] = [{} for _ in self._rules]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def gather(self, source: int, record: NativeRecord, judged: Judged) -> list[Left | Missed]:
        """Return what a judged record of an input leaves behind; never raises for its contents."""
        disclosure = judged.reading.disclosure
        taken, missed = self._gatherer(judged.as_of).take(disclosure, judged.as_of, len(self.names))
        left: list[Left | Missed] = [Missed(position, reason) for position, reason in missed]
        if not taken:
            return left
        spots = _Spots(record, judged.reading, [self._places[position] for position, _, _ in taken])
        for number, (position, keys, kept) in enumerate(taken):
            member = Late(source, spots, number)
            kept["input"], kept["record"] = source, record.index
            left += [Left(position, key, kept, member) for key in keys]
        return left

    def _gatherer(self, as_of: str) -> Gatherer:
        """Return what gathers by the rules in force on a day."""
        found = self._on.get(as_of)
        if found is None:
            numbers = tuple(n for n, rule in enumerate(self._rules) if rule.gather and rule.severity(as_of) is not None)
            if len(self._on) >= _DAYS:
                self._on.clear()
            found = self._on[as_of] = _gatherer(tuple((number, self._rules[number]) for number in numbers))
        return found

    def add(self, source: int, record: NativeRecord, judged: Judged) -> None:
        """Take a judged record of an input in; never raises for its contents."""
        for item in self.gather(source, record, judged):
            if isinstance(item, Missed):
                self._troubles[item.rule].setdefault(source, item.reason)
                continue
            groups, key = self._groups[item.rule], repr(item.key)
            group = groups.get(key)
            if group is None:
                groups[key] = item
                continue
            if isinstance(group, Left):
                group = groups[key] = self._begun(group)
            group.take(item.seen, item.member, distinct=self.distinct[item.rule])

    def _begun(self, only: Left) -> Group:
        group = Group(only.key)
        group.take(only.seen, only.member, distinct=self.distinct[only.rule])
        return group

    def judge(self, as_of: str) -> Iterator[tuple[int, Finding | Outcome]]:
        """Yield, with the number of its input, each finding, and one outcome per rule and input."""
        for position, (groups, least) in enumerate(zip(self._groups, self.least, strict=True)):
            whole = (
                self._begun(group) if isinstance(group, Left) else group
                for group in groups.values()
                if least <= 1 or not isinstance(group, Left)
            )
            yield from self.judge_groups(position, whole, self._troubles[position], as_of)

    @property
    def least(self) -> tuple[int, ...]:
        """Of each rule, the least members of a group that is judged."""
        return tuple(rule.gather.least if rule.gather is not None else 0 for rule in self._rules)

    def judge_groups(
        self, position: int, groups: Iterable[Group], troubles: dict[int, str], as_of: str
    ) -> Iterator[tuple[int, Finding | Outcome]]:
        """Yield what one rule says of the groups that were gathered for it; ``troubles`` is filled."""
        rule = self._rules[position]
        statuses: dict[int, set[str]] = {source: set() for source in range(len(self.names))}
        for group in groups:
            if rule.gather is None or len(group.members) < rule.gather.least:
                continue
            if group.refused is not None:
                troubles.setdefault(group.members[0].source, group.refused)
                continue
            outcome = self._judge_group(rule, group, as_of)
            failed = set()
            for failure in outcome.failures:
                number = int(failure.pointer.split("/")[2])
                failed.add(group.members[number].source)
                yield group.members[number].source, self._finding(rule, group, number, failure)
            if outcome.status == "not-evaluated":
                troubles.setdefault(group.members[0].source, outcome.reason or "")
            for source in {member.source for member in group.members}:
                statuses[source].add("failed" if source in failed else "passed" if failed else outcome.status)
        for source, seen in statuses.items():
            yield source, self._outcome(rule, seen, troubles.get(source))

    def _judge_group(self, rule: CompiledRule, group: Group, as_of: str) -> Outcome:
        document = {"key": group.key, "inputs": len(self.names), "members": group.seen}
        return rule.judge(RuleInput({}, None, document, as_of))

    def _finding(self, rule: CompiledRule, group: Group, number: int, failure: Any) -> Finding:
        member = group.members[number]
        others = [
            self._named(other, member.source) for i, other in enumerate(group.members[: NAMED + 1]) if i != number
        ]
        params = {**failure.params, "count": len(group.members), "others": others[:NAMED]}
        return Finding(
            rule.rule.id, failure.severity, plain(params), member.record, member.pointer, member.native, member.locate()
        )

    def _named(self, member: Member | Late, here: int) -> str:
        place = member.locate()
        line = f"line {place.line}" if place is not None and place.line is not None else f"record {member.record}"
        return line if member.source == here else f"{self.names[member.source]} {line}"

    @staticmethod
    def _outcome(rule: CompiledRule, seen: set[str], trouble: str | None) -> Outcome:
        if "failed" in seen:
            return Outcome(rule.rule.id, "failed")
        if trouble is not None:
            return Outcome(rule.rule.id, "not-evaluated", trouble)
        status = next((s for s in ("needs-human", "passed") if s in seen), "not-applicable")
        return Outcome(rule.rule.id, status)  # type: ignore[arg-type]  # one of the words of Status
