"""The real files: every one ends with a sensible report, the damage in them is found where it is."""

from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from opads import carriers
from opads.conversion import convert
from opads.findings import Finding
from opads.formats import default_registry
from opads.report import Report
from opads.validation import resolve, validate
from tests.test_conversion import complete, natives

REGISTRY = default_registry()
META, GOOGLE, FEC = "meta-ad-library", "google-political-ads", "us-fec"


def report_on(path: Path, **options: Any) -> Report:
    return validate(path.read_bytes(), REGISTRY, samples=None, **options)


def found(report: Report, ending: str) -> list[Finding]:
    return [f for group in report.groups if group.rule.endswith(ending) for f in group.samples]


def files(folder: Path) -> list[Path]:
    patterns = ("meta/*", "google/*creative_stats*", "us/fec-real-ads/*", "us/fec-synthetic/*")
    return [path for pattern in patterns for path in sorted(folder.glob(pattern))]


def test_each_file_gets_a_verdict(real_data: Path) -> None:
    paths = files(real_data)
    assert len(paths) > 40
    for path in paths:
        report = report_on(path)
        assert report.verdict in ("valid", "invalid"), path.name


@pytest.mark.parametrize(
    ("name", "source", "records"),
    [
        ("meta/ads_archive_2019-05_EU.json", META, 25),
        ("meta/ads_archive_2021_US_one.json", META, 1),
        ("meta/ads_archive_2022_US-CT.csv", META, 1285),
        ("meta/ads_archive_2023_AU_a.csv", META, 80),
        ("meta/ads_archive_2023_AU_b_excel-damaged.csv", META, 80),
        ("meta/ads_archive_2026_EU-fields_3ads.json", META, 3),
        ("google/2022_creative_stats_NY.csv", GOOGLE, 309),
        ("google/2022_creative_stats_TX.csv", GOOGLE, 657),
        ("us/fec-real-ads/752356.fec", FEC, 3),
        ("us/fec-real-ads/1238409.fec", FEC, 8),
        ("us/fec-real-ads/764901.fec", FEC, 2),
        ("us/fec-real-ads/F5N_2011649.fec", FEC, 8),
        ("us/fec-real-ads/F3XA_2011821.fec", FEC, 6),
    ],
)
def test_formats_are_recognised_and_every_record_is_read(real_data: Path, name: str, source: str, records: int) -> None:
    report = report_on(real_data / name)
    assert (report.input.format, report.totals.records) == (source, records)


def test_there_and_back_is_identity_on_real_records(real_data: Path) -> None:
    count = 0
    for path in files(real_data):
        data = path.read_bytes()
        source, carrier, _ = resolve(data, REGISTRY, None, None)
        if source is None or carrier is None:
            continue
        format_ = REGISTRY.get(source)
        options = format_.carrier_options(carrier)
        for record in islice(carriers.get(carrier).read(data, options).records, 120):
            disclosure = format_.lens.read(record.value).disclosure
            assert format_.lens.write(disclosure).native == record.value, f"{path.name} record {record.index}"
            count += 1
    assert count > 500


def test_ids_that_a_spreadsheet_destroyed_are_found_in_their_cells(real_data: Path) -> None:
    report = report_on(real_data / "meta" / "ads_archive_2023_AU_b_excel-damaged.csv")
    damaged = found(report, "/spreadsheet-number")
    assert {f.place.field for f in damaged if f.place} >= {"ad_id", "page_id"}
    assert min(f.place.line or 0 for f in damaged if f.place) == 2


def test_python_literals_are_read_and_told(real_data: Path) -> None:
    report = report_on(real_data / "meta" / "ads_archive_2022_US-CT.csv")
    cells = found(report, "/python-literal")
    assert cells
    assert all(f.place and f.place.field for f in cells)


@pytest.mark.parametrize(("name", "lines"), [("752356.fec", {3, 5}), ("1021518.fec", {3})])
def test_a_year_to_date_below_the_amount_is_found_in_its_column(real_data: Path, name: str, lines: set[int]) -> None:
    report = report_on(real_data / "us" / "fec-real-ads" / name)
    below = [f for f in found(report, "") if f.native == "/line/calendar_y_t_d_per_election_office"]
    assert {f.place.line for f in below if f.place} == lines
    assert {f.place.field_number for f in below if f.place} <= {22, 23}
    assert all(f.severity != "error" for f in below)


def test_real_filings_that_the_fec_accepted_have_no_errors(real_data: Path) -> None:
    for path in sorted((real_data / "us" / "fec-real-ads").glob("*.fec")):
        report = report_on(path)
        errors = [g.rule for g in report.groups if g.severity == "error"]
        assert errors == (["carrier-fec/no-disclosure"] if path.name == "747058.fec" else []), path.name


def test_european_ads_become_notices_with_what_meta_never_disclosed_named(real_data: Path) -> None:
    data = (real_data / "meta" / "ads_archive_2019-05_EU.json").read_bytes()
    conversion = convert(data, REGISTRY, source=META, target="eu-ttpa")
    records = natives(REGISTRY.get(META), data)
    complete(conversion.account, records)
    assert conversion.report.totals.records == 25
    for record in conversion.account.records:
        missing = {row.target for row in record.missing}
        assert any("adAmount" in pointer for pointer in missing)
        assert any(pointer.startswith("/payer/") and "ddress" in pointer for pointer in missing)


@pytest.mark.parametrize(
    "name", ["752356.fec", "1238394.fec", "1238403.fec", "F24N_2011823.fec", "1238409.fec", "764901.fec"]
)
def test_a_real_filing_goes_to_the_notice_and_back(real_data: Path, name: str) -> None:
    data = (real_data / "us" / "fec-real-ads" / name).read_bytes()
    there = convert(data, REGISTRY, source=FEC, target="eu-ttpa", as_of=date(2026, 11, 23))
    back = convert(there.output, REGISTRY, source="eu-ttpa", target=FEC, as_of=date(2026, 11, 23))
    assert natives(REGISTRY.get(FEC), back.output) == natives(REGISTRY.get(FEC), data)


def test_a_real_bid_request_is_recognised_and_a_misprinted_one_is_told(real_data: Path) -> None:
    request = report_on(real_data / "openrtb" / "openrtb26_bidrequest_dsa.json")
    assert (request.verdict, request.input.format) == ("valid", "iab-openrtb-dsa")
    response = report_on(real_data / "openrtb" / "openrtb26_bidresponse_dsa.json")
    (misprint,) = found(response, "carrier-json/quotes")
    assert misprint.place is not None
    assert (misprint.place.line, misprint.place.column) == (18, 20)
