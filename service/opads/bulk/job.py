"""A job: inputs one after the other, blocks in order, state kept after each, a report of each input."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

import opads
from opads.bulk.blocks import Options, Result, convert_block, judge_block
from opads.bulk.checkpoint import Checkpoint, State
from opads.bulk.errors import BulkError
from opads.bulk.running import Engine, run
from opads.bulk.sources import Source, source_of
from opads.bulk.spread import Spreading
from opads.bulk.together import judge_sets
from opads.bulk.written import NO_FRAME, Frame
from opads.carriers import Block, Limits
from opads.carriers.parquet import PARQUET
from opads.catalogue import catalogue_of
from opads.findings import Finding
from opads.formats import Registry
from opads.parts import Part
from opads.report import SAMPLES, InputInfo, Report, ReportBuilder, report_of
from opads.validation import validate

__all__ = ("BLOCK", "Input", "Job", "Output", "Seen", "Sink", "report_on", "signature")

BLOCK = 1024 * 1024
"""Bytes of a block."""

Seen = Callable[[str, int, int, float], None]
"""Told after each block: name of the input, records and bytes done, and how much of the file was read (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input: a path, or what is open already; standard input where there is neither."""

    name: str
    path: Path | None
    source: BinaryIO | None = None
    most: int | None = None
    """Bytes that may be read of it, unpacked."""


class Output(Protocol):
    """Where the records of blocks go. ``length`` are the bytes taken in, by which a checkpoint knows how far it is."""

    length: int

    def write(self, data: bytes) -> None:
        """Take in a piece, and see to it that it stays."""
        ...

    def finish(self) -> None:
        """Make whole what was written."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class Sink:
    """A file that grows block by block, and can be cut back to where a checkpoint says it ended; or no file."""

    def __init__(self, stream: BinaryIO | None, frame: Frame = NO_FRAME) -> None:
        self._stream = stream
        self._frame = frame
        self.length = 0

    @classmethod
    def at(cls, path: Path, length: int, frame: Frame = NO_FRAME) -> Sink:
        """Open a file behind its first bytes; raises BulkError where it has fewer."""
        try:
            stream = path.open("r+b" if length else "wb")
            if length and path.stat().st_size < length:
                raise BulkError(f"{path}: is shorter than the checkpoint says; remove the checkpoint to begin again")
            stream.truncate(length)
            stream.seek(length)
        except OSError as error:
            raise BulkError(f"{path}: cannot be written ({error.strerror})") from error
        sink = cls(stream, frame)
        sink.length = length
        return sink

    def write(self, data: bytes) -> None:
        """Write, and see to it that it stays written."""
        if data:
            self._put((self._frame.between if self.length else self._frame.opening) + data)

    def finish(self) -> None:
        """Write what stands behind the last piece."""
        self._put(self._frame.closing if self.length else self._frame.empty)

    def _put(self, data: bytes) -> None:
        if data and self._stream is not None:
            self._stream.write(data)
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self.length += len(data)

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()


def signature(
    inputs: list[Input],
    options: msgspec.Struct,
    registry: Registry,
    size: int,
    *,
    source: str | None = None,
    carrier: str | None = None,
) -> str:
    """Return the digest of all that makes a job: a checkpoint serves the same job alone."""
    about = {
        "engine": opads.__version__,
        "standard": registry.schemas.digest,
        "formats": [format_.digest for format_ in registry],
        "inputs": [item.name for item in inputs],
        "options": msgspec.to_builtins(options),
        "block": size,
        "given": [source, carrier],
    }
    return hashlib.sha256(json.dumps(about, sort_keys=True, default=str).encode()).hexdigest()


class Job:
    """Validates or converts inputs. ``options`` name the format and carrier only where they are given."""

    def __init__(
        self,
        registry: Registry,
        options: Options,
        checkpoint: Checkpoint,
        *,
        source: str | None = None,
        carrier: str | None = None,
        jobs: int = 1,
        size: int = BLOCK,
        seen: Seen | None = None,
        engine: Engine | None = None,
    ) -> None:
        self.registry = registry
        self.options = options
        self.checkpoint = checkpoint
        self.source = source
        self.carrier = carrier
        self.size = size
        self.seen = seen
        self.engine = engine or partial(run, jobs=jobs)
        self.states = checkpoint.states()
        self._heads: dict[int, bytes] = {}
        """The beginnings of inputs in no known format."""

    def told(self) -> int:
        """Return how many bytes of outcomes are those of blocks done."""
        return self.states[max(self.states)].told if self.states else 0

    def begun(self) -> tuple[int, int, int]:
        """Return how many bytes of output, of rejected records and of accounts are those of blocks done."""
        last = self.states[max(self.states)] if self.states else State(Part(SAMPLES))
        return last.output, last.rejected, last.accounted

    def validate(self, number: int, item: Input, rejects: Sink | None = None, outcomes: Sink | None = None) -> Report:
        """Return the report on an input; raises BulkError where it cannot be read.

        Records that are not acceptable go to ``rejects``, a line about each record to ``outcomes``, where the options ask for them.
        """
        state = self._run(number, item, judge_block, rejects=rejects, outcomes=outcomes)
        if state.format is None:
            return self._unknown_rows(state) if state.carrier == PARQUET else self._unknown(number, item, state)
        return self._report(state)

    def so_far(self, number: int) -> Report | None:
        """Return the report on the blocks of an input that are done, without the digest of the whole; None before the first."""
        state = self.states.get(number)
        return None if state is None or state.format is None or not state.blocks else self._report(state)

    def _report(self, state: State) -> Report:
        info = InputInfo(state.bytes, state.sha256, state.format, state.carrier, state.detected)
        options = self._options(state)
        return report_of(
            state.part,
            input_info=info,
            registry=self.registry,
            catalogue=catalogue_of(self.registry, options.formats),
            formats=options.formats,
            judged_for=tuple(format_.id for format_ in self.registry.wanted(options.targets)),
        )

    def convert(
        self, number: int, item: Input, output: Output, rejects: Sink | None = None, account: Sink | None = None
    ) -> State:
        """Convert an input; return what became of it."""
        return self._run(number, item, convert_block, output=output, rejects=rejects, account=account)

    def _options(self, state: State) -> Options:
        return msgspec.structs.replace(
            self.options, format=state.format or "", carrier=state.carrier or "", manner=state.manner
        )

    def _run(
        self,
        number: int,
        item: Input,
        judge: Callable[[Block, Options], Result],
        **sinks: Output | None,
    ) -> State:
        state = self.states.get(number)
        if state is not None and state.done:
            return state
        source = source_of(item.path, item.source, item.most)
        try:
            if state is None:
                before = self.states.get(number - 1)
                state = self.states[number] = State(Part(self.options.samples))
                if before is not None:
                    state.output, state.rejected, state.accounted = before.output, before.rejected, before.accounted
                    state.told = before.told
                state.format, state.carrier, state.manner, state.detected = source.recognise(
                    self.registry, self.source, self.carrier, self.options.limits
                )
                if state.format is None:
                    self._heads[number] = source.drained()
                    state.bytes, state.sha256, state.done = source.bytes, source.sha256, True
                    self.checkpoint.save(number, state)
                    return state
            options = self._options(state)
            for block, result, digest in self._results(source, state, judge, options):
                self._take(number, state, block, result, digest, **sinks)
                if self.seen is not None:
                    self.seen(item.name, state.part.records, source.bytes, source.done)
            if judge is judge_block:
                places = Spreading()
                counting = places.finding if options.outcomes else None
                together = judge_sets(options, self.checkpoint, state.missed, state.last, counting)
                state.part = state.part.merge(together)
                state.spread = state.spread.merge(places.spread())
            state.bytes, state.sha256, state.done = source.bytes, source.sha256, True
            self.checkpoint.finish(number, state)
        finally:
            source.close()
        return state

    def _results(
        self, source: Source, state: State, judge: Callable[[Block, Options], Result], options: Options
    ) -> Iterator[tuple[Block, Result, str]]:
        """Yield the blocks not yet done with their results, and the digest of all blocks up to each."""
        use = self.registry.get(options.format).carrier_options(options.carrier) or {}
        running = hashlib.sha256()
        digests: dict[int, str] = {}

        def todo() -> Iterator[Block]:
            for block in source.blocks(options.carrier, use, options.limits, self.size):
                running.update(len(block.data).to_bytes(8, "big") + block.data + block.skipped.to_bytes(8, "big"))
                if block.number >= state.blocks:
                    digests[block.number] = running.hexdigest()
                    yield block
                elif block.number == state.blocks - 1 and running.hexdigest() != state.digest:
                    raise BulkError("has changed since the checkpoint; remove the checkpoint to begin again")

        for block, result in self.engine(judge, todo(), options):
            yield block, result, digests.pop(block.number)

    def _take(
        self,
        number: int,
        state: State,
        block: Block,
        result: Result,
        digest: str,
        *,
        output: Output | None = None,
        rejects: Output | None = None,
        outcomes: Output | None = None,
        account: Output | None = None,
    ) -> None:
        if output is not None and result.output:
            output.write(result.output)
            state.output = output.length
        if rejects is not None:
            rejects.write(result.rejected)
            state.rejected = rejects.length
        if outcomes is not None:
            outcomes.write(result.outcomes)
            state.told = outcomes.length
        if account is not None:
            account.write(result.account)
            state.accounted = account.length
        state.part = state.part.merge(result.part)
        if result.spread is not None:
            state.spread = state.spread.merge(result.spread)
        for rule, reason in result.missed:
            state.missed.setdefault(rule, reason)
        for kind, count in result.losses.items():
            state.losses[kind] = state.losses.get(kind, 0) + count
        state.incomplete |= result.incomplete
        state.last = max(state.last, result.last)
        state.blocks, state.digest = block.number + 1, digest
        self.checkpoint.save(number, state, result.members)

    def _unknown(self, number: int, item: Input, state: State) -> Report:
        """Return the report on an input in no known format, by its beginning where it is long."""
        head = self._heads.get(number)
        if head is None:  # it was read before the job was interrupted
            with closing(source_of(item.path)) as source:
                head = source.drained()
        report = validate(head, self.registry, source=self.source, carrier=self.carrier)
        return msgspec.structs.replace(
            report, input=msgspec.structs.replace(report.input, bytes=state.bytes, sha256=state.sha256)
        )

    def _unknown_rows(self, state: State) -> Report:
        """Return the report on rows in no known format."""
        builder = ReportBuilder(SAMPLES)
        known = {"known": ", ".join(self.registry.ids), "carriers": PARQUET}
        builder.add(Finding("opads/format-not-recognised", "error", known))
        return builder.build(
            input_info=InputInfo(state.bytes, state.sha256, None, PARQUET),
            registry=self.registry,
            catalogue=catalogue_of(self.registry, ()),
            formats=tuple(format_.id for format_ in self.registry.wanted(self.options.targets)),
            judged_for=tuple(format_.id for format_ in self.registry.wanted(self.options.targets)),
        )


def report_on(
    name: str, path: Path | None, registry: Registry, paths: Sequence[Path] = (), *, source: str | None = None,
    targets: Sequence[str] = (), carrier: str | None = None, as_of: date | None = None, limits: Limits | None = None,
    samples: int | None = SAMPLES,
) -> Report:  # fmt: skip
    """Return the report on one file, read in blocks by this process; raises BulkError where it cannot be read.

    ``paths`` are the folders of formats in the registry; the others are those of ``opads.validation.validate``.
    """
    wanted = Options(
        "", "", tuple(targets), as_of, limits or Limits(), paths=tuple(map(str, paths)), samples=samples
    )  # fmt: skip
    with closing(Checkpoint(None, "")) as checkpoint:
        return Job(registry, wanted, checkpoint, source=source, carrier=carrier).validate(0, Input(name, path))
