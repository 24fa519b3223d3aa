"""A record that ends every process that takes it is found, and all others are judged."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from opads import carriers, validation
from opads.bulk.blocks import Options, reading_in
from opads.bulk.checkpoint import Checkpoint
from opads.bulk.errors import BulkError
from opads.bulk.isolating import MOST, NOT_JUDGED, pieces
from opads.bulk.job import Input, Job, Sink
from opads.bulk.running import Pool, _ready
from opads.carriers import Block, Limits, NativeRecord, Reading
from opads.report import Report
from opads.standard.jsonvalue import dumps
from tests.bulk.helpers import REGISTRY, examples, natives

FORMAT = "meta-ad-library"
MARK = "this ends the process"


def records(count: int, *bad: int) -> list[dict[str, Any]]:
    good = natives(FORMAT)[0]
    return [{**good, "id": str(number), "page_name": MARK if number in bad else "Page"} for number in range(count)]


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes end at once where they judge a record with the mark."""
    real, here = validation.judge_reading, os.getpid()

    def judge_reading(reading: Reading, *rest: Any) -> str:
        def watched(records: Iterator[NativeRecord]) -> Iterator[NativeRecord]:
            for record in records:
                if record.value.get("page_name") == MARK:
                    assert os.getpid() != here, "judged in the process of the tests"
                    os._exit(9)
                yield record

        reading.records = watched(reading.records)
        return real(reading, *rest)

    monkeypatch.setattr("opads.bulk.blocks.judge_reading", judge_reading)


def judged(path: Path, carrier: str, size: int, *, isolating: bool = True) -> tuple[Report, list[dict[str, Any]]]:
    pool = Pool(2, "fork", isolating=isolating)
    lines = path.with_name("outcomes")
    try:
        with closing(Checkpoint(None, "")) as kept, closing(Sink.at(lines, 0)) as outcomes:
            job = Job(
                REGISTRY, Options("", "", outcomes=True), kept, source=FORMAT, carrier=carrier, size=size, engine=pool
            )
            report = job.validate(0, Input("x", path), None, outcomes)
    finally:
        pool.close()
    return report, [json.loads(line) for line in lines.read_bytes().splitlines()]


def written(path: Path, carrier: str, rows: list[dict[str, Any]]) -> Path:
    text = b"".join(dumps(row) + b"\n" for row in rows)
    path.write_bytes(text if carrier == "ndjson" else b"[" + b",\n".join(text.splitlines()) + b"]")
    return path


@pytest.mark.usefixtures("deadly")
@pytest.mark.parametrize("carrier", ["ndjson", "json"])
def test_the_record_is_found_and_the_others_are_judged(tmp_path: Path, carrier: str) -> None:
    count, bad = 60, (0, 41)
    report, told = judged(written(tmp_path / "in", carrier, records(count, *bad)), carrier, 20_000)
    sound, others = judged(written(tmp_path / "good", carrier, records(count)), carrier, 20_000)
    assert report.verdict == "undetermined" if sound.verdict == "valid" else "invalid"
    assert (report.totals.records, report.totals.undetermined) == (count, sound.totals.undetermined + len(bad))
    (group,) = (group for group in report.groups if group.rule == NOT_JUDGED)
    assert (group.total, group.severity, [finding.record for finding in group.samples]) == (2, "warning", list(bad))
    assert [row["record"] for row in told] == list(range(count))
    for mine, theirs in zip(told, others, strict=True):
        if mine["record"] in bad:
            assert (mine["verdict"], mine["rules"]) == ("undetermined", {NOT_JUDGED: "warning"})
            assert mine["line"] == theirs["line"]
        else:
            assert mine == theirs


@pytest.mark.usefixtures("deadly")
def test_too_many_of_them_in_a_block_are_not_all_tried(tmp_path: Path) -> None:
    path = written(tmp_path / "in", "ndjson", records(30, *range(MOST + 6)))
    report, told = judged(path, "ndjson", 1_000_000)
    assert report.totals.records == 30
    assert report.totals.undetermined >= MOST + 6
    assert [row["record"] for row in told] == list(range(30))


@pytest.mark.usefixtures("deadly")
def test_without_isolating_the_job_ends(tmp_path: Path) -> None:
    path = written(tmp_path / "in", "ndjson", records(5, 2))
    with pytest.raises(BulkError, match="ended 3 processes"):
        judged(path, "ndjson", 1_000_000, isolating=False)


def of(reading: Reading) -> list[tuple[Any, ...]]:
    return [(r.index, r.value, r.locate(""), r.locate(f"/{list(r.value)[-1]}")) for r in reading.records]


@pytest.mark.parametrize("carrier", ["ndjson", "json", "csv"])
@pytest.mark.parametrize("size", [1, 700, 5_000])
def test_pieces_of_a_block_say_what_the_block_says(carrier: str, size: int) -> None:
    format_ = REGISTRY.get("google-advertiser-stats" if carrier == "csv" else FORMAT)
    use = format_.carrier_options(carrier) or {}
    if carrier == "csv":
        head, row = examples(format_.id, "csv")[0].read_bytes().splitlines(keepends=True)[:2]
        text = head + (row.rstrip() + b"\r\n") * 40
    else:
        text = b"".join(dumps(row) + b"\n" for row in records(40))
        if carrier == "json":
            text = b" [" + b" ,\n".join(text.splitlines()) + b"]\n"
    options = Options(format_.id, carrier)
    for block in carriers.splitter(carrier).split(io.BytesIO(text).read, use, Limits(), 8_000):
        whole = of(reading_in(block, format_, options))
        found: list[Block] = pieces(block, size, options)
        assert size != 1 or len(found) == len(whole)
        assert [row for piece in found for row in of(reading_in(piece, format_, options))] == whole


def test_processes_that_were_begun_beforehand_do_the_work() -> None:
    pool = Pool(1, "fork")
    try:
        pool.warm(())
        processes = pool._begun(None)
        assert processes.submit(_ready, ()).result() == len(REGISTRY.ids)
        assert pool._begun(None) is processes
    finally:
        pool.close()
