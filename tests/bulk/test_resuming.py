"""What is done stays done: killed processes, killed jobs, interrupts, changed files."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from opads.bulk.blocks import Options, Result
from opads.bulk.errors import BulkError
from opads.bulk.running import run
from opads.carriers import Block
from opads.parts import Part
from tests.bulk.helpers import many_lines

SOURCE = "meta-ad-library"
COMMAND = [sys.executable, "-m", "opads.cli", "bulk"]


def blocks(count: int) -> Iterator[Block]:
    return (Block(number, str(number).encode()) for number in range(count))


def echo(block: Block, options: Options) -> Result:
    return Result(Part(1), output=block.data)


def dies_once(block: Block, options: Options) -> Result:
    """End the process as kill -9 does, the first time that a block comes."""
    marker = Path(options.paths[0]) / "killed"
    if block.number == 3 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(block, options)


def dies(block: Block, options: Options) -> Result:
    if block.number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(block, options)


def test_a_killed_process_loses_and_doubles_nothing(tmp_path: Path) -> None:
    options = Options("", "", paths=(str(tmp_path),))
    done = [(block.number, result.output) for block, result in run(dies_once, blocks(12), options, 2)]
    assert done == [(number, str(number).encode()) for number in range(12)]
    assert (tmp_path / "killed").exists()


def test_a_block_that_ends_every_process_ends_the_job_with_what_was_done() -> None:
    running = run(dies, blocks(6), Options("", ""), 2)
    assert [next(running)[0].number for _ in range(2)] == [0, 1]
    with pytest.raises(BulkError, match="block 2"):
        next(running)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.ndjson"
    path.write_bytes(many_lines(SOURCE, 800))
    return path


def arguments(archive: Path, kind: str, folder: Path) -> list[str]:
    """Return the command that writes its outputs into a folder."""
    common = ["--from", SOURCE, "--carrier", "ndjson", "--block", "4000", "--rejects", str(folder / "rejects"), "-q"]
    if kind == "convert":
        common += ["--to", "opads-disclosure", "--to-carrier", "json", "--account", str(folder / "account")]
    else:
        common += ["-f", "json"]
    return [*COMMAND, kind, str(archive), *common, "-o", str(folder / "out")]


def blocks_done(checkpoint: Path) -> int:
    """Return how large the state is that the checkpoint holds, 0 where it holds none."""
    try:
        with sqlite3.connect(f"file:{checkpoint}?mode=ro", uri=True) as base:
            found = base.execute("SELECT count(*) FROM members").fetchone()[0]
            return int(found or base.execute("SELECT count(*) FROM inputs").fetchone()[0])
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize("kind", ["validate", "convert"])
@pytest.mark.parametrize(("stop", "jobs"), [(signal.SIGKILL, 2), (signal.SIGINT, 1), (signal.SIGINT, 2)])
def test_a_job_goes_on_where_it_was_stopped(
    archive: Path, tmp_path: Path, kind: str, stop: signal.Signals, jobs: int
) -> None:
    straight, halting = tmp_path / "straight", tmp_path / "halting"
    straight.mkdir()
    halting.mkdir()
    whole = subprocess.run(arguments(archive, kind, straight), check=False, timeout=120, capture_output=True)
    checkpoint = tmp_path / "checkpoint"
    command = [*arguments(archive, kind, halting), "--checkpoint", str(checkpoint), "--jobs", str(jobs)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 60
        while not blocks_done(checkpoint) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        assert process.poll() is None, "the job was too quick to be stopped"
        process.send_signal(stop)
        _, said = process.communicate(timeout=60)
    assert process.returncode == (130 if stop == signal.SIGINT else -signal.SIGKILL), said
    assert kind == "convert" or not (halting / "out").exists()
    again = subprocess.run(command, check=False, timeout=120, capture_output=True)
    assert again.returncode == whole.returncode, again.stderr
    for name in ("out", "rejects", *(["account"] if kind == "convert" else [])):
        assert (halting / name).read_bytes() == (straight / name).read_bytes()
        assert (straight / name).read_bytes()
    third = subprocess.run(command, check=False, timeout=120, capture_output=True)
    assert third.returncode == whole.returncode
    assert (halting / "out").read_bytes() == (straight / "out").read_bytes()


def test_a_checkpoint_serves_its_own_job_alone(archive: Path, tmp_path: Path) -> None:
    command = [*arguments(archive, "validate", tmp_path), "--checkpoint", str(tmp_path / "checkpoint")]
    assert subprocess.run(command, check=False, timeout=120, capture_output=True).returncode == 1
    other = subprocess.run([*command, "--block", "5000"], check=False, timeout=120, capture_output=True)
    assert other.returncode == 2
    assert b"another job" in other.stderr
    (tmp_path / "text").write_text("no database, but long enough to be taken for one" * 100)
    broken = subprocess.run([*command[:-1], str(tmp_path / "text")], check=False, timeout=120, capture_output=True)
    assert broken.returncode == 2
    assert b"no checkpoint" in broken.stderr
