"""Shapes that documentation and clients give for the platforms of which no real response is at hand."""

from pathlib import Path

import pytest

from opads.conversion import convert
from opads.formats import default_registry
from opads.validation import validate

REGISTRY = default_registry()
SHAPES: list[tuple[str, str, set[str]]] = [
    ("tiktok/ad_detail_shape.json", "tiktok-commercial-content", set()),
    ("linkedin/adLibrary_shape.json", "linkedin-ad-library", {"linkedin-ad-library/country-shares-sum"}),
]


@pytest.mark.parametrize(("name", "format_id", "expected"), SHAPES)
def test_a_documented_shape_is_recognised_and_read(
    real_data: Path, name: str, format_id: str, expected: set[str]
) -> None:
    report = validate((real_data / name).read_bytes(), REGISTRY, samples=None)
    assert (report.input.format, report.totals.records) == (format_id, 1)
    assert {group.rule for group in report.groups} == expected


@pytest.mark.parametrize(("name", "format_id", "expected"), SHAPES)
def test_it_goes_to_a_notice_and_back(real_data: Path, name: str, format_id: str, expected: set[str]) -> None:
    there = convert((real_data / name).read_bytes(), REGISTRY, source=format_id, target="eu-ttpa")
    back = convert(there.output, REGISTRY, source="eu-ttpa", target=format_id)
    report = validate(back.output, REGISTRY, source=format_id, samples=None)
    assert {group.rule for group in report.groups} == expected
    assert back.account.totals.dropped == 0
