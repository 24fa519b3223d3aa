"""The report of bulk work is the report on the whole, byte for byte, however it is cut."""

import gzip
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from opads import carriers
from opads.bulk.checkpoint import GROUP
from opads.carriers import Limits
from opads.report import Report, canonical_report
from opads.standard.jsonvalue import dumps
from opads.validation import validate
from tests.bulk.helpers import REGISTRY, bulk, examples, many_lines, natives

JSON, TABLE = "meta-ad-library", "google-political-ads"
SIZES = st.integers(1, 40_000)


def same(path: Path, size: int, *, jobs: int = 1, source: str | None = None, carrier: str | None = None) -> Report:
    whole = validate(path.read_bytes(), REGISTRY, source=source, carrier=carrier)
    parts = bulk(path, size=size, jobs=jobs, source=source, carrier=carrier)
    assert canonical_report(parts).decode() == canonical_report(whole).decode()
    return parts


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lines") / "many.ndjson"
    path.write_bytes(many_lines(JSON, 60))
    return path


@pytest.fixture(scope="module")
def array(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an array with texts that look like brackets, on several lines."""
    path = tmp_path_factory.mktemp("array") / "many.json"
    records = [{**value, "ad_creative_body": 'é ]},{ \\" \\'} for value in natives(JSON)]
    path.write_bytes(b"\xef\xbb\xbf \n" + carriers.get("json").write(records))
    return path


@pytest.fixture(scope="module", params=['{"data":[', ' {\r\n  "data" :\r\n [\n', '\ufeff{"data": ['])
def below(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Return an array below the root, with a broken record's neighbours about it and something behind it."""
    path = tmp_path_factory.mktemp("below") / "many.json"
    records = [{**value, "ad_creative_body": "é ]},{ \\"} for value in natives(JSON)] * 3
    texts = [dumps(record).decode() for record in records]
    texts[7] = texts[7].replace("{", '{"id": 1, "id": 2, ', 1)
    path.write_text(request.param + ",\n".join(texts) + '], "paging": {"next": "é", "next": 2}}\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the rows of all good tables of a format, with quoted line ends, faults and a lone carriage return."""
    path = tmp_path_factory.mktemp("table") / "many.csv"
    options = REGISTRY.get(TABLE).carrier_options("csv") or {}
    records = [
        dict(record.value)
        for example in examples(TABLE, "csv")
        for record in carriers.get("csv").read(example.read_bytes(), options).records
    ]
    records[1]["advertiser_name"] = 'A "name"\r\nof, two lines'
    text = carriers.get("csv").write(records, options)
    first, second = text.find(b"\r\n", text.find(b"\r\n") + 2), text.rfind(b"\r\n", 0, -2)
    broken = b'\r\n\r\n"stray"x,1,"\ntoo,few\n\xc3\xa9,1'
    path.write_bytes(text[:first] + broken + text[first:second] + b"\r" + text[second + 2 :])
    return path


@settings(max_examples=15)
@given(size=SIZES)
def test_lines(lines: Path, size: int) -> None:
    assert same(lines, size, source=JSON, carrier="ndjson").totals.records == 60


@settings(max_examples=15)
@given(size=SIZES)
def test_an_array(array: Path, size: int) -> None:
    assert same(array, size, source=JSON).totals.invalid


@settings(max_examples=15)
@given(size=SIZES)
def test_an_array_below_the_root(below: Path, size: int) -> None:
    report = same(below, size, source=JSON, carrier="json")
    assert report.totals.invalid
    assert "carrier-json/duplicate-key" in {group.rule for group in report.groups}


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ('{"data": [{"a": 1}, {"a": 2}, {"a": 3}], "b": 1}', 3),
        ('{"data": [{"a": [{"a": 4}, {"a": 5}]}, {"a": "},{\\"a\\""}]}', 2),
        ('{"b": 1, "data": [{"a": 1}, {"a": 2}, {"a": 3}]}', 1),
        ('{"data": {"data": [{"a": 1}, {"a": 2}]}}', 1),
        ('{"other": [{"a": 1}, {"a": 2}]}', 1),
        ('[{"a": 1}, {"a": 2}, 3, [4], {"a": 2}]', 5),
    ],
)
def test_blocks_of_a_document(text: str, blocks: int) -> None:
    options = {"records": [{"at": "/data", "each": True}, {"at": "", "each": True}, {"at": ""}]}
    data = iter([text.encode(), b""])
    splitter = carriers.splitter("json")
    found = list(splitter.split(lambda _: next(data, b""), options, Limits(), 1))
    assert len(found) == blocks
    values = [record.value for block in found for record in splitter.read(block, options, Limits()).records]
    assert values == [record.value for record in carriers.get("json").read(text.encode(), options).records]


@settings(max_examples=15)
@given(size=SIZES)
def test_a_table(table: Path, size: int) -> None:
    report = same(table, size, source=TABLE)
    rules = {group.rule for group in report.groups}
    assert {"carrier-csv/lone-carriage-return", "carrier-csv/stray-quote", "carrier-csv/missing-cells"} <= rules


