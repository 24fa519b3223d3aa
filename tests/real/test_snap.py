"""Snap's own political ads files: recognised, read whole, their real damage found and nothing else."""

from itertools import islice
from pathlib import Path

import pytest

from opads import carriers
from opads.conversion import convert
from opads.formats import default_registry
from opads.validation import validate

REGISTRY = default_registry()
SNAP = "snap-political-ads"

FILES: dict[str, tuple[int, dict[str, int]]] = {
    "snap_2018_34col.csv": (
        659,
        {"billing-address-complete": 183, "organization-name-without-blanks": 36, "interest-in-words": 16},
    ),
    "snap_2019_34col.csv": (
        3609,
        {
            "end-not-before-start": 27,
            "billing-address-complete": 1170,
            "interest-in-words": 77,
            "organization-name-without-blanks": 57,
            "subject-name-without-blanks": 20,
        },
    ),
    "snap_2020_h2_34col.csv": (
        5558,
        {
            "end-not-before-start": 12,
            "billing-address-complete": 1922,
            "interest-in-words": 5,
            "organization-name-without-blanks": 51,
            "subject-name-without-blanks": 198,
        },
    ),
    "snap_2023_38col_GR.csv": (
        1141,
        {
            "billing-address-complete": 209,
            "circle-size": 1,
            "committee-number-is-no-name": 2,
            "country-given": 5,
            "interest-in-words": 340,
            "organization-name-without-blanks": 2,
            "subject-name-without-blanks": 2,
        },
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_findings_are_those_of_the_file(real_data: Path, name: str) -> None:
    records, findings = FILES[name]
    report = validate((real_data / "snap" / name).read_bytes(), REGISTRY, samples=1)
    assert (report.input.format, report.totals.records) == (SNAP, records)
    assert {group.rule: group.total for group in report.groups} == {f"{SNAP}/{k}": v for k, v in findings.items()}
    assert report.totals.errors == findings.get("end-not-before-start", 0)


@pytest.mark.parametrize("name", FILES)
def test_rows_go_to_a_notice_and_back(real_data: Path, name: str) -> None:
    format_ = REGISTRY.get(SNAP)
    data = (real_data / "snap" / name).read_bytes()
    options = format_.carrier_options("csv") or {}
    records = [record.value for record in islice(carriers.get("csv").read(data, options).records, 0, None, 40)]
    part = carriers.get("csv").write(records, options)
    there = convert(part, REGISTRY, source=SNAP, target="eu-ttpa")
    back = convert(there.output, REGISTRY, source="eu-ttpa", target=SNAP)
    assert [record.value for record in carriers.get("csv").read(back.output, options).records] == records
