"""``opads detect``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
import msgspec

from opads.carriers import Limits
from opads.cli import exits, options
from opads.cli.engine import extensions, refusing, registry
from opads.cli.inputs import ROWS, Input, UnreadableError, expand
from opads.cli.output import emit, pretty
from opads.cli.refusal import say
from opads.formats.detect import Candidate, Detection, detect
from opads.rendering.characters import visible

__all__ = ("command",)


@click.command("detect", short_help="Tell which format files are in, and by which features.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@options.rendering_option("text", "json")
@options.output_option
@options.path_option
@refusing()
def command(files: tuple[str, ...], rendering: str, output: str | None) -> int:
    """Tell for each FILE which format and syntax it is in, with the features that speak for it.

    FILE is a path, a folder, a pattern or - for standard input. Exits with 1 where a file is in no known format.
    """
    inputs, empty = expand(files, extensions() | ROWS)
    for argument in empty:
        say(f"{argument}: no file to look at")
    codes = [exits.NOTHING for _ in empty]
    found: list[tuple[str, Detection]] = []
    for item in inputs:
        try:
            detection = _rows(item) if item.is_parquet else detect(item.read(Limits().max_bytes), registry())
        except UnreadableError as error:
            say(str(error))
            codes.append(exits.UNCHECKABLE)
            continue
        found.append((item.name, detection))
        codes.append(exits.ACCEPTABLE if detection.best else exits.UNACCEPTABLE)
    rows = [_row(name, detection) for name, detection in found]
    text = "".join(_text(name, detection) for name, detection in found)
    emit(pretty(rows) if rendering == "json" else text.encode(), output)
    return exits.worst(codes)


def _rows(item: Input) -> Detection:
    """Return what a Parquet file may be; raises UnreadableError."""
    from opads.bulk.errors import BulkError  # noqa: PLC0415 - only such files need it
    from opads.bulk.parquetfile import ParquetFile  # noqa: PLC0415 - the same

    try:
        with closing(ParquetFile(item.path or Path(item.name))) as file:
            return file.detection(registry())
    except BulkError as error:
        raise UnreadableError(f"{item.name}: {error}") from error


def _row(name: str, detection: Detection) -> dict[str, object]:
    best = detection.best
    return {
        "input": name,
        "format": best.format if best else None,
        "carrier": best.carrier if best else None,
        "carriers": detection.carriers,
        "candidates": msgspec.to_builtins(detection.candidates),
    }


def _text(name: str, detection: Detection) -> str:
    best = detection.best
    if best is None:
        syntax = f" (it reads as {' or '.join(detection.carriers)})" if detection.carriers else ""
        lines = [f"{visible(name)}: in no known format{syntax}"]
    else:
        lines = [f"{visible(name)}: {best.format} as {best.carrier} ({_why(best)})"]
    others = [candidate for candidate in detection.candidates if candidate is not best]
    lines += [f"  or {candidate.format} as {candidate.carrier} ({_why(candidate)})" for candidate in others]
    return "".join(f"{line}\n" for line in lines)


def _why(candidate: Candidate) -> str:
    return f"score {candidate.score:g}: {'; '.join(candidate.features)}"