@pytest.mark.parametrize("kind", ["lines", "array", "table"])
def test_two_processes_say_the_same(kind: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(kind)
    same(path, 3_000, jobs=2, source=TABLE if kind == "table" else JSON, carrier="ndjson" if kind == "lines" else None)


@pytest.mark.parametrize("path", examples("us-fec", "fec"), ids=lambda path: path.stem)
def test_a_filing_is_one_block(path: Path) -> None:
    same(path, 1)


@pytest.mark.parametrize(
    "path",
    [*examples("opads-disclosure", "json"), *chain(examples(JSON, "csv"), examples(JSON, "json"))],
    ids=lambda path: path.stem,
)
def test_examples_are_recognised_as_before(path: Path) -> None:
    same(path, 1_000_000)


@pytest.mark.parametrize(
    "data", [b"", b" \n\n", b"\xff\xfea\x00\n\x00", b"\xef\xbb\xbf", b"[", b"[]", b"nothing known"]
)
@pytest.mark.parametrize("carrier", ["json", "ndjson", "csv"])
def test_of_nothing_the_same_is_said(tmp_path: Path, data: bytes, carrier: str) -> None:
    path = tmp_path / "odd"
    path.write_bytes(data)
    same(path, 1, source=JSON, carrier=carrier)
    same(path, 1)


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda data: zstandard.compress(data[:9_000]) + zstandard.compress(data[9_000:])]
)
def test_packed_files_have_the_report_of_their_contents(
    lines: Path, tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    packed = tmp_path / "many.ndjson.packed"
    packed.write_bytes(pack(lines.read_bytes()))
    parts = bulk(packed, size=5_000, source=JSON, carrier="ndjson")
    assert parts == validate(lines.read_bytes(), REGISTRY, source=JSON, carrier="ndjson")


@pytest.mark.parametrize("name", ["meta/ads_archive_2022_US-CT.csv", "meta/ads_archive_2019-05_EU.json"])
def test_real_files(real_data: Path, name: str) -> None:
    same(real_data / name, 100_000)


def test_bad_bytes_cost_their_own_block(table: Path, tmp_path: Path) -> None:
    good = bulk(table, size=1, source=TABLE)
    path = tmp_path / "bad.csv"
    path.write_bytes(table.read_bytes().rstrip() + b"\n\xff\xfe,1\n")
    report = bulk(path, size=1, source=TABLE)
    assert "carrier/invalid-utf-8" in {group.rule for group in report.groups}
    assert report.totals.records == good.totals.records
    place = next(g for g in report.groups if g.rule == "carrier/invalid-utf-8").samples[0].place
    assert place is not None
    assert place.offset == path.read_bytes().index(b"\xff")


@pytest.mark.parametrize("carrier", ["json", "ndjson", "csv"])
def test_a_record_beyond_the_limit_is_a_finding_and_the_others_are_read(carrier: str) -> None:
    long = "x" * 300_000
    texts = {
        "json": f'[{{"a": "1"}}, {{"a": "{long}"}}, {{"a": "2"}}]',
        "ndjson": f'{{"a": "1"}}\n{{"a": "{long}"}}\n{{"a": "2"}}\n',
        "csv": f"a\n1\n{long}\n2\n",
    }
    data, limits = texts[carrier].encode(), Limits(max_bytes=100_000)
    position = 0

    def read(length: int) -> bytes:
        nonlocal position
        piece = data[position : position + length]
        position += len(piece)
        return piece

    values, troubles = [], []
    splitter = carriers.splitter(carrier)
    for block in splitter.split(read, {}, limits, 10):
        reading = splitter.read(block, {}, limits)
        values += [(record.index, record.value) for record in reading.records]
        troubles += reading.troubles
    assert values[0] == (0, {"a": "1"})
    assert values[-1][1] == {"a": "2"}
    assert [t.record for t in troubles if t.rule == "carrier/too-large"] == [1]


def test_members_of_which_the_same_is_kept_count_once(tmp_path: Path) -> None:
    """A sponsor with more ads than a group may have members is judged all the same."""
    path = tmp_path / "many.ndjson"
    record = natives(JSON)[0] | {"bylines": "One sponsor", "page_id": "1"}
    lines = [dumps(record | {"id": str(number), "currency": "EUR"}) for number in range(GROUP + 10)]
    lines[7] = dumps(record | {"id": "7", "currency": "USD"})
    path.write_bytes(b"\n".join(lines))
    report = same(path, 200_000, source=JSON, carrier="ndjson")
    row = next(row for row in report.ledger.rules if row.rule == "set/mixed-currencies")
    assert (row.failed, row.not_evaluated) == (1, 0)
    group = next(group for group in report.groups if group.rule == "set/mixed-currencies")
    assert [(finding.record, finding.params["count"], finding.params["others"]) for finding in group.samples] == [
        (0, 2, ["line 8"])
    ]
