"""The audience of pages on Meta: a real table of all types of criteria."""

from collections import Counter
from pathlib import Path

import pytest

from opads import carriers
from opads.formats import default_registry
from opads.validation import validate

REGISTRY = default_registry()
AUDIENCE = "meta-page-audience"


@pytest.fixture(scope="module")
def rows(real_data: Path) -> list[bytes]:
    return (real_data / "meta" / "page_audience_2024-12-18_dev.csv").read_bytes().splitlines(keepends=True)


def test_the_table_is_recognised_and_nothing_found_against_it(rows: list[bytes]) -> None:
    assert len(rows) == 9424
    report = validate(b"".join([rows[0], *rows[1::6]]), REGISTRY)
    assert (report.input.format, report.totals.records, report.verdict) == (AUDIENCE, 1571, "valid")
    assert not report.groups


def test_every_criterion_is_read_and_comes_back(rows: list[bytes]) -> None:
    format_ = REGISTRY.get(AUDIENCE)
    data = b"".join([rows[0], *rows[1::20]])
    dimensions: Counter[str] = Counter()
    for record in carriers.get("csv").read(data, format_.carrier_options("csv")).records:
        disclosure = format_.lens.read(record.value).disclosure
        (criterion,) = disclosure["targeting"]["criteria"]
        dimensions[criterion["dimension"]] += 1
        assert criterion["text"] == record.value["value"]
        assert format_.lens.write(disclosure).native == record.value
    assert set(dimensions) >= {"age", "gender", "location", "interest", "other", "custom-list", "lookalike"}


def test_a_row_of_another_page_is_found_by_its_number_of_ads(rows: list[bytes]) -> None:
    broken = rows[1].replace(b",10.0,All,10.0,", b",10.0,All,16.0,")
    assert broken != rows[1]
    report = validate(b"".join([rows[0], broken, *rows[2:10]]), REGISTRY)
    (group,) = report.groups
    assert (group.rule, group.total) == (f"{AUDIENCE}/ads-within-total", 1)
