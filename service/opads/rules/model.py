"""The models of a rule file: what an author writes, checked field by field."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

__all__ = ("Citation", "Gather", "Rule", "RuleFile", "Scheduled", "Severity")

Severity = Literal["error", "warning", "info"]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Citation(_Model):
    """Where a demand comes from: instrument, provision, and the page with the day on which it was read."""

    instrument: str = Field(min_length=1)
    provision: str | None = None
    url: str | None = Field(default=None, pattern="^https?://")
    retrieved: date | None = None


class Scheduled(_Model):
    """A severity that begins on a day."""

    from_: date = Field(alias="from")
    severity: Severity


class Gather(_Model):
    """What a rule on a set takes from each record: the group that the record belongs to, and what to keep of it."""

    key: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = Field(min_length=1)
    """CEL over the disclosure: records whose values are equal form a group."""
    every: str | None = None
    """CEL: a list; the record belongs to a group for each of its elements, which is the last part of the key."""
    when: str | None = None
    keep: dict[str, str] = {}
    at: str | None = None
    """The place in a member's disclosure that a finding about it blames; default: its root."""
    least: int = Field(default=2, ge=1)
    """Groups with fewer members are not judged."""


class Rule(_Model):
    """One demand of a law or format."""

    id: str
    title: str = Field(min_length=1)
    description: str = ""
    severity: Severity
    schedule: tuple[Scheduled, ...] = ()
    verified: bool
    on: Literal["disclosure", "native", "document", "set"] = "disclosure"
    gather: Gather | None = None
    each: str | None = None
    shared: dict[str, str] = {}
    """Values (CEL) computed once per record or document, before ``each``; expressions name them ``shared.<name>``."""
    when: str | None = None
    check: str | None = Field(default=None, alias="assert")
    at: str | None = None
    covers: tuple[str, ...] = ()
    """Places whose absence this rule judges: that a format's own schema misses them too is not said again."""
    params: dict[str, str] = {}
    citations: Annotated[tuple[Citation, ...], BeforeValidator(_as_list)] = Field(alias="citation")
    valid_from: date | None = None
    valid_until: date | None = None
    executability: Literal["full", "partial", "human"] = "full"
    native_only: bool = False

    @model_validator(mode="after")
    def _coherent(self) -> "Rule":
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
        return self


class RuleFile(_Model):
    """A rule file: a list of rules."""

    rules: tuple[Rule, ...]
