"""Meta's Ad Library Report: real files of all vintages, the currency from their header, the damage in one of them."""

import json
from itertools import islice
from pathlib import Path

import pytest

from opads import carriers
from opads.conversion import convert
from opads.formats import default_registry
from opads.validation import validate

REGISTRY = default_registry()
PAGES, PLACES = "meta-report-advertisers", "meta-report-locations"
SWISS = "report_CH_FacebookAdLibraryReport_2023-06-11_CH_last_7_days_"
FILES = [
    ("report_2023-02-28_NL_Noord-Holland_region.csv", PAGES, 586, "EUR"),
    ("report_2023-03-05_NL_last_30_days_advertisers.csv", PAGES, 1185, "EUR"),
    ("report_2023-05-16_GR_last_30_days_advertisers.csv", PAGES, 1909, "EUR"),
    ("report_2025-07-12_BE_last_30_days_advertisers_excerpt.csv", PAGES, 13, "EUR"),
    ("report_2025-07-13_AD_last_30_days_advertisers_excerpt.csv", PAGES, 8, "EUR"),
    (f"{SWISS}Canton_of_Geneva.csv", PAGES, 163, "CHF"),
    (f"{SWISS}Unknown.csv", PAGES, 57, "CHF"),
    (f"{SWISS}advertisers.csv", PAGES, 369, "CHF"),
    (f"{SWISS}locations.csv", PLACES, 27, "CHF"),
    ("report_2025-07-12_BE_last_30_days_locations.csv", PLACES, 4, "EUR"),
]


@pytest.mark.parametrize(("name", "source", "records", "currency"), FILES)
def test_a_report_is_recognised_and_nothing_found_against_it(
    real_data: Path, name: str, source: str, records: int, currency: str
) -> None:
    data = (real_data / "meta" / name).read_bytes()
    report = validate(data, REGISTRY)
    assert (report.input.format, report.totals.records, report.verdict) == (source, records, "valid")
    assert not report.groups
    format_ = REGISTRY.get(source)
    for record in islice(carriers.get("csv").read(data, format_.carrier_options("csv")).records, 100):
        disclosure = format_.lens.read(record.value).disclosure
        (amount,) = disclosure["money"]["amounts"]
        assert amount["currency"] == currency
        assert format_.lens.write(disclosure).native == record.value


def test_the_quotation_mark_that_breaks_a_row_of_2020_is_found(real_data: Path) -> None:
    path = real_data / "meta" / "report_2020-06-10_US_last_90_days_advertisers.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    report = validate(b"".join([lines[0], *lines[13200:13230]]), REGISTRY)
    assert (report.input.format, report.totals.records, report.totals.invalid) == (PAGES, 29, 0)
    (group,) = report.groups
    assert group.rule == "carrier-csv/stray-quote"
    assert group.samples[0].place is not None
    assert group.samples[0].place.line == 15


def test_a_page_without_a_number_has_no_identifier(real_data: Path) -> None:
    path = real_data / "meta" / "report_2020-06-10_US_last_90_days_advertisers.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    rows = [line for line in lines if line.startswith(b"0,")]
    assert len(rows) == 1022
    conversion = convert(b"".join([lines[0], *rows[:20]]), REGISTRY, source=PAGES, target="opads-disclosure")
    disclosures = json.loads(conversion.output)
    assert len(disclosures) == 20
    for disclosure in disclosures:
        assert {"0"} == {a["token"] for a in disclosure["absences"] if a["note"] == "page id"}
        assert all("identifiers" not in party for party in disclosure["parties"])


def test_a_swiss_report_goes_to_the_european_notice_and_back(real_data: Path) -> None:
    lines = (real_data / "meta" / f"{SWISS}advertisers.csv").read_bytes().splitlines(keepends=True)
    there = convert(b"".join(lines[:40]), REGISTRY, source=PAGES, target="eu-ttpa")
    back = convert(there.output, REGISTRY, source="eu-ttpa", target=PAGES)
    header, *rows = back.output.decode().splitlines()
    assert header == "Page ID,Page name,Disclaimer,Amount spent (CHF),Number of ads in Library"
    assert [row.split(",")[0] for row in rows] == [line.split(b",")[0].decode() for line in lines[1:40]]
