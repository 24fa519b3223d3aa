"""Fixes of documents in every syntax: what is safe, what is a suggestion, what stays as it is."""

import json
from pathlib import Path

import pytest

from opads.carriers import IDS
from opads.fixing import Fixes, fixes_of, mended
from opads.formats import default_registry

REGISTRY = default_registry()


@pytest.fixture
def notice(project: Path) -> bytes:
    return (project / "schema/formats/eu-ttpa/examples/valid/natural-person.json").read_bytes()


@pytest.fixture
def filing(project: Path) -> bytes:
    return (project / "schema/formats/us-fec/examples/valid/f24-24-hours.fec").read_bytes()


@pytest.fixture
def table(project: Path) -> bytes:
    return (project / "schema/formats/google-political-ads/examples/valid/bigquery-export.csv").read_bytes()


@pytest.fixture
def markup(project: Path) -> bytes:
    return (project / "schema/formats/eu-repository/examples/valid/all-elements.xml").read_bytes()


def told(found: Fixes) -> list[tuple[str, str, str, str]]:
    return [(fix.kind, fix.reason, fix.before, fix.after) for fix in found.fixes]


def spoilt(document: bytes, *changes: tuple[bytes, bytes]) -> bytes:
    for before, after in changes:
        assert before in document, before
        document = document.replace(before, after, 1)
    return document


def test_a_notice(notice: bytes) -> None:
    start = json.loads(notice)["intendedPeriod"]["start"].encode()
    wrong = spoilt(
        notice,
        (b'"start": "%s"' % start, b'"start": "%s"' % start.replace(b"-", b"/")),
        (b'"status": "published"', b'"status": "Published"'),
        (b'"version": "1"', b'"version": null'),
    )
    found = fixes_of(wrong, REGISTRY)
    assert found.report.totals.errors == 3
    assert told(found) == [
        ("safe", "null-for-absent", "null", ""),
        ("safe", "letter-case", "Published", "published"),
        ("safe", "date-form", start.decode().replace("-", "/"), start.decode()),
    ]
    result = mended(wrong, REGISTRY)
    assert result.report.verdict == "valid"
    wanted = json.loads(notice)
    del wanted["transparencyNotice"]["version"]
    assert json.loads(result.data) == wanted
    (patch,) = found.fixes[1].patches
    assert [(o.op, o.path, o.value) for o in patch.operations] == [
        ("test", "/transparencyNotice/status", "Published"),
        ("replace", "/transparencyNotice/status", "published"),
    ]


def test_what_was_probably_meant_is_put_in_only_when_chosen(notice: bytes) -> None:
    wrong = spoilt(notice, (b'"status": "published"', b'"status": "publishd"'), (b'"language":', b'"langauge":'))
    found = fixes_of(wrong, REGISTRY)
    reasons = [fix.reason for fix in found.suggestions]
    assert "near-code" in reasons
    assert "near-name" in reasons
    assert found.safe == ()
    assert mended(wrong, REGISTRY).data == wrong
    chosen = {fix.id for fix in found.fixes}
    assert json.loads(mended(wrong, REGISTRY, chosen=chosen).data) == json.loads(notice)
    assert mended(wrong, REGISTRY, chosen={"0" * 12}).data == wrong


def test_ids_stay_while_the_text_around_changes(notice: bytes) -> None:
    wrong = spoilt(notice, (b'"status": "published"', b'"status": "Published"'))
    (one,) = fixes_of(wrong, REGISTRY).fixes
    (two,) = fixes_of(b"\n\n" + wrong, REGISTRY).fixes
    assert one.id == two.id
    assert one.edit != two.edit


def test_a_document_that_is_no_json_yet(notice: bytes) -> None:
    wrong = b"\xef\xbb\xbf" + spoilt(notice, (b'"status": "published"', b"// status\n'status': 'published'"))
    found = fixes_of(wrong, REGISTRY)
    assert [(fix.kind, fix.reason) for fix in found.fixes] == [
        ("safe", "byte-order-mark"),
        ("suggestion", "comment"),
        ("suggestion", "quotes"),
        ("suggestion", "quotes"),
    ]
    assert mended(wrong, REGISTRY).data == wrong[3:]
    result = mended(wrong, REGISTRY, chosen={fix.id for fix in found.fixes})
    assert result.report.verdict == "valid"
    assert json.loads(result.data) == json.loads(notice)


def test_lines_of_json_are_repaired_each_for_itself(project: Path) -> None:
    lines = (project / "schema/formats/us-wa-pdc-c6/examples/valid/rows.ndjson").read_bytes()
    first, rest = lines.split(b"\n", 1)
    wrong = first[:-1] + b",}\n" + rest
    found = fixes_of(wrong, REGISTRY)
    assert [(fix.reason, fix.place and fix.place.line) for fix in found.fixes] == [("trailing-comma", 1)]
    assert mended(wrong, REGISTRY, chosen={found.fixes[0].id}).data == lines


