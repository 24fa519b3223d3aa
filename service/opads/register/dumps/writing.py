"""Writes the files of a dump: the same content gives the same bytes."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from opads.formats import Registry
from opads.register.dumps.model import DISCLOSURES, LOG, PACKAGE, PARQUET, SUMS, Line
from opads.register.model import Entry
from opads.standard.jsonvalue import canonical, dumps
from opads.standard.resources import VERSION, digest

__all__ = ("Columns", "settle", "write_disclosures", "write_log", "write_package", "write_sums")

ROWS = 2000
"""Disclosures of a row group of Parquet."""
LEVEL = 6
MEDIA_TYPES = {
    DISCLOSURES: ("jsonl", "application/jsonl"),
    PARQUET: ("parquet", "application/vnd.apache.parquet"),
    LOG: ("jsonl", "application/jsonl"),
}
TOLD = {
    DISCLOSURES: "The disclosures, one a line, by id; what they say is the public view of /member 'disclosure'.",
    PARQUET: "The same in columns.",
    LOG: "The log: every entry of the public chain; each hash is the SHA-256 of its entry by RFC 8785 without the member 'hash'.",
}


@contextmanager
def _packed(path: Path) -> Iterator[BinaryIO]:
    """Open a file for gzip without name and time in it."""
    with path.open("wb") as raw:
        with gzip.GzipFile("", "wb", LEVEL, raw, mtime=0) as packed:
            yield packed  # type: ignore[misc]  # a GzipFile is one, only not by name
        settle(raw)


def settle(file: BinaryIO) -> None:
    """See to it that what was written stays."""
    file.flush()
    os.fsync(file.fileno())


def write_log(folder: Path, entries: Iterable[Entry]) -> int:
    """Write the log; return how many entries it has."""
    number = 0
    with _packed(folder / LOG) as file:
        for entry in entries:
            file.write(canonical(msgspec.to_builtins(entry)) + b"\n")
            number += 1
    return number


def write_disclosures(folder: Path, lines: Iterable[Line], registry: Registry) -> int:
    """Write the disclosures, in columns too where the library for that is installed; return how many there are."""
    columns = Columns(folder / PARQUET, registry) if find_spec("pyarrow") else None
    number = 0
    try:
        with _packed(folder / DISCLOSURES) as file:
            for line in lines:
                file.write(canonical(msgspec.to_builtins(line)) + b"\n")
                number += 1
                if columns is not None:
                    columns.add(line)
    finally:
        if columns is not None:
            columns.close()
    return number


class Columns:
    """The disclosures as Parquet: what the register says of each in columns of its own, what it says itself in one of structs."""

    def __init__(self, path: Path, registry: Registry) -> None:
        import pyarrow as pa  # noqa: PLC0415 - only where it is installed
        import pyarrow.parquet as pq  # noqa: PLC0415 - the same

        from opads.bulk.rows import record_shape  # noqa: PLC0415 - the same
        from opads.carriers.parquet.writing import schema_of  # noqa: PLC0415 - the same

        own = next(format_ for format_ in registry if format_.file.kind == "standard")
        self._pa = pa
        self._shape = record_shape(own)
        self._inner = schema_of(self._shape, {})
        kinds = {int: pa.int64(), str: pa.string()}
        told = [(f.encode_name, kinds.get(f.type, pa.string())) for f in msgspec.structs.fields(Line)[:-2]]
        self._schema = pa.schema(
            [
                *told,
                ("withheld", pa.list_(pa.field("element", pa.string()))),
                ("disclosure", pa.struct(list(self._inner))),
            ]
        )
        self._path = path
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._waiting: list[Line] = []

    def add(self, line: Line) -> None:
        """Take in a disclosure."""
        self._waiting.append(line)
        if len(self._waiting) >= ROWS:
            self._write()

    def close(self) -> None:
        """Write what waits, and see to it that the file stays."""
        self._write()
        self._writer.close()
        with self._path.open("rb") as file:
            os.fsync(file.fileno())

    def _write(self) -> None:
        from opads.carriers.parquet.writing import batch_of  # noqa: PLC0415 - only where it is installed

        if not self._waiting:
            return
        pa, waiting = self._pa, self._waiting
        batch = batch_of([line.disclosure or {} for line in waiting], self._shape, self._inner)
        shown = pa.array([line.disclosure is None for line in waiting])
        structs = pa.StructArray.from_arrays(batch.columns, fields=list(self._inner), mask=shown)
        rows = [msgspec.to_builtins(msgspec.structs.replace(line, disclosure=None)) for line in waiting]
        columns = [
            pa.array([row[name] for row in rows], type=self._schema.field(name).type)
            for name in self._schema.names[:-1]
        ]
        self._writer.write_table(pa.table([*columns, structs], schema=self._schema), row_group_size=len(waiting))
        self._waiting = []


def write_package(folder: Path, sequence: int, end: str, counts: dict[str, int]) -> None:
    """Write the descriptor (Data Package 2.0): the files with their digests, the state of the standard, the end of the chain."""
    resources = []
    for name in (DISCLOSURES, PARQUET, LOG):
        path = folder / name
        if path.is_file():
            form, media_type = MEDIA_TYPES[name]
            packed = {"compression": "gz"} if name.endswith(".gz") else {}
            resources.append(
                {
                    "name": name.partition(".")[0] + ("-parquet" if name == PARQUET else ""),
                    "path": name,
                    "description": TOLD[name],
                    "format": form,
                    "mediatype": media_type,
                    "bytes": path.stat().st_size,
                    "hash": f"sha256:{_sha256(path)}",
                    **packed,
                }
            )
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "opads-register",
        "title": "Register of political advertising, public view",
        "resources": resources,
        "opads": {
            "standard": VERSION,
            "standardDigest": digest(),
            "chain": {"name": "public", "sequence": sequence, "hash": end},
            **counts,
        },
    }
    _write(folder / PACKAGE, dumps(package, indent=2) + b"\n")


def write_sums(folder: Path) -> str:
    """Write the digests of all files as ``sha256sum --check`` reads them; return the digest of that file."""
    names = sorted(path.name for path in folder.iterdir())
    content = "".join(f"{_sha256(folder / name)}  {name}\n" for name in names).encode()
    _write(folder / SUMS, content)
    return sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        settle(file)


def _sha256(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while piece := file.read(1024 * 1024):
            found.update(piece)
    return found.hexdigest()
