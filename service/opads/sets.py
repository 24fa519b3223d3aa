"""Rules over a whole file or several: each record leaves its key and a few values, the groups are judged at the end.

Records are never added, merged or left out here: a rule says that they belong together, and what is odd about that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from opads.carriers import NativeRecord
from opads.findings import Finding
from opads.judging import Judged, plain
from opads.rules import CompiledRule, Outcome, RuleInput, RulePack
from opads.rules.errors import CelError

__all__ = ("SetJudge",)

NAMED = 5
"""Other members of a group that a finding names."""


class Member(NamedTuple):
    """A record that belongs to a group: in which input, and where in it a finding would point."""

    source: int
    record: NativeRecord
    pointer: str
    native: str | None


@dataclass(slots=True)
class Group:
    """What the rule sees of each member, and where these stand."""

    key: list[Any]
    seen: list[dict[str, Any]] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)


class SetJudge:
    """Gathers the records of one or several inputs and judges the groups that they form."""

    def __init__(self, packs: Iterable[RulePack], names: tuple[str, ...]) -> None:
        """``names`` are those of the inputs, for findings that speak of a record in another one."""
        self.names = names
        self._rules = [rule for pack in packs for rule in pack.on_sets()]
        self._groups: list[dict[str, Group]] = [{} for _ in self._rules]
        self._troubles: list[dict[int, str]] = [{} for _ in self._rules]

    def __bool__(self) -> bool:
        return bool(self._rules)

    def add(self, source: int, record: NativeRecord, judged: Judged) -> None:
        """Take a judged record of an input in; never raises for its contents."""
        disclosure = judged.reading.disclosure
        for position, rule in enumerate(self._rules):
            gather = rule.gather
            if gather is None or rule.severity(judged.as_of) is None:
                continue
            try:
                keys, kept = gather.member(disclosure, judged.as_of)
            except CelError as error:
                self._troubles[position].setdefault(source, f"gather: {error.reason}")
                continue
            if not keys:
                continue
            pointer = gather.at.blame(disclosure)[0] if gather.at is not None else ""
            member = Member(source, record, pointer, judged.reading.origin(pointer) if pointer else "")
            for key in keys:
                group = self._groups[position].setdefault(repr(key), Group(key))
                group.seen.append({**kept, "input": source, "record": record.index})
                group.members.append(member)

    def judge(self, as_of: str) -> Iterator[tuple[int, Finding | Outcome]]:
        """Yield, with the number of its input, each finding, and one outcome per rule and input."""
        for position, rule in enumerate(self._rules):
            statuses: dict[int, set[str]] = {source: set() for source in range(len(self.names))}
            for group in self._groups[position].values():
                if rule.gather is None or len(group.members) < rule.gather.least:
                    continue
                outcome = self._judge_group(rule, group, as_of)
                failed = set()
                for failure in outcome.failures:
                    number = int(failure.pointer.split("/")[2])
                    failed.add(group.members[number].source)
                    yield group.members[number].source, self._finding(rule, group, number, failure)
                if outcome.status == "not-evaluated":
                    self._troubles[position].setdefault(group.members[0].source, outcome.reason or "")
                for source in {member.source for member in group.members}:
                    statuses[source].add("failed" if source in failed else "passed" if failed else outcome.status)
            for source, seen in statuses.items():
                yield source, self._outcome(rule, seen, self._troubles[position].get(source))

    def _judge_group(self, rule: CompiledRule, group: Group, as_of: str) -> Outcome:
        document = {"key": group.key, "inputs": len(self.names), "members": group.seen}
        return rule.judge(RuleInput({}, None, document, as_of))

    def _finding(self, rule: CompiledRule, group: Group, number: int, failure: Any) -> Finding:
        member = group.members[number]
        others = [
            self._named(other, member.source) for i, other in enumerate(group.members[: NAMED + 1]) if i != number
        ]
        params = {**failure.params, "count": len(group.members), "others": others[:NAMED]}
        place = member.record.locate(member.native or "")
        return Finding(
            rule.rule.id, failure.severity, plain(params), member.record.index, member.pointer, member.native, place
        )

    def _named(self, member: Member, here: int) -> str:
        place = member.record.locate(member.native or "")
        line = f"line {place.line}" if place is not None and place.line is not None else f"record {member.record.index}"
        return line if member.source == here else f"{self.names[member.source]} {line}"

    @staticmethod
    def _outcome(rule: CompiledRule, seen: set[str], trouble: str | None) -> Outcome:
        if "failed" in seen:
            return Outcome(rule.rule.id, "failed")
        if trouble is not None:
            return Outcome(rule.rule.id, "not-evaluated", trouble)
        status = next((s for s in ("needs-human", "passed") if s in seen), "not-applicable")
        return Outcome(rule.rule.id, status)  # type: ignore[arg-type]  # one of the words of Status
