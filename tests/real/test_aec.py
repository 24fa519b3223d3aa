"""Annual returns of the transparency register of the Australian Electoral Commission, as published."""

from itertools import islice
from pathlib import Path

import pytest

from opads import carriers
from opads.conversion import convert
from opads.formats import default_registry
from opads.validation import validate
from tests.test_conversion import complete, natives

REGISTRY = default_registry()
RETURNS = "au-aec-annual-returns"
FILES = {
    "Associated_Entity_Returns.csv": 4148,
    "MemberOfParliamentReturns.csv": 39,
    "Party_Returns.csv": 2161,
    "Political_Campaigner_Returns.csv": 64,
    "Significant_Third_Party_Returns.csv": 204,
    "Third_Party_Returns.csv": 691,
}


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    if not (found := real_data / "au").is_dir():
        pytest.skip("the returns are not here")
    return found


@pytest.mark.parametrize(("name", "records"), FILES.items())
def test_all_that_was_published_is_sound(folder: Path, name: str, records: int) -> None:
    report = validate((folder / name).read_bytes(), REGISTRY, samples=None)
    assert (report.input.format, report.totals.records) == (RETURNS, records)
    assert report.verdict == "valid"
    assert report.groups == ()


@pytest.mark.parametrize("name", FILES)
def test_there_and_back_is_identity(folder: Path, name: str) -> None:
    format_ = REGISTRY.get(RETURNS)
    data = (folder / name).read_bytes()
    for record in islice(carriers.get("csv").read(data, format_.carrier_options("csv") or {}).records, 1200):
        assert format_.lens.write(format_.lens.read(record.value).disclosure).native == record.value, record.index


def test_what_does_not_apply_is_an_absence(folder: Path) -> None:
    format_ = REGISTRY.get(RETURNS)
    data = (folder / "Third_Party_Returns.csv").read_bytes()
    absent = given = 0
    for record in carriers.get("csv").read(data, format_.carrier_options("csv") or {}).records:
        disclosure = format_.lens.read(record.value).disclosure
        shares = [a for a in disclosure["money"]["amounts"] if a["kind"] == "share"]
        absences = disclosure.get("absences", [])
        assert {len(shares), len(absences)} == {0, 5}
        absent += bool(absences)
        given += bool(shares)
    assert (absent, given) == (129, 562)


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("Total Expenditure", "1", f"{RETURNS}/categories-add-up"),
        ("Financial Year", "2016-18", "opads/unreadable-not-a-date"),
        ("Electoral Expenditure Cat. 5", "1.000", f"{RETURNS}/whole-dollars"),
    ],
)
def test_damage_is_found(folder: Path, column: str, value: str, rule: str) -> None:
    lines = (folder / "Third_Party_Returns.csv").read_text(encoding="utf-8").splitlines()
    header = lines[0].strip('"').split('","')
    row = next(line for line in lines if line.startswith('"2017-18"')).strip('"').split('","')
    row[header.index(column)] = value
    damaged = "\r\n".join('"' + '","'.join(cells) + '"' for cells in (header, row))
    report = validate(damaged.encode(), REGISTRY)
    assert rule in {group.rule for group in report.groups}


def test_returns_go_to_the_notice_of_the_union_and_back(folder: Path) -> None:
    data = b"\n".join((folder / "Significant_Third_Party_Returns.csv").read_bytes().splitlines()[:11]) + b"\n"
    there = convert(data, REGISTRY, source=RETURNS, target="eu-ttpa")
    complete(there.account, natives(REGISTRY.get(RETURNS), data))
    back = convert(there.output, REGISTRY, source="eu-ttpa", target=RETURNS)
    assert natives(REGISTRY.get(RETURNS), back.output) == natives(REGISTRY.get(RETURNS), data)
