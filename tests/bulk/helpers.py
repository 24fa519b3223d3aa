"""What tests of bulk work share: a job on some bytes, and files of many records."""

from itertools import cycle, islice
from pathlib import Path
from typing import Any

from opads import carriers
from opads.bulk.blocks import Options
from opads.bulk.checkpoint import Checkpoint
from opads.bulk.job import Input, Job
from opads.formats import Format, default_registry
from opads.report import Report
from opads.standard.jsonvalue import dumps

REGISTRY = default_registry()
BROKEN = b'{"broken": 1,, "line": 2}'


def bulk(path: Path, *, size: int, jobs: int = 1, source: str | None = None, carrier: str | None = None) -> Report:
    """Return the report of bulk work on a file."""
    checkpoint = Checkpoint(None, "test")
    try:
        job = Job(REGISTRY, Options("", ""), checkpoint, source=source, carrier=carrier, jobs=jobs, size=size)
        return job.validate(0, Input(path.name, path))
    finally:
        checkpoint.close()


def examples(format_id: str, kind: str) -> list[Path]:
    """Return the example files of a format in one syntax."""
    format_ = REGISTRY.get(format_id)
    endings = {e for use in format_.file.carriers if use.carrier == kind for e in use.extensions}
    found = (p for part in ("valid", "invalid") for p in sorted((format_.folder / "examples" / part).glob("*")))
    return [path for path in found if path.suffix in endings]


def natives(format_id: str) -> list[dict[str, Any]]:
    """Return the native records of the JSON examples of a format, good and bad ones."""
    options = REGISTRY.get(format_id).carrier_options("json") or {}
    return [
        r.value for p in examples(format_id, "json") for r in carriers.get("json").read(p.read_bytes(), options).records
    ]


def natives_of(format_: Format) -> list[dict[str, Any]]:
    """Return the native records of all examples of a format, in whatever syntax they are."""
    return [
        record.value
        for use in format_.file.carriers
        for path in examples(format_.id, use.carrier)
        for record in carriers.get(use.carrier)
        .read(path.read_bytes(), format_.carrier_options(use.carrier) or {})
        .records
    ]


def many_lines(format_id: str, count: int) -> bytes:
    """Return so many records, one a line, with a blank and a broken line among them."""
    lines = [dumps(value) for value in islice(cycle(natives(format_id)), count)]
    lines.insert(len(lines) // 2, b"")
    lines.insert(len(lines) // 3, BROKEN)
    return b"\r\n".join(lines)
