"""Words that renderings share."""

import pytest

from opads.carriers import Place
from opads.catalogue import Citation
from opads.findings import Finding
from opads.rendering import wording
from opads.report import AsOf, LedgerRow
from tests.rendering import builders


@pytest.mark.parametrize(
    ("place", "native", "record", "where"),
    [
        (Place(4117, 80, 9, 4117, "spend", 12), "/spend", 4115, "a.csv:4117:col 12 (column spend)"),
        (Place(12, 80, 9, 4, "spend", 12), "/spend", 2, "a.csv:12:col 12 (column spend, row 4)"),
        (Place(3, 31, 9, None, "report_id", 6), "/header/report_id", None, "a.csv:3:field 6 (report_id)"),
        (Place(3, 1, 9, None, None, 1), "/lines/0", None, "a.csv:3:field 1"),
        (Place(104, 16, 9), "/adAmount/range", 0, "a.csv:104:16 (/adAmount/range)"),
        (Place(104, 16, 9), None, 0, "a.csv:104:16"),
        (Place(104), "/a", 0, "a.csv:104 (/a)"),
        (None, "/a", 0, "a.csv (record 1, /a)"),
        (Place(), "", 0, "a.csv (record 1)"),
        (None, None, None, "a.csv"),
    ],
)
def test_where(place: Place | None, native: str | None, record: int | None, where: str) -> None:
    assert wording.where("a.csv", Finding("a/b", "error", {}, record, None, native, place)) == where


def test_count() -> None:
    assert [wording.count(n, "record") for n in (0, 1, 2, 41208)] == [
        "0 records",
        "1 record",
        "2 records",
        "41,208 records",
    ]
    assert wording.count(2, "person", "people") == "2 people"


def test_law_names_an_instrument_once() -> None:
    citations = (
        Citation("Act", "Article 1"),
        Citation("Code"),
        Citation("Act", "Article 2"),
        Citation("Act", "Article 1"),
    )
    assert wording.law(citations) == "Act, Article 1, Article 2; Code"
    assert wording.law(()) == ""


def test_the_verdict_never_says_more_than_was_checked() -> None:
    said = {name: wording.verdict(make().report) for name, make in builders.ALL.items()}
    assert said["clean"] == "valid: acceptable, nothing was found against it"
    assert said["remarked"] == "valid: acceptable, with 1 remark"
    assert said["table"] == "invalid: not acceptable, 41,208 errors, 1 warning"
    assert said["unsure"] == "undetermined: 1 check could not be evaluated"
    assert said["hostile"] == "undetermined: 1 check could not be evaluated; 2 warnings"
    assert said["empty"] == "undetermined: no record was found, so nothing was checked"


def test_the_ledger_line_adds_up() -> None:
    line = wording.ledger(builders.table().report)
    numbers = [int(word.replace(",", "")) for word in line.split() if word[0].isdigit()]
    assert numbers[0] == sum(numbers[1:]) == 150000
    assert wording.ledger(builders.empty().report) == "no rule was due; nothing was checked"
    assert wording.ledger(builders.report("valid")) == "no rule was due; syntax and schema were checked"
    one = builders.report("valid", rules=(LedgerRow("a/b", needs_human=1),))
    assert wording.ledger(one).endswith("1 needs a person")


def test_as_of_says_where_the_date_comes_from() -> None:
    assert wording.as_of(builders.clean().report) == "2026-09-01 to 2026-10-05 (the date each disclosure states)"
    assert wording.as_of(builders.empty().report) == ""
    report = builders.clean().report
    one = builders.changed(report, as_of=AsOf(("given",), "2026-01-01", "2026-01-01"))
    assert wording.as_of(one) == "2026-01-01 (the date given)"


def test_origin() -> None:
    assert wording.origin(builders.clean().report) == "demo as json, recognised"
    assert wording.origin(builders.unknown().report) == "in no known format"


def test_what_was_not_checked() -> None:
    assert list(wording.unchecked(builders.table().report, builders.CATALOGUE)) == [
        ("needs a person", "demo/label-legible", "The label is legible", 50000)
    ]
    assert list(wording.unchecked(builders.unsure().report, builders.CATALOGUE)) == [
        ("not evaluated", "demo/amount-is-one-figure", "no such member: range", 1)
    ]
