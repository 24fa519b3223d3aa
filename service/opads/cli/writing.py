"""In which syntax a bulk conversion writes, and where."""

from __future__ import annotations

from pathlib import Path

from opads.bulk.errors import BulkError
from opads.bulk.job import Output, Sink
from opads.bulk.parquetfile import required
from opads.bulk.written import frame_of
from opads.carriers.parquet import PARQUET
from opads.cli.engine import registry
from opads.cli.refusal import Refusal

__all__ = ("finish", "output_of", "syntax_of")

ENDINGS = {".csv": "csv", ".parquet": PARQUET}


def syntax_of(target: str, carrier: str | None, output: Path) -> str:
    """Return the syntax to write: as told, by the ending of the file, or lines; raises Refusal."""
    use = registry().get(target)
    offered = [entry.carrier for entry in use.file.carriers]
    carrier = carrier or ENDINGS.get(output.suffix.lower())
    if carrier is None:
        carrier = next((name for name in ("ndjson", "json") if name in offered), None)
    if carrier is None or (carrier == "json" and carrier not in offered):
        raise Refusal(
            f"format {target!r} is not written as one JSON array; "
            "--to-carrier ndjson writes its records as lines, --to-carrier parquet as rows"
        )
    if carrier == "json" and (use.carrier_options(carrier) or {}).get("single"):
        raise Refusal(f"format {target!r} holds one record a document; --to-carrier ndjson writes its records as lines")
    if carrier == "csv" and carrier not in offered:
        raise Refusal(f"format {target!r} is not written as a table; it is as {', '.join(offered)}")
    return carrier


def output_of(path: Path, target: str, carrier: str, checkpoint: Path | None, length: int) -> Output:
    """Open the output behind what is done of it; raises Refusal where it cannot be written."""
    format_ = registry().get(target)
    try:
        if carrier != PARQUET:
            return Sink.at(path, length, frame_of(format_, carrier))
        required("writing Parquet needs pyarrow")
        from opads.bulk.parquetout import FileSink, PartsSink  # noqa: PLC0415 - needs an extra

        return FileSink(path, format_) if checkpoint is None else PartsSink(path, format_, length)
    except BulkError as error:
        raise Refusal(str(error)) from error


def finish(output: Output) -> None:
    """Make the output whole; raises Refusal where that cannot be written."""
    try:
        output.finish()
    except OSError as error:
        raise Refusal(f"the output cannot be written ({error.strerror})") from error
