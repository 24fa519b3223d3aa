"""Validation end to end: verdicts, places in both addresses, the ledger, and never an exception."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.findings import Finding
from opads.formats import FormatError, default_registry
from opads.formats.detect import detect
from opads.report import Report, canonical_report
from opads.setrules import set_rules
from opads.validation import validate

REGISTRY = default_registry()
DAY = date(2026, 11, 23)
META = {
    "id": "1234567890",
    "page_id": "99",
    "page_name": "Party",
    "ad_delivery_start_time": "2026-09-07",
    "ad_creation_time": "2026-09-06",
    "ad_creative_bodies": ["Vote"],
    "bylines": "Party",
    "currency": "EUR",
    "spend": {"lower_bound": "100", "upper_bound": "199"},
    "impressions": {"lower_bound": "1000", "upper_bound": "1999"},
}


def findings(report: Report, rule: str) -> list[Finding]:
    """Return the quoted findings of a rule."""
    return [finding for group in report.groups if group.rule == rule for finding in group.samples]


def meta(**changes: object) -> bytes:
    return json.dumps([{**META, **changes}], indent=1).encode()


def test_a_range_is_blamed_where_it_stands_in_the_file() -> None:
    report = validate(meta(), REGISTRY, targets=["eu-ttpa"], as_of=DAY)
    (finding,) = findings(report, "eu-ttpa/amount-is-one-figure")
    assert report.verdict == "invalid"
    assert finding.severity == "error"
    assert finding.pointer is not None
    assert finding.pointer.startswith("/money/amounts/0/range")
    assert finding.native is not None
    assert finding.native.startswith("/spend/")
    assert finding.place is not None
    assert (finding.place.line or 0) > 1
    (group,) = [g for g in report.groups if g.rule == "eu-ttpa/amount-is-one-figure"]
    assert "2025/1410" in group.citations[0].instrument
    assert group.citations[0].provision == "Annex II, point 5"


def test_the_law_of_another_format_applies_only_when_asked_for() -> None:
    report = validate(meta(), REGISTRY, as_of=DAY)
    assert not [group for group in report.groups if group.rule.startswith("eu-ttpa/")]
    assert report.input.detected
    assert report.input.format == "meta-ad-library"


def test_an_unknown_field_is_named_with_the_nearest() -> None:
    report = validate(meta(curency="EUR"), REGISTRY, as_of=DAY)
    (finding,) = findings(report, "opads/unknown-field")
    assert finding.params["nearest"] == "currency"
    assert finding.place is not None


def test_a_wrong_value_is_told_once() -> None:
    report = validate(meta(ad_delivery_start_time="yesterday"), REGISTRY, as_of=DAY)
    blamed = [
        f for g in report.groups for f in g.samples if f.native == "/ad_delivery_start_time" and f.severity == "error"
    ]
    assert len(blamed) == 1


def test_the_ledger_adds_up() -> None:
    report = validate(meta(), REGISTRY, targets=["eu-ttpa"], as_of=DAY)
    ledger = report.ledger
    parts = (ledger.passed, ledger.failed, ledger.not_applicable, ledger.not_evaluated, ledger.needs_human)
    assert sum(parts) == ledger.due
    rows = [(r.passed, r.failed, r.not_applicable, r.not_evaluated, r.needs_human) for r in ledger.rules]
    assert tuple(map(sum, zip(*rows, strict=True))) == parts
    own = [rule for rule in REGISTRY.get("meta-ad-library").rules if rule.rule.on != "document"]
    own += set_rules()
    foreign = [r for r in REGISTRY.get("eu-ttpa").rules if r.rule.on == "disclosure" and not r.rule.native_only]
    assert ledger.due == len(own) + len(foreign)


def test_the_date_decides_which_law_is_in_force() -> None:
    before = validate(meta(), REGISTRY, targets=["eu-ttpa"], as_of=date(2019, 1, 1))
    assert not [group for group in before.groups if group.rule.startswith("eu-ttpa/")]
    assert before.as_of.basis == ("given",)
    (finding,) = findings(before, "opads/law-not-in-force")
    assert finding.params == {"format": "eu-ttpa", "date": "2019-01-01", "from": "2025-10-10"}
    own = validate(meta(), REGISTRY, targets=["eu-ttpa"])
    assert (own.as_of.basis, own.as_of.first) == (("own",), "2026-09-07")


def test_bytes_in_no_known_format_are_a_finding() -> None:
    report = validate(b"Dear Sir or Madam,\n", REGISTRY, as_of=DAY)
    assert report.verdict == "invalid"
    assert findings(report, "opads/format-not-recognised")


def test_no_record_is_never_valid() -> None:
    assert validate(b"[]", REGISTRY, source="meta-ad-library", as_of=DAY).verdict == "undetermined"


def test_the_samples_are_capped_and_the_totals_true() -> None:
    data = json.dumps([{**META, "spend": {"lower_bound": "9", "upper_bound": "1"}}] * 7).encode()
    report = validate(data, REGISTRY, as_of=DAY, samples=2)
    (group,) = [g for g in report.groups if g.rule.endswith("/spend-range-in-order")] or list(report.groups)[:1]
    assert (group.total, group.records, len(group.samples)) == (7, 7, 2)
    assert report.totals.records == 7


def test_unknown_formats_and_carriers_are_refused() -> None:
    with pytest.raises(FormatError, match="there is no format"):
        validate(b"{}", REGISTRY, source="nothing")
    with pytest.raises(FormatError, match="does not occur as 'fec'"):
        validate(b"{}", REGISTRY, source="meta-ad-library", carrier="fec")


def test_the_same_bytes_give_the_same_report() -> None:
    first = canonical_report(validate(meta(), REGISTRY, targets=["eu-ttpa"], as_of=DAY))
    second = canonical_report(validate(meta(), REGISTRY, targets=["eu-ttpa"], as_of=DAY))
    assert first == second
    assert json.loads(first)["report"] == "1.0"


def _examples() -> Iterator[tuple[str, Path]]:
    for format_ in REGISTRY:
        for path in sorted((format_.folder / "examples").glob("*/*")):
            yield format_.id, path


@given(st.sampled_from(list(_examples())), st.randoms(use_true_random=False), st.binary(max_size=6))
def test_damaged_files_give_a_report(example: tuple[str, Path], chance: Random, junk: bytes) -> None:
    source, path = example
    data = bytearray(path.read_bytes())
    where = chance.randrange(len(data) + 1)
    data[where : where + chance.randrange(4)] = junk
    report = validate(bytes(data), REGISTRY, source=source, targets=["eu-ttpa"], as_of=DAY)
    assert report.verdict in ("valid", "invalid", "undetermined")
    canonical_report(report)


@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_bytes_give_a_report(data: bytes) -> None:
    report = validate(data, REGISTRY, as_of=DAY)
    assert report.verdict in ("invalid", "undetermined")
    canonical_report(report)


def test_recognition_names_the_features() -> None:
    best = detect(meta(), REGISTRY).best
    assert best is not None
    assert (best.format, best.carrier) == ("meta-ad-library", "json")
    assert best.features


def test_rules_that_judge_nothing_never_look_like_approval() -> None:
    data = json.dumps({"opads": "1.0", "advertisement": {"title": "A"}}).encode()
    silent = [f for f in REGISTRY if len(f.rules) and not len(f.rules.applicable(own=False))]
    assert silent
    for format_ in silent:
        report = validate(data, REGISTRY, targets=[format_.id])
        (finding,) = findings(report, "opads/law-not-judged")
        assert finding.params["format"] == format_.id
        assert report.verdict == "undetermined"
    assert not findings(validate(data, REGISTRY, targets=["eu-ttpa"]), "opads/law-not-judged")
