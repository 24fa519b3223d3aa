"""Rows of Parquet are judged and converted as the same records in lines or tables are."""

import csv
import io
import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from opads import carriers
from opads.bulk.blocks import Options
from opads.bulk.checkpoint import Checkpoint
from opads.bulk.errors import BulkError
from opads.bulk.job import Input, Job, Seen
from opads.bulk.parquetfile import ParquetFile
from opads.bulk.rows import detection_of, reading_of, recognise
from opads.carriers import Limits
from opads.carriers.parquet.writing import batch_of, schema_of
from opads.formats import Format, FormatError
from opads.formats.detect import detect
from opads.report import Report, canonical_report
from opads.standard.jsonvalue import dumps
from opads.standard.shapes import shape_of
from opads.validation import validate
from tests.bulk.helpers import REGISTRY, bulk, examples, natives, natives_of

JSON, TABLE = "meta-ad-library", "google-political-ads"


def typed(format_id: str, records: list[dict[str, Any]], path: Path, *, about: bool = False) -> Path:
    """Write records in the columns of their format, whose name the file bears or not."""
    format_ = REGISTRY.get(format_id)
    shape = shape_of(format_.record_schema, format_.schemas.documents)
    schema = schema_of(shape, {"opads.format": format_id} if about else {})
    pq.write_table(pa.Table.from_batches([batch_of(records, shape, schema)]), path, row_group_size=7)
    return path


def said(report: Report) -> dict[str, Any]:
    """Return what a report says but for bytes and places, also those named in words."""
    text = re.sub(r"\bline ([0-9]+)", lambda found: f"record {int(found[1]) - 1}", canonical_report(report).decode())
    found: dict[str, Any] = json.loads(text)
    del found["input"]
    for group in found["groups"]:
        for sample in group["samples"]:
            sample.pop("place", None)
    return found


def quiet(format_id: str) -> list[dict[str, Any]]:
    """Return the records of which the reader of JSON has nothing to say, such as of whole numbers beyond 2^53."""
    lines = b"\n".join(map(dumps, natives(format_id)))
    return [r.value for r in carriers.get("ndjson").read(lines).records if not r.troubles]


@pytest.mark.parametrize("format_id", [JSON, "opads-disclosure", "openttpa", "eu-ttpa", "us-fcc-political-file"])
@pytest.mark.parametrize("size", [1, 3_000, 1_000_000])
def test_the_report_is_that_of_the_same_records_in_lines(format_id: str, size: int, tmp_path: Path) -> None:
    records = quiet(format_id)
    path = typed(format_id, records, tmp_path / "many.parquet")
    lines = validate(b"\n".join(map(dumps, records)), REGISTRY, source=format_id, carrier="ndjson")
    assert said(bulk(path, size=size, source=format_id, carrier="json")) == said(lines)


def test_two_processes_say_the_same(tmp_path: Path) -> None:
    path = typed(JSON, natives(JSON), tmp_path / "many.parquet")
    assert bulk(path, size=3_000, jobs=2) == bulk(path, size=3_000)


def test_the_report_is_that_of_the_same_table(tmp_path: Path) -> None:
    (example,) = (path for path in examples(TABLE, "csv") if path.stem == "bundle-2025")
    with example.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    for row in rows:
        for name, cell in row.items():
            row[name] = None if cell == "" else int(cell) if name == "Num_of_Days" else cell
    path = tmp_path / "table.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    table = validate(text.getvalue().encode(), REGISTRY)
    report = bulk(path, size=1_000)
    assert (report.input.format, report.input.carrier, report.input.detected) == (TABLE, "parquet", True)
    assert said(report) == said(table)


def test_places_are_rows_and_columns(tmp_path: Path) -> None:
    records = [{**natives(JSON)[0], "id": "no id"}, natives(JSON)[1]]
    report = bulk(typed(JSON, records, tmp_path / "two.parquet"), size=1, source=JSON)
    (group,) = (group for group in report.groups if group.rule == "opads/schema-pattern")
    place = group.samples[0].place
    assert place is not None
    assert (place.row, place.field, place.line, place.offset) == (1, "id", None, None)


@pytest.mark.parametrize("format_", list(REGISTRY), ids=lambda f: f.id)
def test_rows_are_recognised_as_their_records_are(format_: Format) -> None:
    """Rows of examples are recognised wherever the lines of the same records are, and as the same."""
    shape = shape_of(format_.record_schema, format_.schemas.documents)
    records = natives_of(format_)
    batch = batch_of(records, shape, schema_of(shape, {}))
    lines = detect(b"\n".join(map(dumps, records)), REGISTRY, carrier="ndjson").best
    found = recognise(batch, REGISTRY)
    if lines is not None:
        assert found.format == lines.format
    named = recognise(batch.replace_schema_metadata({"opads.format": format_.id}), REGISTRY)
    assert (named.format, named.manner, named.detected) == (format_.id, "json", True)
    assert recognise(batch, REGISTRY, format_.id).format == format_.id


