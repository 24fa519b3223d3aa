"""The real files: each is read by its carrier without exception, and the damage in them is found where it is."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from opads import carriers
from opads.standard.jsonvalue import leaves
from tests.carriers.helpers import FINDINGS, at, read

META: dict[str, Any] = {
    "nested": ".",
    "structured": [
        "ad_creative_bodies",
        "ad_creative_link_titles",
        "ad_creative_link_captions",
        "ad_creative_link_descriptions",
        "demographic_distribution",
        "delivery_by_region",
    ],
    "structured_single": True,
    "spreadsheet_ids": ["ad_id", "page_id"],
}
CARRIERS = {".json": "json", ".jsonl": "ndjson", ".csv": "csv", ".TSV": "csv", ".fec": "fec"}
ERRORS = {
    "openrtb26_bidresponse_dsa.json": {"quotes"},
    "report_2020-06-10_US_last_90_days_advertisers.csv": {"stray-quote"},
    "747058.fec": {"no-disclosure"},
    "invalid_field_too_long.fec": {"field-too-long"},
    "invalid_illegal_character.fec": {"illegal-character"},
    "invalid_multi_form.fec": {"second-cover"},
    "invalid_wrong_schedule_for_form.fec": {"schedule-not-allowed"},
    "ads_archive_2023_AU_b_excel-damaged.csv": {"spreadsheet-number"},
    "meta_ads_checked_24_08_2023.csv": {"spreadsheet-number"},
}
"""The files with something wrong in them, and all that is wrong."""


@pytest.fixture(scope="module")
def fec_options(project: Path) -> dict[str, Any]:
    """Give the layouts of the project's own filing format, and of two more schedules as far as the tests need them."""
    folders = [path.parent for path in (project / "schema" / "formats").glob("*/layouts.csv")]
    assert len(folders) == 1
    with (folders[0] / "layouts.csv").open(encoding="utf-8", newline="") as handle:
        layouts = list(csv.DictReader(handle))
    wide = {"versions": "*", "number": "44", "key": "last", "label": "last", "type": "A/N", "length": ""}
    for record, number, length in (("SA11AI", "8", "30"), ("SB21B", "7", "200")):
        layouts += [
            wide | {"record": record},
            wide | {"record": record, "number": number, "key": "name", "length": length},
        ]
    return {
        "layouts": layouts,
        "versions": ["8.0", "8.1", "8.2", "8.3", "8.4", "8.5"],
        "current_version": "8.5",
        "units": [
            {"cover": "F24", "line": "SE"},
            {"cover": "F3X", "line": "SE", "collect": ["SA11AI", "SB21B"]},
            {"cover": "F5", "line": "F57", "collect": ["F56"]},
            {
                "cover": "F9",
                "line": "F93",
                "collect": ["F91", "F92"],
                "linked": {"F94": "back_reference_tran_id_number"},
            },
        ],
        "known_records": ["SA", "SB", "SC", "SD", "SF", "H"],
        "allowed": {"F24": ["SE"]},
    }


def everything(real_data: Path) -> list[Path]:
    """List all files that a carrier reads."""
    return sorted(path for path in real_data.rglob("*") if path.suffix in CARRIERS)


def test_every_file_is_read(real_data: Path, fec_options: dict[str, Any]) -> None:
    options = {"csv": META, "fec": fec_options, "json": {}, "ndjson": {}}
    paths = everything(real_data)
    assert len(paths) > 120
    for path in paths:
        data = path.read_bytes()
        carrier = CARRIERS[path.suffix]
        plausible = carriers.sniff(data)
        assert carrier == plausible[0] or (carrier == "ndjson" and "ndjson" in plausible), path.name
        found = read(carrier, data, options[carrier])
        severe = {
            trouble.rule.partition("/")[2]
            for trouble in (*found.troubles, *(trouble for record in found.records for trouble in record.troubles))
            if FINDINGS[trouble.rule]["severity"] == "error"
        }
        assert severe == ERRORS.get(path.name, set()), path.name
        assert found.records or severe or len(data) < 10, path.name
        for record in found.records[:2]:
            for pointer, _ in leaves(record.value):
                assert record.locate(pointer).line


def test_the_words_of_a_wrong_quotation_mark(real_data: Path) -> None:
    trouble = read("json", (real_data / "openrtb" / "openrtb26_bidresponse_dsa.json").read_bytes()).trouble("quotes")
    assert at(trouble.place) == (18, 20)
    assert trouble.params == {"found": "\u201c"}


