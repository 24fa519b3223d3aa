"""Real rows of the OpenFEC API: read without false alarm, their damage found, given back unchanged."""

from itertools import islice
from pathlib import Path

import pytest

from opads import carriers
from opads.conversion import convert
from opads.formats import default_registry
from opads.validation import validate

REGISTRY = default_registry()
FORMAT = "us-openfec"
FOLDER = "us/openfec-schedule-e"


@pytest.mark.parametrize(
    ("name", "records", "expected"),
    [
        (
            "ind-exp_H0MI08141_JUNGE-PAUL.csv",
            109,
            {"category-code-form": 87, "district-form": 108, "set/same-expenditure-in-two-reports": 2},
        ),
        (
            "ind-exp_H0TX15124_DE_LA_CRUZ-MONICA.csv",
            235,
            {"category-code-form": 183, "dissemination-before-filing": 3, "set/same-expenditure-in-two-reports": 48},
        ),
        (
            "ind-exp_H2CA03157_KILEY-KEVIN.csv",
            50,
            {"category-code-form": 32, "district-form": 49, "set/same-expenditure-in-two-reports": 10},
        ),
        (
            "ind-exp_H2NY22212_WILLIAMS-BRANDON_MCDONALD.csv",
            59,
            {
                "category-code-form": 39,
                "zip-code-form": 2,
                "dissemination-before-filing": 1,
                "set/same-expenditure-in-two-reports": 11,
            },
        ),
    ],
)
def test_rows_of_schedule_e(real_data: Path, name: str, records: int, expected: dict[str, int]) -> None:
    report = validate((real_data / FOLDER / name).read_bytes(), REGISTRY)
    assert (report.input.format, report.totals.records, report.verdict) == (FORMAT, records, "valid")
    totals = {group.rule.removeprefix(f"{FORMAT}/"): group.total for group in report.groups}
    assert totals == expected


def test_a_table_with_all_kinds_of_damage(real_data: Path) -> None:
    lines = (real_data / FOLDER / "ind-exp_H6NV04020_LEE-SUSIE.csv").read_bytes().splitlines(keepends=True)
    report = validate(b"".join(lines[:1] + lines[380:]), REGISTRY)
    found = {group.rule.removeprefix(f"{FORMAT}/") for group in report.groups}
    assert report.verdict == "valid"
    assert {"zip-code-form", "candidate-id-fits-state", "signer-is-a-person", "notice-48-hours-in-time"} <= found
    assert not any(rule.startswith(("opads", "carrier")) for rule in found)


def test_rows_are_given_back_unchanged(real_data: Path) -> None:
    format_ = REGISTRY.get(FORMAT)
    data = (real_data / FOLDER / "ind-exp_H0MI08141_JUNGE-PAUL.csv").read_bytes()
    for record in islice(carriers.get("csv").read(data, format_.carrier_options("csv")).records, 40):
        assert format_.lens.write(format_.lens.read(record.value).disclosure).native == record.value


def test_a_notice_of_the_union_carries_them(real_data: Path) -> None:
    data = (real_data / FOLDER / "ind-exp_H2CA03157_KILEY-KEVIN.csv").read_bytes()
    lines = b"".join(data.splitlines(keepends=True)[:6])
    there = convert(lines, REGISTRY, source=FORMAT, target="eu-ttpa")
    back = convert(there.output, REGISTRY, source="eu-ttpa", target=FORMAT)
    assert back.account.totals.records == 5
    assert back.account.totals.dropped == 0
