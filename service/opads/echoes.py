"""One defect, one finding: a schema and a law that say the same of one place are heard once."""

from __future__ import annotations

from typing import Any

from opads.findings import Finding
from opads.mapping import Lens
from opads.rules import Failure, Outcome
from opads.rules.outcome import Status
from opads.standard.jsonvalue import get

__all__ = ("absences_told", "consequences")

_MISSING = "opads/schema-required"
_UNUSABLE = ("opads/schema-", "opads/unreadable-")


def absences_told(
    findings: list[Finding], failures: list[Failure], lens: Lens, disclosure: dict[str, Any]
) -> list[Finding]:
    """Return the findings that a field is missing where a rule of the format says the same with its law."""
    native = {failure.pointer for failure in failures if failure.target == "native"}
    failures = [failure for failure in failures if failure.target == "disclosure"]
    told = {failure.pointer for failure in failures}
    absent = tuple(pointer + "/" for pointer in told if get(disclosure, pointer) is None)
    covers = {cover for failure in failures for cover in failure.covers}
    echoes = []
    for finding in findings if failures or native else ():
        if finding.rule != _MISSING or not finding.native:
            continue
        if finding.native in native:
            echoes.append(finding)
            continue
        places = lens.places_of(finding.native, disclosure) | lens.places_below(finding.native, disclosure)
        if told & places or any(place.startswith(absent) or _within(place, covers) for place in places):
            echoes.append(finding)
    return echoes


def consequences(
    outcomes: list[Outcome], findings: list[Finding], lens: Lens, disclosure: dict[str, Any]
) -> list[tuple[int, Outcome]]:
    """Return what becomes of outcomes that fail on values the schema refuses as errors, each with its position.

    A rule that cannot read its value was not evaluated; the refused value keeps the verdict at invalid.
    """
    refused: set[str] = set()
    for finding in findings if any(outcome.failures for outcome in outcomes) else ():
        if finding.severity == "error" and finding.rule != _MISSING and finding.rule.startswith(_UNUSABLE):
            refused |= lens.places_below(finding.native or "", disclosure) if finding.native else set()
    changed = []
    for position, outcome in enumerate(outcomes if refused else ()):
        left = tuple(f for f in outcome.failures if f.target != "disclosure" or not _rests_on(f, refused))
        if len(left) < len(outcome.failures):
            status: Status = "failed" if left else "not-evaluated"
            reason = outcome.reason or "a value it judges cannot be used"
            changed.append((position, Outcome(outcome.rule_id, status, reason, left)))
    return changed


def _rests_on(failure: Failure, refused: set[str]) -> bool:
    return failure.pointer in refused or any(_within(place, set(failure.covers)) for place in refused)


def _within(place: str, covers: set[str]) -> bool:
    return any(place == cover or place.startswith(f"{cover}/") for cover in covers)
