"""What the evaluation of a rule gives: one outcome per rule and record, with the failures it found."""

from typing import Any, Literal, NamedTuple

import msgspec

__all__ = ("Failure", "Outcome", "RuleInput", "Status", "Target")

Status = Literal["passed", "failed", "not-applicable", "not-evaluated", "needs-human"]
Target = Literal["disclosure", "native", "document", "set"]


class RuleInput(NamedTuple):
    """What rules look at: the canonical disclosure, its native record, the whole document, and the day (YYYY-MM-DD)."""

    disclosure: dict[str, Any]
    native: Any
    document: Any
    as_of: str


class Failure(msgspec.Struct, frozen=True):
    """One place that breaks a rule: a JSON Pointer into ``target``, and the values for the message.

    ``covers`` are the places whose absence the rule judges, as ``Path.expected`` names them.
    """

    severity: str
    params: dict[str, Any]
    target: Target
    pointer: str
    covers: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """How one rule ended for one record; ``reason`` says why it was not, or not wholly, evaluated."""

    rule_id: str
    status: Status
    reason: str | None = None
    failures: tuple[Failure, ...] = ()
