"""A schema and a law that say the same of one place are heard once, and no error is lost by it."""

import json
from typing import Any

import pytest

from opads.formats import default_registry
from opads.report import Report
from opads.validation import validate

REGISTRY = default_registry()
FORMAT = REGISTRY.get("eu-ttpa")
NOTICE = (FORMAT.folder / "examples" / "valid" / "complete-legal-entity.json").read_bytes()


def _report(**changed: Any) -> Report:
    notice = json.loads(NOTICE)
    for member, value in changed.items():
        notice[member] = value
    return validate(json.dumps(notice).encode(), REGISTRY, source=FORMAT.id)


def _rules(report: Report) -> set[str]:
    return {group.rule for group in report.groups}


def _status(report: Report, rule: str) -> tuple[int, int]:
    row = next(row for row in report.ledger.rules if row.rule == rule)
    return row.failed, row.not_evaluated


def test_the_law_speaks_for_what_is_missing() -> None:
    report = _report(amountMethodology=[{"language": "en"}])
    assert _rules(report) == {f"{FORMAT.id}/methodology-stated"}
    assert _status(report, f"{FORMAT.id}/methodology-stated") == (1, 0)


def test_the_schema_speaks_for_what_cannot_be_used_and_the_law_was_not_evaluated() -> None:
    report = _report(intendedPeriod={"start": "soon", "end": "2026-10-10"})
    assert _rules(report) == {"opads/schema-pattern"}
    assert report.verdict == "invalid"
    assert _status(report, f"{FORMAT.id}/intended-period-stated") == (0, 1)


def test_two_defects_are_two_findings() -> None:
    report = _report(funding={"nature": ["donations"]})
    assert _rules(report) == {"opads/schema-enum", f"{FORMAT.id}/funding-origin-stated"}


def test_a_member_that_no_rule_judges_is_still_missed_by_the_schema() -> None:
    assert _rules(_report(publisher={"identifiers": [{"scheme": "x"}]})) == {"opads/schema-required"}


@pytest.mark.parametrize(
    ("native", "place"),
    [
        ("/linkedProcesses/0/name", "/processes/0/name"),
        ("/linkedProcesses/0/officialInfoLinks/0", "/processes/0/officialLinks/0"),
        ("/linkedProcesses/7/name", "/processes"),
        ("/dataRights/controllers", "/parties/[roles=controller]"),
        ("/campaignAmount/total", "/money/amounts/[kind=total,scope=campaign]/exact"),
        ("/adAmount/total", "/money/amounts/0/exact"),
        ("/funding/nature/0", "/money/funding/nature/0"),
    ],
)
def test_the_places_of_a_native_field(native: str, place: str) -> None:
    disclosure = FORMAT.lens.read(json.loads(NOTICE)).disclosure
    assert place in FORMAT.lens.places_below(native, disclosure)


def test_the_contact_of_a_signatory_is_pointed_out() -> None:
    disclosure = FORMAT.lens.read(json.loads(NOTICE)).disclosure
    disclosure["parties"].append({"name": "A Clerk", "roles": ["signatory"], "email": "clerk@example.org"})
    neutral = next(format_.id for format_ in REGISTRY if format_.lens.identity)
    report = validate(json.dumps(disclosure).encode(), REGISTRY, source=neutral, targets=[FORMAT.id])
    assert {g.rule: g.severity for g in report.groups} == {f"{FORMAT.id}/contact-has-published-role": "info"}
    assert report.verdict == "valid"
