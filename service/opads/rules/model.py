"""The models of a rule file: what an author writes, checked field by field."""

from datetime import date
from typing import Annotated, Any, Literal, Self, TypeAlias

from msgspec import Meta, field

from opads.standard.authored import Authored

__all__ = ("Citation", "Gather", "Rule", "RuleFile", "Scheduled", "Severity")

Severity: TypeAlias = Literal["error", "warning", "info"]
_Some: TypeAlias = Annotated[str, Meta(min_length=1)]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


class Citation(Authored, frozen=True, kw_only=True):
    """Where a demand comes from: instrument, provision, and the page with the day on which it was read."""

    instrument: _Some
    provision: str | None = None
    url: Annotated[str, Meta(pattern="^https?://")] | None = None
    retrieved: date | None = None


class Scheduled(Authored, frozen=True, kw_only=True):
    """A severity that begins on a day."""

    from_: date = field(name="from")
    severity: Severity


class Gather(Authored, frozen=True, kw_only=True):
    """What a rule on a set takes from each record: the group that the record belongs to, and what to keep of it."""

    key: Annotated[tuple[str, ...], Meta(min_length=1)]
    """CEL over the disclosure: records whose values are equal form a group."""
    every: str | None = None
    """CEL: a list; the record belongs to a group for each of its elements, which is the last part of the key."""
    when: str | None = None
    keep: dict[str, str] = field(default_factory=dict)
    at: str | None = None
    """The place in a member's disclosure that a finding about it blames; default: its root."""
    least: Annotated[int, Meta(ge=1)] = 2
    """Groups with fewer members are not judged."""
    distinct: bool = False
    """Of the members of a group of which the same is kept only the first one of each input is a member."""


class Rule(Authored, frozen=True, kw_only=True):
    """One demand of a law or format."""

    id: str
    title: _Some
    description: str = ""
    severity: Severity
    schedule: tuple[Scheduled, ...] = ()
    verified: bool
    on: Literal["disclosure", "native", "document", "set"] = "disclosure"
    gather: Gather | None = None
    each: str | None = None
    shared: dict[str, str] = field(default_factory=dict)
    """Values (CEL) computed once per record or document, before ``each``; expressions name them ``shared.<name>``."""
    when: str | None = None
    check: str | None = field(default=None, name="assert")
    at: str | None = None
    covers: tuple[str, ...] = ()
    """Places whose absence this rule judges: that a format's own schema misses them too is not said again."""
    params: dict[str, str] = field(default_factory=dict)
    citations: tuple[Citation, ...] = field(name="citation")
    valid_from: date | None = None
    valid_until: date | None = None
    executability: Literal["full", "partial", "human"] = "full"
    native_only: bool = False

    @classmethod
    def model_validate(cls, value: Any) -> Self:
        """Return the rule that a row is; a single citation or key needs no list. Raises AuthoredError."""
        if isinstance(value, dict):
            value = {name: _as_list(inner) if name == "citation" else inner for name, inner in value.items()}
            gather = value.get("gather")
            if isinstance(gather, dict) and "key" in gather:
                value["gather"] = {**gather, "key": _as_list(gather["key"])}
        return super().model_validate(value)

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("citation: a rule needs at least one")
        severities = {self.severity, *(step.severity for step in self.schedule)}
        if not self.verified and "error" in severities:
            raise ValueError("severity: a rule that is not verified cannot be an error")
        if self.check is None and self.executability != "human":
            raise ValueError("assert: is missing (only a rule with executability human may lack it)")
        if self.valid_from and self.valid_until and self.valid_from > self.valid_until:
            raise ValueError("valid_until: is before valid_from")
        days = [step.from_ for step in self.schedule]
        if days != sorted(set(days)):
            raise ValueError("schedule: the dates must rise")
        if (self.gather is None) == (self.on == "set"):
            raise ValueError("gather: is what a rule on a set needs, and no other has")
        if self.on == "set" and (self.each is None or not self.each.startswith("/members[")):
            raise ValueError("each: a rule on a set judges its members, e.g. /members[]")
        if self.at is not None and self.at.startswith(".") and self.each is None:
            raise ValueError("at: a place relative to the item needs 'each'")
        if self.each is None and any(path.startswith(".") for path in self.covers):
            raise ValueError("covers: a place relative to the item needs 'each'")


class RuleFile(Authored, frozen=True, kw_only=True):
    """A rule file: a list of rules."""

    rules: tuple[Rule, ...]
