"""Real tables of California's Cal-Access export: read without false alarm, their damage found, given back unchanged."""

from itertools import islice
from pathlib import Path

import pytest

from opads import carriers
from opads.formats import default_registry
from opads.validation import validate

REGISTRY = default_registry()
FORMAT = "us-ca-f496"
FOLDER = "us/ca-calaccess"
LINES = {
    "us-ca-f496/description-stated": 4,
    "us-ca-f496/memo-code-known": 2,
    "us-ca-f496/amount-stated": 1,
    "us-ca-f496/expenditure-dated": 1,
    "carrier-csv/empty-surplus": 2,
    "opads/unreadable-not-in-list": 2,
}


@pytest.mark.parametrize(
    ("name", "records", "expected"),
    [
        ("S496_CD.TSV", 1000, LINES),
        ("CVR_E530_CD.TSV", 202, {"us-ca-f496/medium-stated": 7, "us-ca-f496/issue-threshold": 63}),
    ],
)
def test_tables(real_data: Path, name: str, records: int, expected: dict[str, int]) -> None:
    report = validate((real_data / FOLDER / name).read_bytes(), REGISTRY)
    assert (report.input.format, report.totals.records, report.verdict) == (FORMAT, records, "valid")
    assert {group.rule: group.total for group in report.groups} == expected


def test_lines_joined_with_their_covers(real_data: Path) -> None:
    """No cover of the sample belongs to a line of it; so a real cover is joined with a real line of another filing."""
    cover = [
        row.split("\t") for row in (real_data / FOLDER / "CVR_CAMPAIGN_DISCLOSURE_CD.TSV").read_text().splitlines()
    ]
    lines = (real_data / FOLDER / "S496_CD.TSV").read_text(encoding="latin-1").splitlines()
    head, line = lines[0].split("\t"), lines[1].split("\t")
    rows = []
    for cells in cover[1:]:
        values = dict(zip(cover[0], cells, strict=True))
        if values["FORM_TYPE"] == "F496":
            joined = values | dict(zip(head, line, strict=True))
            rows.append("\t".join(value.strip() for value in joined.values()))
            header = "\t".join(joined)
    report = validate("\r\n".join([header, *rows, ""]).encode(), REGISTRY)
    assert (report.input.format, report.totals.records, report.totals.errors) == (FORMAT, 45, 0)


def test_other_covers_are_not_taken_for_it(real_data: Path) -> None:
    report = validate((real_data / FOLDER / "CVR_CAMPAIGN_DISCLOSURE_CD.TSV").read_bytes(), REGISTRY)
    assert (report.input.format, report.totals.records) == (None, 0)


@pytest.mark.parametrize("name", ["S496_CD.TSV", "CVR_E530_CD.TSV"])
def test_rows_are_given_back_unchanged(real_data: Path, name: str) -> None:
    format_ = REGISTRY.get(FORMAT)
    data = (real_data / FOLDER / name).read_bytes()
    for record in islice(carriers.get("csv").read(data, format_.carrier_options("csv")).records, 60):
        assert format_.lens.write(format_.lens.read(record.value).disclosure).native == record.value
