"""The engine on Spark: what processes of this machine give, byte for byte."""

import os
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec
import pytest

from opads.bulk.blocks import Options, Result
from opads.bulk.checkpoint import Checkpoint
from opads.bulk.errors import BulkError
from opads.bulk.job import Input, Job, Sink
from opads.bulk.running import Engine
from opads.carriers import Block
from opads.parts import Part
from opads.report import canonical_report
from opads.spark.engine import SparkEngine
from opads.spark.task import FAILED, REFUSED, encode_block, perform
from opads.standard.jsonvalue import dumps
from tests.bulk.helpers import REGISTRY, examples, many_lines, natives

META = "meta-ad-library"


@pytest.fixture
def engine(spark: Any) -> SparkEngine:
    return SparkEngine(spark)


def outcome(
    path: Path, folder: Path, engine: Engine | None, kind: str, source: str, *, size: int = 12_000,
    checkpoint: Path | None = None,
) -> list[bytes]:  # fmt: skip
    """Return the report, the output and the rejected records of a job, as bytes."""
    folder.mkdir(exist_ok=True)
    target = "opads-disclosure" if kind == "convert" else None
    options = Options("", "", rejects=True, target=target, target_carrier="ndjson" if target else None)
    with closing(Checkpoint(checkpoint, "test")) as kept:
        job = Job(REGISTRY, options, kept, source=source, jobs=1, size=size, engine=engine)
        done = job.begun()
        with closing(Sink.at(folder / "out", done[0])) as out, closing(Sink.at(folder / "rejects", done[1])) as rejects:
            if kind == "convert":
                said = msgspec.json.encode(job.convert(0, Input("in", path), out, rejects))
            else:
                said = canonical_report(job.validate(0, Input("in", path), rejects))
    return [said, (folder / "out").read_bytes(), (folder / "rejects").read_bytes()]


def lines(folder: Path) -> tuple[Path, str]:
    (folder / "in.ndjson").write_bytes(many_lines(META, 300))
    return folder / "in.ndjson", META


def array(folder: Path) -> tuple[Path, str]:
    (folder / "in.json").write_bytes(dumps(list(islice(cycle(natives(META)), 200))))
    return folder / "in.json", META


def table(folder: Path) -> tuple[Path, str]:
    format_id = "google-weekly-spend"
    (path, *_) = examples(format_id, "csv")
    header, _, rows = path.read_bytes().partition(b"\n")
    (folder / "in.csv").write_bytes(header + b"\n" + rows * 200)
    return folder / "in.csv", format_id


def filing(folder: Path) -> tuple[Path, str]:
    (path, *_) = examples("us-fec", "fec")
    return path, "us-fec"


@pytest.mark.parametrize("make", [lines, array, table, filing])
@pytest.mark.parametrize("kind", ["validate", "convert"])
def test_says_and_writes_what_processes_do(make: Any, kind: str, tmp_path: Path, engine: SparkEngine) -> None:
    path, source = make(tmp_path)
    here = outcome(path, tmp_path / "here", None, kind, source)
    there = outcome(path, tmp_path / "there", engine, kind, source)
    assert there == here


def test_rows_of_parquet_travel_as_well(tmp_path: Path, engine: SparkEngine) -> None:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    rows = [{"id": str(n), "page_name": "Quimby", "ad_creation_time": "2026-01-01"} for n in range(3000)]
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "in.parquet", row_group_size=500)
    here = outcome(tmp_path / "in.parquet", tmp_path / "here", None, "validate", META)
    assert outcome(tmp_path / "in.parquet", tmp_path / "there", engine, "validate", META) == here
    assert b'"records":3000' in here[0]


def test_a_job_goes_on_where_another_engine_left_it(tmp_path: Path, engine: SparkEngine) -> None:
    path, source = lines(tmp_path)
    whole = outcome(path, tmp_path / "whole", None, "convert", source)

    def ends(work: Any, blocks: Iterator[Block], options: Options) -> Iterator[tuple[Block, Result]]:
        for number, done in enumerate(engine(work, blocks, options)):
            if number == 11:
                raise BulkError("enough")
            yield done

    checkpoint = tmp_path / "checkpoint"
    with pytest.raises(BulkError, match="enough"):
        outcome(path, tmp_path / "parts", ends, "convert", source, checkpoint=checkpoint)
    begun = (tmp_path / "parts" / "out").read_bytes()
    assert begun
    assert len(begun) < len(whole[1])
    assert outcome(path, tmp_path / "parts", engine, "convert", source, checkpoint=checkpoint) == whole


def blocks(count: int) -> Iterator[Block]:
    return (Block(number, str(number).encode()) for number in range(count))


def echo(block: Block, options: Options) -> Result:
    return Result(Part(1), output=block.data)


def fails(block: Block, options: Options) -> Result:
    raise ZeroDivisionError(block.number)


def test_few_blocks_are_taken_beforehand(engine: SparkEngine) -> None:
    taken: list[int] = []

    def counted() -> Iterator[Block]:
        for block in blocks(40):
            taken.append(block.number)
            yield block

    running = engine(echo, counted(), Options(META, "ndjson"))
    done = [next(running)]
    assert len(taken) <= 24
    done += running
    assert [(block.number, result.output) for block, result in done] == [(n, str(n).encode()) for n in range(40)]


def test_an_error_in_our_own_code_is_told_once_and_whole(engine: SparkEngine) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError: 0"):
        list(engine(fails, blocks(2), Options(META, "ndjson")))


def test_a_worker_with_another_standard_is_refused() -> None:
    options = Options(META, "ndjson")
    ended, words = perform(encode_block(Block(0, b"{}")), echo, options, "another digest")
    assert ended == REFUSED
    assert b"another OPADS" in words
    ended, words = perform(encode_block(Block(0, b"{}")), echo, Options("unheard-of", "ndjson"), "")
    assert ended == REFUSED
    assert b"unheard-of" in words
    assert FAILED != REFUSED


def test_what_spark_gives_up_ends_the_job_in_words(engine: SparkEngine, spark: Any) -> None:
    spark.sparkContext.setLogLevel("OFF")
    try:
        with pytest.raises(BulkError, match="Spark gave up"):
            list(engine(ends_its_process, blocks(1), Options(META, "ndjson")))
    finally:
        spark.sparkContext.setLogLevel("ERROR")


def ends_its_process(block: Block, options: Options) -> Result:
    os._exit(1)