def test_a_filing_keeps_all_other_bytes(filing: bytes) -> None:
    wrong = spoilt(filing, (b"20260917", b"2026-09-17"), (b"20260917", b'"20260917 "'), (b"20260916", b'"20260916"'))
    result = mended(wrong, REGISTRY)
    assert result.report.verdict == "valid"
    assert result.data == spoilt(filing, (b"20260916", b'"20260916"')).replace(b"20260917\n", b'"20260917"\n') or (
        result.data == spoilt(wrong, (b"2026-09-17", b"20260917"), (b'"20260917 "', b'"20260917"'))
    )


def test_a_table_keeps_its_quotation_marks_and_renames_a_column(table: bytes) -> None:
    wrong = spoilt(
        table,
        (b"num_of_days", b"num_of_day"),
        (b",2022-01-17,", b',"2022/01/17",'),
        (b",2022-01-17,", b",17 January 2022,"),
    )
    found = fixes_of(wrong, REGISTRY)
    assert told(found) == [
        ("suggestion", "near-name", "num_of_day", "num_of_days"),
        ("safe", "date-form", "2022/01/17", "2022-01-17"),
        ("safe", "date-form", "17 January 2022", "2022-01-17"),
    ]
    result = mended(wrong, REGISTRY, chosen={fix.id for fix in found.fixes})
    assert result.data == spoilt(table, (b",2022-01-17,", b',"2022-01-17",'))
    assert result.report.totals.errors == 0


def test_python_lists_become_json(project: Path) -> None:
    document = (project / "schema/formats/meta-ad-library/examples/invalid/carrier-csv.python-literal.csv").read_bytes()
    found = fixes_of(document, REGISTRY)
    assert {fix.reason for fix in found.safe} == {"notation"}
    after = mended(document, REGISTRY)
    assert "carrier-csv/python-literal" not in {group.rule for group in after.report.groups}


def test_elements_of_markup(markup: bytes) -> None:
    wrong = spoilt(
        markup,
        (b"<online>true<", b"<online>True<"),
        (b"<nature>private<", b"<nature> Private<"),
        (b"<value>1500.00<", b"<value>1,500.00<"),
        (b"<start>2026-09-01<", b"<start>20260901<"),
    )
    found = fixes_of(wrong, REGISTRY)
    assert [fix.reason for fix in found.safe] == ["letter-case", "date-form", "number-form", "letter-case"]
    assert mended(wrong, REGISTRY).data == markup


def test_texts_with_entities_are_left_alone(markup: bytes) -> None:
    wrong = spoilt(markup, (b"<nature>private<", b"<nature>&#32;private<"))
    assert fixes_of(wrong, REGISTRY).fixes == ()


def test_a_fix_that_brings_other_faults_to_light_is_no_safe_one(notice: bytes) -> None:
    end = json.loads(notice)["intendedPeriod"]["end"].encode()
    wrong = spoilt(notice, (b'"end": "%s"' % end, b'"end": "19990101"'))
    found = fixes_of(wrong, REGISTRY)
    (fix,) = [fix for fix in found.fixes if fix.native == "/intendedPeriod/end"]
    assert (fix.kind, fix.after) == ("suggestion", "1999-01-01")


@pytest.mark.parametrize(
    "document", [b"", b" ", b"\xff\xfe\x00", b"nothing known", b"PAR1", b'{"a": ' * 100, b"\xef\xbb\xbf"]
)
@pytest.mark.parametrize("carrier", [None, *IDS])
def test_whatever_the_bytes_are_there_is_an_answer(document: bytes, carrier: str | None) -> None:
    found = fixes_of(document, REGISTRY, carrier=carrier)
    assert mended(document, REGISTRY, carrier=carrier).report.verdict == found.report.verdict


def test_looking_for_fixes_is_bounded(notice: bytes) -> None:
    record = json.loads(notice)
    record["politicalAdvertisement"]["countries"] = ["ie"] * 2_000
    found = fixes_of(json.dumps(record).encode(), REGISTRY)
    assert found.more
    assert 0 < len(found.fixes) < 1_000


def test_of_many_fixes_the_first_are_looked_for(table: bytes) -> None:
    head, first, _ = table.split(b"\n", 2)
    wrong = head + b"\n" + (first.replace(b",2022-01-17,", b",2022/01/17,") + b"\n") * 30
    found = fixes_of(wrong, REGISTRY, most=10)
    assert len(found.fixes) == 10
    assert found.more
    assert mended(wrong, REGISTRY, most=None).data == wrong.replace(b"2022/01/17", b"2022-01-17")
