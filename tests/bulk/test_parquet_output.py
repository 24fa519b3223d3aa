"""Parquet as output: one file, or parts that a job goes on with; and what comes back of it."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from opads import carriers
from opads.bulk import parquetout
from opads.bulk.errors import BulkError
from opads.bulk.parquetout import FileSink, PartsSink, batch_bytes
from opads.bulk.rows import reading_of
from opads.standard.jsonvalue import dumps
from tests.bulk.helpers import REGISTRY, many_lines, natives
from tests.bulk.test_resuming import COMMAND, blocks_done
from tests.cli.conftest import Run, run

__all__ = ("run",)

SOURCE, TARGET = "meta-ad-library", "opads-disclosure"
FORMAT = REGISTRY.get(SOURCE)
RECORDS = natives(SOURCE)


def read_back(*paths: Path, format_id: str = SOURCE) -> list[dict[str, Any]]:
    """Return the records of files, one after the other."""
    found = []
    for path in paths:
        for batch in pq.ParquetFile(path).iter_batches():
            found += [record.value for record in reading_of(batch, REGISTRY.get(format_id), "json").records]
    return found


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("part-*.parquet"))


def pieces() -> list[bytes]:
    return [batch_bytes(FORMAT, RECORDS[n : n + 5]) for n in range(0, len(RECORDS), 5)]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquetout, "GROUP", 10_000)
    monkeypatch.setattr(parquetout, "PART", 60_000)


def test_one_file_appears_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    sink = FileSink(path, FORMAT)
    for piece in pieces():
        sink.write(piece)
        assert not path.exists()
    sink.finish()
    sink.close()
    assert read_back(path) == RECORDS
    assert pq.ParquetFile(path).num_row_groups > 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.parquet"]


def test_a_file_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "out.parquet", FORMAT)
    sink.write(pieces()[0])
    sink.close()
    assert list(tmp_path.iterdir()) == []


def test_no_records_are_a_file_with_all_columns(tmp_path: Path) -> None:
    sink = FileSink(tmp_path / "out.parquet", FORMAT)
    sink.finish()
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0
    PartsSink(tmp_path / "parts", FORMAT, 0).finish()
    (part,) = parts(tmp_path / "parts")
    assert pq.read_schema(part).names == pq.read_schema(tmp_path / "out.parquet").names


@pytest.mark.parametrize("stop", range(len(pieces()) + 1))
@pytest.mark.parametrize("lost", [False, True], ids=["saved", "not saved"])
def test_parts_go_on_wherever_it_stopped(tmp_path: Path, stop: int, *, lost: bool) -> None:
    """After each piece the length is kept, as a checkpoint does; the last one may have been too late for that."""
    folder = tmp_path / "out"
    sink = PartsSink(folder, FORMAT, 0)
    kept, done = 0, 0
    for number, piece in enumerate(pieces()[:stop]):
        sink.write(piece)
        if not (lost and number == stop - 1):
            kept, done = sink.length, number + 1
    sink.close()  # all that was written is on the disk already: a kill leaves just this
    sink = PartsSink(folder, FORMAT, kept)
    for piece in pieces()[done:]:
        sink.write(piece)
    sink.finish()
    sink.close()
    assert len(parts(folder)) > 1
    assert read_back(*parts(folder)) == RECORDS
    assert sorted(entry.name for entry in folder.iterdir()) == [path.name for path in parts(folder)]
    again = PartsSink(folder, FORMAT, sink.length)
    again.finish()
    assert read_back(*parts(folder)) == RECORDS


def test_a_part_that_was_named_before_its_remains_were_cleared_is_kept_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    sink = PartsSink(folder, FORMAT, 0)
    waiting = pieces()
    for piece in pieces():
        kept = sink.length
        with monkeypatch.context() as patch:
            patch.setattr(PartsSink, "_renew", _killed)
            try:
                sink.write(piece)
            except KeyboardInterrupt:
                break
        del waiting[0]
    sink.close()
    sink = PartsSink(folder, FORMAT, kept)
    assert waiting
    assert parts(folder)
    for piece in waiting:
        sink.write(piece)
    sink.finish()
    assert read_back(*parts(folder)) == RECORDS


def _killed(self: PartsSink) -> None:
    raise KeyboardInterrupt


def test_a_folder_that_is_not_the_checkpoints_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with pytest.raises(BulkError, match="does not hold"):
        PartsSink(folder, FORMAT, 1_000)
    (folder / "other.parquet").touch()
    with pytest.raises(BulkError, match="other files"):
        PartsSink(folder, FORMAT, 0)
    (folder / "other.parquet").rename(folder / "part-00000.parquet")
    with pytest.raises(BulkError, match="no part that this job wrote"):
        PartsSink(folder, FORMAT, 1_000)
    with pytest.raises(BulkError, match="is a folder"):
        FileSink(folder, FORMAT)


def test_the_same_records_as_in_lines(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.ndjson"
    source.write_bytes(b"\n".join(map(dumps, RECORDS)))
    common = ("bulk", "convert", "--from", SOURCE, "--to", TARGET, "--block", "3000", source, "-q", "-o")
    assert run(*common, tmp_path / "out.parquet", "--jobs", "2").exit_code == 0
    assert run(*common, tmp_path / "out.ndjson").exit_code == 0
    lines = carriers.get("ndjson").read((tmp_path / "out.ndjson").read_bytes())
    assert read_back(tmp_path / "out.parquet", format_id=TARGET) == [record.value for record in lines.records]
    detected = run("detect", tmp_path / "out.parquet")
    assert f"{TARGET} as parquet" in detected.stdout
    checked = run("validate", "-q", tmp_path / "out.parquet", tmp_path / "out.ndjson").stdout.splitlines()
    assert checked[0].partition(":")[2] == checked[1].partition(":")[2]


def test_a_killed_job_loses_and_doubles_nothing(tmp_path: Path) -> None:
    archive = tmp_path / "archive.ndjson"
    archive.write_bytes(many_lines(SOURCE, 600))
    straight = tmp_path / "straight.parquet"
    common = [*COMMAND, "convert", str(archive), "--from", SOURCE, "--carrier", "ndjson", "--to", TARGET,
              "--block", "4000", "-q"]  # fmt: skip
    whole = subprocess.run([*common, "-o", str(straight)], check=False, timeout=120, capture_output=True)
    folder, checkpoint = tmp_path / "halting.parquet", tmp_path / "checkpoint"
    command = [*common, "-o", str(folder), "--checkpoint", str(checkpoint), "--jobs", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 60
        while not blocks_done(checkpoint) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        assert process.poll() is None, "the job was too quick to be stopped"
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    assert parts(folder) == []
    again = subprocess.run(command, check=False, timeout=120, capture_output=True)
    assert again.returncode == whole.returncode == 1, again.stderr
    assert read_back(*parts(folder), format_id=TARGET) == read_back(straight, format_id=TARGET)
    assert read_back(straight, format_id=TARGET)
