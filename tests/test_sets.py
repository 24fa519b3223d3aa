"""Rules on sets: what records say of each other, in one file and over several; every rule fires and stays silent."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.findings import Finding
from opads.formats import default_registry
from opads.report import Report, canonical_report
from opads.rules import RulesError, load_rules
from opads.setrules import SETS, set_messages, set_rules
from opads.validation import Named, validate, validate_together

REGISTRY = default_registry()


def record(**members: Any) -> dict[str, Any]:
    return {"opads": "1.0", **members}


def identity(value: str, scope: str = "disclosure", **more: Any) -> dict[str, Any]:
    return {"identifiers": [{"scheme": "uri", "value": value, "scope": scope}], **more}


def lines(*records: dict[str, Any]) -> bytes:
    return "".join(json.dumps(r) + "\n" for r in records).encode()


def found(report: Report, name: str) -> list[Finding]:
    return [f for group in report.groups if group.rule == f"{SETS}/{name}" for f in group.samples]


def outcome(report: Report, name: str) -> str:
    row = next(row for row in report.ledger.rules if row.rule == f"{SETS}/{name}")
    (status,) = [s for s in ("passed", "failed", "not_applicable", "not_evaluated", "needs_human") if getattr(row, s)]
    return status


def judged(*records: dict[str, Any]) -> Report:
    return validate(lines(*records), REGISTRY, source="opads-disclosure", carrier="ndjson")


def together(*files: tuple[dict[str, Any], ...]) -> list[Report]:
    inputs = [Named(f"{number}.ndjson", lines(*records)) for number, records in enumerate(files)]
    return validate_together(inputs, REGISTRY, source="opads-disclosure", carrier="ndjson")


def line(form: str, amount: str = "120.00", **more: Any) -> dict[str, Any]:
    return record(
        identity={
            "identifiers": [{"scheme": "fec-transaction", "value": form + amount, "scope": "line"}],
            "formType": form,
        },
        parties=[
            {"roles": ["sponsor"], "identifiers": [{"scheme": "fec-committee", "value": "C00000001"}]},
            {"roles": ["payee"], "name": "Printers of Nowhere"},
        ],
        money={"amounts": [{"kind": "spent", "scope": "line", "exact": amount, "currency": "USD"}]},
        events=[{"kind": "disseminated", "at": "2026-09-01"}],
        **more,
    )


def share(amount: str, transaction: str = "t1") -> dict[str, Any]:
    return record(
        identity={
            "identifiers": [
                {"scheme": "uuid", "value": transaction, "scope": "transaction"},
                {"scheme": "uuid", "value": amount, "scope": "line"},
            ]
        },
        money={
            "amounts": [
                {"kind": "total", "scope": "ad", "exact": "100", "currency": "EUR"},
                {"kind": "share", "scope": "beneficiary", "exact": amount, "currency": "EUR"},
            ]
        },
    )


def amount(currency: str, *, parallel: bool = False) -> dict[str, Any]:
    figure = {"kind": "spent", "scope": "ad", "exact": "5", "currency": currency} | (
        {"parallel": True} if parallel else {}
    )
    return record(parties=[{"roles": ["sponsor"], "name": "Party of Nowhere"}], money={"amounts": [figure]})


def dated(day: str) -> dict[str, Any]:
    return record(
        periods={"reporting": {"start": "2026-07-01", "end": "2026-09-30"}}, events=[{"kind": "disbursed", "at": day}]
    )


def part(amount: str, number: str) -> dict[str, Any]:
    identifiers = [
        {"scheme": "xx-report", "value": "R1", "scope": "filing"},
        {"scheme": "xx-line", "value": number, "scope": "line"},
    ]
    amounts = [
        {"kind": "spent", "scope": "line", "exact": amount, "currency": "USD"},
        {"kind": "spent", "scope": "filing", "exact": "10", "currency": "USD", "note": "not itemised"},
        {"kind": "expenditure-total", "scope": "filing", "exact": "100", "currency": "USD", "claim": True},
    ]
    return record(identity={"identifiers": identifiers}, money={"amounts": amounts})


FIRES: dict[str, tuple[tuple[dict[str, Any], ...], list[int]]] = {
    "record-twice": (
        (record(identity=identity("a")), record(identity=identity("b")), record(identity=identity("a"))),
        [2],
    ),
    "version-left-out": (
        (record(identity=identity("a", version="1")), record(identity=identity("a", version="3"))),
        [1],
    ),
    "same-expenditure-in-two-reports": ((line("F24N"), line("F3XN"), line("F3XN", "7.00")), [1]),
    "mixed-currencies": ((amount("EUR"), amount("EUR"), amount("SEK")), [0]),
    "shares-of-one-amount": ((share("60"), share("40.01")), [0]),
    "parts-exceed-total": ((part("60", "1"), part("30.01", "2")), [0]),
    "date-outside-report": ((dated("2026-07-01"), dated("2026-10-01")), [1]),
}
SILENT: dict[str, tuple[dict[str, Any], ...]] = {
    "record-twice": (
        record(identity=identity("a", version="1")),
        record(identity=identity("a", version="2")),
        record(),
        record(),
    ),
    "version-left-out": (record(identity=identity("a", version="1")), record(identity=identity("a", version="2"))),
    "same-expenditure-in-two-reports": (line("F3XN"), line("F3XA")),
    "mixed-currencies": (amount("EUR"), amount("EUR"), amount("SEK", parallel=True)),
    "shares-of-one-amount": (share("60"), share("40.00")),
    "parts-exceed-total": (part("60", "1"), part("30.00", "2")),
    "date-outside-report": (dated("2026-07-01"), dated("2026-09-30")),
}
OVER_FILES = {"amendment-without-original"}


def test_every_rule_is_proven() -> None:
    names = {compiled.rule.id.partition("/")[2] for compiled in set_rules()}
    assert names == FIRES.keys() | OVER_FILES == SILENT.keys() | OVER_FILES


@pytest.mark.parametrize("name", FIRES)
def test_it_fires_at_the_member_that_is_to_blame(name: str) -> None:
    records, blamed = FIRES[name]
    report = judged(*records)
    findings = found(report, name)
    assert [f.record for f in findings] == blamed
    assert outcome(report, name) == "failed"
    for finding in findings:
        assert finding.place is not None
        assert finding.place.line == (finding.record or 0) + 1
        assert finding.pointer == finding.native


@pytest.mark.parametrize("name", SILENT)
def test_it_is_silent_on_good_records(name: str) -> None:
    report = judged(*SILENT[name])
    assert found(report, name) == []
    alone = ("record-twice", "mixed-currencies")  # no two members: other identifiers, or the same currency throughout
    assert outcome(report, name) == ("not_applicable" if name in alone else "passed")


def test_copies_are_found_across_files_only_when_judged_together() -> None:
    one, other = (record(identity=identity("a")),), (record(identity=identity("b")), record(identity=identity("a")))
    assert not found(judged(*other), "record-twice")
    first, second = together(one, other)
    assert found(first, "record-twice") == []
    (finding,) = found(second, "record-twice")
    assert finding.params["others"] == ["0.ndjson line 1"]
    assert finding.params["count"] == 2


def test_an_amendment_finds_its_original_in_another_file() -> None:
    original = record(identity=identity("FEC-1", "filing"))
    amendment = record(identity=identity("FEC-2", "filing", amends={"value": "FEC-1"}))
    lost = record(identity=identity("FEC-3", "filing", amends={"value": "FEC-9"}))
    assert all(not found(report, "amendment-without-original") for report in together((original,), (amendment,)))
    _, report = together((original,), (amendment, lost))
    (finding,) = found(report, "amendment-without-original")
    assert (finding.record, finding.pointer) == (1, "/identity/amends/value")
    assert not found(judged(amendment, lost), "amendment-without-original")


def test_a_file_in_no_known_format_does_not_disturb_the_others() -> None:
    inputs = [Named("a", b"\x00\xff"), Named("b", lines(record(identity=identity("a"))))]
    first, second = validate_together(inputs, REGISTRY)
    assert first.verdict == "invalid"
    assert second.input.format == "opads-disclosure"


@given(st.permutations([record(identity=identity(v)) for v in "aabbbc"]))
def test_how_often_a_disclosure_is_there_does_not_depend_on_the_order(records: list[dict[str, Any]]) -> None:
    assert len(found(judged(*records), "record-twice")) == 3


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.integers(0, 12))
def test_one_file_or_two_give_the_same_findings(values: list[str], cut: int) -> None:
    records = [record(identity=identity(v)) for v in values]
    if not records[:cut] or not records[cut:]:
        return
    whole = found(judged(*records), "record-twice")
    parts = [
        f for report in together(tuple(records[:cut]), tuple(records[cut:])) for f in found(report, "record-twice")
    ]
    assert len(whole) == len(parts) == len(values) - len(set(values))


def test_lines_that_may_be_told_twice_are_not_added() -> None:
    assert outcome(judged(part("60", "1"), part("60", "1")), "parts-exceed-total") == "not_applicable"


def test_a_single_input_is_a_set_of_one() -> None:
    data = lines(*FIRES["record-twice"][0])
    (report,) = validate_together([Named("x", data)], REGISTRY)
    assert canonical_report(report) == canonical_report(validate(data, REGISTRY))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"gather": None}, "gather: is what a rule on a set needs"),
        ({"each": "/others[]"}, "each: a rule on a set judges its members"),
        ({"on": "disclosure"}, "gather: is what a rule on a set needs"),
        ({"gather": {"key": "native.id"}}, "gather.key"),
        ({"gather": {"key": "disclosure.opads", "least": 0}}, "gather.least"),
    ],
)
def test_a_mistake_in_a_rule_on_sets_is_told(changes: dict[str, Any], problem: str, tmp_path: Path) -> None:
    row = {
        "id": "set/demo",
        "title": "Demo",
        "severity": "info",
        "verified": False,
        "on": "set",
        "gather": {"key": "disclosure.opads"},
        "each": "/members[]",
        "assert": "index == 0",
        "citation": {"instrument": "OPADS"},
    }
    path = tmp_path / "rules.yaml"
    path.write_text(
        json.dumps({"rules": [{k: v for k, v in (row | changes).items() if v is not None}]}), encoding="utf-8"
    )
    with pytest.raises(RulesError, match=r"gather|each") as caught:
        load_rules(path, SETS, {"set/demo": {"text": "a {others} {count}", "fix": "b"}})
    assert problem in str(caught.value)


def test_a_group_that_cannot_be_judged_is_not_evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "id": "set/demo", "title": "Demo", "severity": "info", "verified": False, "on": "set",
        "gather": {"key": "disclosure.identity.version"}, "each": "/members[]", "assert": "index == 0",
        "citation": {"instrument": "OPADS"},
    }  # fmt: skip
    path = tmp_path / "rules.yaml"
    path.write_text(json.dumps({"rules": [row]}), encoding="utf-8")
    pack = load_rules(path, SETS, {"set/demo": {"text": "a", "fix": "b"}})
    monkeypatch.setattr("opads.validation.set_rules", lambda: pack)
    report = judged(record())
    assert outcome(report, "demo") == "not_evaluated"
    assert report.verdict == "undetermined"


def test_the_texts_are_those_of_the_rules() -> None:
    assert set_messages().keys() == {compiled.rule.id for compiled in set_rules()}


def test_copies_in_a_real_file_are_found(real_data: Path) -> None:
    report = validate((real_data / "meta" / "ads_archive_2022_US-CT.csv").read_bytes(), REGISTRY)
    (group,) = [group for group in report.groups if group.rule == f"{SETS}/record-twice"]
    assert group.total == 785
    assert group.samples[0].params["count"] == 786
