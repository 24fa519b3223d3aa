"""Google's tables of sums: real rows are recognised, nothing good is blamed, what is damaged is found."""

from itertools import islice
from pathlib import Path

import pytest

from opads import carriers
from opads.conversion import convert
from opads.formats import default_registry
from opads.report import Report
from opads.validation import validate

REGISTRY = default_registry()
STATS, WEEKS, PLACES = "google-advertiser-stats", "google-weekly-spend", "google-geo-spend"
FILES = [
    ("2018-09_advertiser-stats.csv", STATS, 372, {f"{STATS}/public-ids-form": 1}),
    ("2019-06_advertiser-stats.csv", STATS, 1193, {f"{STATS}/public-ids-form": 6}),
    ("2018-09_advertiser-weekly-spend.csv", WEEKS, 2823, {}),
    ("2018-09_geo-spend.csv", PLACES, 436, {}),
    ("2019-06_geo-spend.csv", PLACES, 500, {}),
]


def counts(report: Report) -> dict[str, int]:
    return {group.rule: group.total for group in report.groups if group.severity != "info"}


@pytest.mark.parametrize(("name", "source", "records", "found"), FILES)
def test_a_table_of_sums_is_recognised_and_only_its_damage_found(
    real_data: Path, name: str, source: str, records: int, found: dict[str, int]
) -> None:
    report = validate((real_data / "google" / name).read_bytes(), REGISTRY)
    assert (report.input.format, report.totals.records, report.verdict) == (source, records, "valid")
    assert counts(report) == found


@pytest.mark.parametrize(
    ("name", "source"),
    [("2019-06_advertiser-weekly-spend.csv", WEEKS), ("2025-05_advertiser-stats_part1of2.csv", STATS)],
)
def test_the_large_tables_are_read_without_a_finding_at_their_beginning(
    real_data: Path, name: str, source: str
) -> None:
    head = b"".join((real_data / "google" / name).read_bytes().splitlines(keepends=True)[:355])
    report = validate(head, REGISTRY)
    assert (report.input.format, report.totals.records, counts(report)) == (source, 354, {})


def test_identifiers_typed_in_small_letters_are_found_in_their_cells(real_data: Path) -> None:
    lines = (real_data / "google" / "2025-05_advertiser-stats_part1of2.csv").read_bytes().splitlines(keepends=True)
    report = validate(b"".join([lines[0], *lines[350:360]]), REGISTRY)
    (group,) = [group for group in report.groups if group.severity != "info"]
    (finding,) = group.samples
    assert finding.place is not None
    assert (finding.place.line, finding.place.field) == (7, "Public_IDs_List")


@pytest.mark.parametrize(("name", "source", "records", "found"), FILES)
def test_rows_come_back_from_the_canonical_disclosure(
    real_data: Path, name: str, source: str, records: int, found: dict[str, int]
) -> None:
    format_ = REGISTRY.get(source)
    reading = carriers.get("csv").read((real_data / "google" / name).read_bytes(), format_.carrier_options("csv"))
    for record in islice(reading.records, 100):
        assert format_.lens.write(format_.lens.read(record.value).disclosure).native == record.value


def test_a_week_goes_to_the_european_notice_and_back(real_data: Path) -> None:
    lines = (real_data / "google" / "2018-09_advertiser-weekly-spend.csv").read_bytes().splitlines(keepends=True)
    there = convert(b"".join(lines[:40]), REGISTRY, source=WEEKS, target="eu-ttpa")
    back = convert(there.output, REGISTRY, source="eu-ttpa", target=WEEKS)
    report = validate(back.output, REGISTRY)
    assert (report.input.format, report.totals.records, counts(report)) == (WEEKS, 39, {})
