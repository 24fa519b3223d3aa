"""What the bulk commands share: options, inputs, the checkpoint, progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from opads.bulk.blocks import Options
from opads.bulk.checkpoint import Checkpoint
from opads.bulk.errors import BulkError
from opads.bulk.job import BLOCK, Input, Job, Sink, signature
from opads.cli import exits, options
from opads.cli.engine import extensions, local_paths, registry
from opads.cli.inputs import ROWS, expand
from opads.cli.refusal import Refusal, say
from opads.cli.sparking import spark_engine, spark_options
from opads.rendering.characters import shortened

__all__ = ("bulk_options", "checked", "interrupted", "make", "opened", "paths")

_F = TypeVar("_F", bound=Callable[..., Any])
EVERY = 0.5
"""Seconds between two lines of progress on a terminal."""
PACKED = (".gz", ".zst")
"""Endings of packed files, behind those that say what is in them."""
SELDOM = 10.0
"""Seconds between two lines elsewhere."""


def bulk_options(function: _F) -> _F:
    """Add the options that both commands have."""
    for option in (
        options.source_option("the files"),
        options.carrier_option("the files"),
        click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N",
                     help="Work in N processes."),
        click.option("--block", type=click.IntRange(1, 64 * BLOCK), default=BLOCK, show_default=True, metavar="BYTES",
                     help="Hand out about so many bytes at a time."),
        click.option("--checkpoint", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                     help="Keep in FILE what is done; the same command goes on from there."),
        click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                     help="Write records that are not acceptable to FILE, with their findings, one a line."),
    ):  # fmt: skip
        function = option(function)
    return spark_options(function)


def checked(files: tuple[str, ...]) -> tuple[list[Input], list[str]]:
    """Return the inputs, and the arguments that name none."""
    found, empty = expand(files, extensions() | ROWS, PACKED)
    return [Input(item.name, item.path) for item in found], empty


def make(
    inputs: list[Input], wanted: Options, checkpoint: Path | None, *,
    source: str | None, carrier: str | None, jobs: int, size: int, quiet: bool,
) -> Job:  # fmt: skip
    """Return the job, as far as the checkpoint has it; raises Refusal."""
    if checkpoint is not None and any(item.path is None for item in inputs):
        raise Refusal("--checkpoint needs files: standard input cannot be read again")
    engine = spark_engine(jobs)
    try:
        kept = Checkpoint(checkpoint, signature(inputs, wanted, registry(), size, source=source, carrier=carrier))
    except BulkError as error:
        raise Refusal(str(error)) from error
    job = Job(
        registry(),
        wanted,
        kept,
        source=source,
        carrier=carrier,
        jobs=jobs,
        size=size,
        seen=None if quiet else _Progress(),
        engine=engine,
    )
    if job.states and not quiet:
        say(f"going on where {checkpoint} ends")
    return job


def opened(path: Path | None, length: int) -> Sink:
    """Open an output behind what is done of it, or what takes nothing in where there is no path; raises Refusal."""
    try:
        return Sink(None) if path is None else Sink.at(path, length)
    except BulkError as error:
        raise Refusal(str(error)) from error


def interrupted(checkpoint: Path | None) -> int:
    """Say that the work was interrupted, and how it goes on; return the exit code."""
    say(f"interrupted; the same command goes on from {checkpoint}" if checkpoint is not None else "interrupted")
    return exits.INTERRUPTED


def paths() -> tuple[str, ...]:
    """Return the folders of formats named, as options carry them to other processes."""
    return tuple(map(str, local_paths()))


class _Progress:
    """Says on the error stream how far it is, how fast, and for how long still."""

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.begun = self.told = time.monotonic()
        self.before: tuple[str, int, int, float] | None = None

    def __call__(self, name: str, records: int, size: int, done: float) -> None:
        now = time.monotonic()
        if self.before is None or self.before[0] != name:
            self.before, self.begun = (name, records, size, done), now
        elif now - self.told >= (EVERY if self.terminal else SELDOM):
            self.told = now
            say(self.line(name, records, size, done, max(now - self.begun, 0.001)))

    def line(self, name: str, records: int, size: int, done: float, seconds: float) -> str:
        """Return the line; rates are those since the first block, so that a resumed job says the truth."""
        _, first, first_size, first_done = self.before or (name, 0, 0, 0.0)
        speed, pace = (records - first) / seconds, (size - first_size) / seconds
        told = f"{shortened(name, 60)}: {records:,} records, {size / 1e6:,.1f} MB, {speed:,.0f} records/s, {pace / 1e6:,.2f} MB/s"
        if not done or done <= first_done:
            return told
        left = int((1 - done) / (done - first_done) * seconds)
        return f"{told}, {done:.0%}, {left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"
