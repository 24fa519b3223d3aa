"""A block that ends the processes which take it is cut smaller and smaller, until the record that does it is found.

What is sound in it is judged as ever. The record itself is counted as undetermined, with a finding that says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from msgspec.structs import replace

from opads import carriers
from opads.bulk.blocks import Options, Result
from opads.bulk.outcomes import Outcomes
from opads.carriers import Block, Place
from opads.carriers.blocks import Shift
from opads.findings import Finding
from opads.report import ReportBuilder

__all__ = ("NOT_JUDGED", "isolated", "joined", "pieces", "unjudged")

NOT_JUDGED = "opads/record-not-judged"
WHY = "the process that judged it ended, each time it was tried"
ATTEMPTS = 3
"""Times that one record is given to a process of its own before it is given up."""
PARTS = 16
"""Pieces that a block is cut into at each step."""
CUT = ("ndjson", "json", "csv")
"""Carriers whose files are cut into blocks; a file of another one is one piece."""
MOST = 10
"""Records of one block that may end processes; after these, what is left of it is not tried any more."""


def isolated(
    work: Callable[[Block, Options], Result], block: Block, options: Options, begin: Callable[[], ProcessPoolExecutor]
) -> Result:
    """Return the result of a block whose records are judged in processes that nothing else depends on.

    ``begin`` starts one such process.
    """
    lost = 0
    process: ProcessPoolExecutor | None = None
    results: list[Result] = []

    def tried(piece: Block, times: int) -> Result | None:
        nonlocal process
        for _ in range(times):
            process = process or begin()
            try:
                return process.submit(work, piece, options).result()
            except BrokenProcessPool:
                process.shutdown(wait=True, cancel_futures=True)
                process = None
        return None

    def go(piece: Block) -> None:
        nonlocal lost
        smaller = pieces(piece, max(1, len(piece.data) // PARTS), options)
        alone = len(smaller) == 1 and len(pieces(piece, 1, options)) == 1
        if lost < MOST and (found := tried(piece, ATTEMPTS if alone else 1)) is not None:
            results.append(found)
        elif alone:
            lost += 1
            results.append(unjudged(piece, options))
        else:
            for one in smaller if len(smaller) > 1 else pieces(piece, 1, options):
                go(one)

    try:
        go(block)
    finally:
        if process is not None:
            process.shutdown(wait=True, cancel_futures=True)
    return joined(results)


def pieces(block: Block, size: int, options: Options) -> list[Block]:
    """Return a block cut into such as are about so many bytes or one record; the block itself where it cannot be cut."""
    if block.skipped or options.carrier not in CUT:
        return [block]
    use = options.registry.get(options.format).carrier_options(options.carrier) or {}
    text = block.before + block.data + block.behind
    cut = list(carriers.splitter(options.carrier).split(io.BytesIO(text).read, use, options.limits, size))
    return [_within(block, piece) for piece in cut] if len(cut) > 1 else [block]


def _within(block: Block, piece: Block) -> Block:
    """Return a piece of a block, which was cut as if it were a file, as a part of the file that the block is of."""
    one, two = block.shift, piece.shift
    shift = Shift(
        records=one.records + two.records,
        lines=one.lines + two.lines,
        columns=two.columns + (0 if two.lines else one.columns),
        bytes=one.bytes + two.bytes,
        rows=one.rows + two.rows,
        after=two.after or one.after,
    )
    first = block.number == 0 and piece.number == 0
    return replace(
        piece, number=0 if first else max(block.number, 1), shift=shift, told=block.told | piece.told, whole=False
    )


def unjudged(block: Block, options: Options) -> Result:
    """Return what is to be said of a block of one record that cannot be judged, or of a file that cannot be cut."""
    lines = Outcomes()
    builder = ReportBuilder(options.samples, block.number, lines.places.finding if options.outcomes else None)
    place = block.place if block.skipped else _beginning(block)
    builder.add(Finding(NOT_JUDGED, "warning", {}, block.shift.records, place=place))
    builder.outcome(NOT_JUDGED, "not-evaluated", WHY)
    builder.unjudged()
    lines.unjudged(block.shift.records, place.line if place else None, NOT_JUDGED, "warning")
    return Result(
        part=builder.part(),
        outcomes=lines.text() if options.outcomes else b"",
        spread=lines.spread() if options.outcomes else None,
        incomplete=True,
    )


def _beginning(block: Block) -> Place:
    """Return the line where the first record of a block begins: what stands before it may have line ends."""
    lead = len(block.data) - len(block.data.lstrip(b" \t\r\n["))
    passed = block.before + block.data[:lead]
    return Place(line=block.shift.lines + passed.count(b"\n") + 1)


def joined(results: list[Result]) -> Result:
    """Return the result of a block of which these are the results of its pieces, in order."""
    part = results[0].part
    losses: dict[str, int] = {}
    missed: dict[int, str] = {}
    spread = results[0].spread
    for result in results[1:]:
        part = part.merge(result.part)
        spread = spread.merge(result.spread) if spread is not None and result.spread is not None else None
    for result in results:
        for kind, count in result.losses.items():
            losses[kind] = losses.get(kind, 0) + count
        for rule, reason in result.missed:
            missed.setdefault(rule, reason)

    def texts(of: Callable[[Result], bytes]) -> Iterator[bytes]:
        return (of(result) for result in results)

    return Result(
        part=part,
        members=tuple(member for result in results for member in result.members),
        missed=tuple(missed.items()),
        last=max(result.last for result in results),
        rejected=b"".join(texts(lambda r: r.rejected)),
        outcomes=b"".join(texts(lambda r: r.outcomes)),
        spread=spread,
        account=b"".join(texts(lambda r: r.account)),
        losses=losses,
        incomplete=any(result.incomplete for result in results),
    )