def test_lists_left_by_python_and_plain_texts_are_read(real_data: Path) -> None:
    found = read("csv", (real_data / "meta" / "ads_archive_2023_AU_a.csv").read_bytes(), META)
    assert len(found.values) == 80
    assert Counter(found.rules) == {"python-literal": 197, "unwrapped-list": 61}
    for value in found.values:
        for name in META["structured"]:
            assert isinstance(value.get(name, []), list)
    assert found.values[0]["delivery_by_region"][0] == {
        "percentage": "0.02575",
        "region": "Australian Capital Territory",
    }


def test_nested_names_and_mixed_notations(real_data: Path) -> None:
    found = read("csv", (real_data / "meta" / "ads_archive_2022_US-CT.csv").read_bytes(), META)
    assert len(found.values) == 1285
    assert found.values[0]["spend"] == {"lower_bound": "200", "upper_bound": "299"}
    assert found.values[0][""] == "0"
    assert set(found.rules) == {"python-literal"}


def test_identifiers_that_a_spreadsheet_rounded(real_data: Path) -> None:
    found = read("csv", (real_data / "meta" / "ads_archive_2023_AU_b_excel-damaged.csv").read_bytes(), META)
    rounded = [trouble for trouble in found.records[0].troubles if trouble.rule.endswith("/spreadsheet-number")]
    assert [(trouble.pointer, trouble.params["found"]) for trouble in rounded] == [
        ("/ad_id", "1.70585E+15"),
        ("/page_id", "1.55329E+15"),
    ]


@pytest.mark.parametrize(
    "name", ["google/2022_creative_stats_NY.csv", "meta/ads_archive_2022_US-CT.csv", "snap/snap_2018_34col.csv"]
)
def test_tables_survive_writing(real_data: Path, name: str) -> None:
    records = read("csv", (real_data / name).read_bytes(), META).values
    assert read("csv", carriers.get("csv").write(records, META), META).values == records


def test_the_two_orders_of_state_and_district(real_data: Path, fec_options: dict[str, Any]) -> None:
    old = read("fec", (real_data / "us/fec-real-ads/752356.fec").read_bytes(), fec_options)
    assert [value["line"]["candidate_district"] for value in old.values] == ["00"] * 3
    assert all(
        "candidate_state" not in value["line"] and "disbursement_date" not in value["line"] for value in old.values
    )
    new = read("fec", (real_data / "us/fec-real-ads/1238409.fec").read_bytes(), fec_options)
    assert {(value["line"]["candidate_state"], value["line"]["candidate_district"]) for value in new.values} >= {
        ("MT", "00")
    }
    assert new.values[0]["line"]["disbursement_date"] == "20180529"


def test_quoted_values_and_linked_candidates(real_data: Path, fec_options: dict[str, Any]) -> None:
    found = read("fec", (real_data / "us/fec-real-ads/764901.fec").read_bytes(), fec_options)
    first, second = found.values
    assert first["line"]["payee_organization_name"] == "Upgrade Films"
    assert first["F94"][0]["transaction_id"] == "C."
    assert second["F94"][0]["back_reference_tran_id_number"] == "E.2"
    assert first["F91"] == second["F91"]
    assert first["cover"]["communication_title"] == "Every Level"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("illegal_character", [("encoding", 1), ("illegal-character", 4), ("illegal-character", 7)]),
        ("field_too_long", [("field-too-long", 3), ("field-too-long", 4)]),
        ("amendment_missing_ids", [("embedded-quote", 4)]),
        ("multi_form", [("second-cover", 9)]),
        ("wrong_schedule_for_form", [("schedule-not-allowed", 5)]),
        ("duplicate_tran_id", []),
        ("filer_id_mismatch", []),
        ("bad_filer_id", []),
        ("bad_dates_and_amounts", []),
        ("dangling_back_reference", []),
    ],
)
def test_deliberate_damage_is_found_on_its_line(
    real_data: Path, fec_options: dict[str, Any], name: str, expected: list[tuple[str, int]]
) -> None:
    found = read("fec", (real_data / f"us/fec-synthetic/invalid_{name}.fec").read_bytes(), fec_options)
    lines = [(trouble.rule.partition("/")[2], trouble.place.line) for trouble in found.troubles if trouble.place]
    assert sorted(lines, key=lambda pair: pair[1] or 0) == expected
    assert len(found.troubles) == len(expected)


def test_filings_survive_writing(real_data: Path, fec_options: dict[str, Any]) -> None:
    for path in sorted(real_data.glob("us/fec-real-ads/*.fec")):
        records = read("fec", path.read_bytes(), fec_options).values
        if records:
            again = read("fec", carriers.get("fec").write(records, fec_options), fec_options)
            assert again.values == records, path.name