def test_tables_are_recognised_by_their_columns_in_any_delimiter() -> None:
    for format_id in (TABLE, "br-tse-paid-expenses", "meta-report-advertisers"):
        format_ = REGISTRY.get(format_id)
        path = next(path for path in examples(format_id, "csv") if path.stem != "bigquery-export")
        options = format_.carrier_options("csv") or {}
        text = path.read_bytes().decode(options.get("encoding", "utf-8-sig"))
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=options.get("delimiter", ",")))
        batch = pa.RecordBatch.from_pylist([dict(zip(found[0], row, strict=True)) for row in found[1:]])
        known = recognise(batch, REGISTRY)
        assert (known.format, known.manner) == (format_id, "csv")
        assert detection_of(batch, REGISTRY).candidates[0].carrier == "parquet"
        records = [record.value for record in reading_of(batch, format_, "csv").records]
        whole = carriers.get("csv").read(path.read_bytes(), options)
        assert records == [record.value for record in whole.records]


def test_what_is_told_counts() -> None:
    batch = pa.RecordBatch.from_pylist([{"x": 1}])
    assert recognise(batch, REGISTRY).format is None
    assert recognise(batch, REGISTRY, TABLE, "csv").manner == "csv"
    assert recognise(batch, REGISTRY, "us-fec").manner == "json"
    for source, carrier in (("us-fec", "csv"), (None, "xml"), ("unheard-of", None)):
        with pytest.raises(FormatError):
            recognise(batch, REGISTRY, source, carrier)


def test_blocks_are_the_same_whenever_they_are_cut_and_hold_every_row_once(tmp_path: Path) -> None:
    path = tmp_path / "many.parquet"
    pq.write_table(pa.table({"a": [f"{n}" * 50 for n in range(20_000)]}), path, row_group_size=3_000)

    def cut() -> list[Any]:
        file = ParquetFile(path)
        try:
            return list(file.blocks(Limits(), 20_000))
        finally:
            file.close()

    blocks = cut()
    assert blocks == cut()
    assert len(blocks) > 100
    firsts = [block.shift.records for block in blocks]
    assert firsts == sorted(set(firsts))
    assert all(len(block.data) < 60_000 for block in blocks)


def test_a_row_beyond_the_limit_is_a_finding_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "long.parquet"
    pq.write_table(pa.table({"a": ["x", "y" * 5_000, "z"]}), path)
    file = ParquetFile(path)
    blocks = list(file.blocks(Limits(max_bytes=2_000), 1_000))
    file.close()
    assert [(block.shift.records, bool(block.skipped)) for block in blocks] == [(0, False), (1, True), (2, False)]


def test_a_job_on_rows_goes_on_where_it_stopped_and_notices_another_file(tmp_path: Path) -> None:
    path = typed(JSON, natives(JSON) * 3, tmp_path / "many.parquet")
    whole = bulk(path, size=2_000, source=JSON)

    def stop(name: str, records: int, size: int, done: float) -> None:
        assert 0 < done <= 1
        if records > 40:
            raise KeyboardInterrupt

    def job(seen: Seen | None) -> Report:
        with closing(Checkpoint(tmp_path / "checkpoint", "test")) as kept:
            given = Job(REGISTRY, Options("", ""), kept, source=JSON, size=2_000, seen=seen)
            return given.validate(0, Input(path.name, path))

    with pytest.raises(KeyboardInterrupt):
        job(stop)
    before = path.read_bytes()
    typed(JSON, natives(JSON)[1:] * 3, path)
    with pytest.raises(BulkError, match="changed since the checkpoint"):
        job(None)
    path.write_bytes(before)
    assert canonical_report(job(None)) == canonical_report(whole)


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    path = typed(JSON, [], tmp_path / "none.parquet", about=True)
    report = bulk(path, size=1)
    assert report.totals.records == 0
    assert report.input.format == JSON


def test_rows_in_no_known_format(tmp_path: Path) -> None:
    path = tmp_path / "odd.parquet"
    pq.write_table(pa.table({"nothing": [1]}), path)
    report = bulk(path, size=1)
    assert [group.rule for group in report.groups] == ["opads/format-not-recognised"]
    assert report.input.bytes == path.stat().st_size
    assert report.input.carrier == "parquet"


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.parquet"
    path.write_bytes(b"PAR1" + b"\x00" * 40 + b"PAR1")
    with pytest.raises(BulkError, match="cannot be read"):
        bulk(path, size=1)
