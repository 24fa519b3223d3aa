"""What became of the findings of an earlier report."""

import json
from typing import Any

import pytest

from opads.formats import default_registry
from opads.rechecking import Change, Earlier, Tally, compare, earlier_of, read_earlier, written
from opads.report import Report
from opads.validation import validate

REGISTRY = default_registry()


@pytest.fixture
def record(project: Any) -> dict[str, Any]:
    text = (project / "schema/formats/eu-ttpa/examples/valid/natural-person.json").read_bytes()
    read: dict[str, Any] = json.loads(text)
    return read


def report(*records: dict[str, Any], samples: int | None = 100) -> Report:
    lines = b"\n".join(json.dumps(one).encode() for one in records)
    return validate(lines, REGISTRY, source="eu-ttpa", carrier="ndjson", samples=samples)


def apart(*records: dict[str, Any]) -> list[dict[str, Any]]:
    """Give each record an identifier of its own, so that they are no copies of each other."""
    return [wrong(one, identifier={"notation": f"N-{at}", "scheme": "example.org"}) for at, one in enumerate(records)]


def wrong(record: dict[str, Any], **notice: Any) -> dict[str, Any]:
    return {**record, "transparencyNotice": {**record["transparencyNotice"], **notice}}


def total(change: Change) -> tuple[int, int, int]:
    return change.total.mended, change.total.new, change.total.remaining


def test_mended_new_and_remaining(record: dict[str, Any]) -> None:
    before = report(wrong(record, status="x", language=" en"))
    after = report(wrong(record, status="x", publishedAt="never"))
    change = compare(earlier_of(before), after)
    assert total(change) == (1, 1, 1)
    assert [trace.native for trace in change.mended] == ["/transparencyNotice/language"]
    assert [finding.native for finding in change.new] == ["/transparencyNotice/publishedAt"]
    assert [finding.native for finding in change.remaining] == ["/transparencyNotice/status"]
    assert change.by_severity["error"] == Tally(1, 1, 1)
    assert change.fails(("error",))
    assert not change.fails(("warning", "info"))


def test_lines_put_in_before_make_nothing_new(record: dict[str, Any]) -> None:
    sound, other, *faulty = apart(record, record, *(wrong(record, status=f"x{number}") for number in range(5)))
    before, after = report(*faulty), report(sound, other, *faulty)
    assert total(compare(earlier_of(before), after)) == (0, 0, 5)


def test_another_wrong_value_at_the_same_place_remains(record: dict[str, Any]) -> None:
    change = compare(earlier_of(report(wrong(record, status="x"))), report(wrong(record, status="y")))
    assert total(change) == (0, 0, 1)


def test_one_of_two_equal_faults_is_mended(record: dict[str, Any]) -> None:
    fault = wrong(record, status="x")
    two, one = report(*apart(fault, fault)), report(*apart(fault, record))
    assert total(compare(earlier_of(two), one)) == (1, 0, 1)
    assert total(compare(earlier_of(one), two)) == (0, 1, 1)


def test_totals_count_where_not_all_is_quoted(record: dict[str, Any]) -> None:
    fault = wrong(record, status="x")
    before, after = (report(*apart(*[fault] * times), samples=5) for times in (30, 20))
    assert total(compare(earlier_of(before), after)) == (10, 0, 20)
    assert total(compare(earlier_of(after), before)) == (0, 10, 20)
    assert total(compare(earlier_of(before, 2), before)) == (0, 0, 30)


def test_what_a_page_keeps_comes_back(record: dict[str, Any]) -> None:
    earlier = earlier_of(report(wrong(record, status="\u202e", language="ä")))
    text = written(earlier)
    assert text.isascii()
    assert read_earlier(text) == earlier


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "{}",
        "[[[]]]",
        '[[["a", "error", "/x", -7, "d"]], []]',
        '[[["a", "error", "/x", 1e99, "d"]], []]',
        '[[], [["a", "error", -1]]]',
        json.dumps([[["a" * 101, "error", "/x", 0, "d"]], []]),
        "[" * 100_000,
    ],
)
def test_anything_odd_is_ignored(text: str) -> None:
    assert read_earlier(text) is None


def test_rules_that_are_none_do_no_harm(record: dict[str, Any]) -> None:
    made_up = read_earlier('[[["no/rule", "grave", "/x", 0, "d"]], [["no/rule", "grave", 9]]]')
    assert isinstance(made_up, Earlier)
    assert total(compare(made_up, report(record))) == (9, 0, 0)
